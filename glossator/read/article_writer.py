"""Takes down an article's text and elements, and keeps both in order: white space folded, blocks apart, tags nested.

The tokens nest as HTML's content models demand, whatever comes: elements without text vanish, inline elements never
hold blocks (they are closed before one and opened again inside), lists hold items and tables rows. So what is printed
is read back by every browser as the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec import Struct

from glossator.model.article import Close, Open, Text, Token
from glossator.model.text import Span

from .article_parts import HEADINGS, VOID

_PARENTS: Final = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "caption": {"table"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"},
    "th": {"tr"},
    "td": {"tr"},
    "figcaption": {"figure"},
}
"""Elements that mean something only there; anywhere else they just set their text apart."""

_CHILD: Final = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "table": "tbody",
    "thead": "tr",
    "tbody": "tr",
    "tfoot": "tr",
    "tr": "td",
}
"""What is put around anything else that stands directly in these."""

_WORDS_ONLY: Final = HEADINGS | {"p", "pre", "dt", "caption"}
"""Blocks that hold no blocks; a block in them is white space."""

_DEEPEST: Final = 48
"""Blocks, and inline elements, nested deeper than this lose their tags; browsers stop at 512 elements in all."""

_SPACE = re.compile(r"[ \t\n\f\r]+")
"""White space as HTML folds it. A no-break space or an ideographic one is a character like others."""


Attributes = tuple[tuple[str, str], ...]
Undo = Callable[[], None]


def nothing() -> None:
    """Undo nothing."""


class Element(Struct, eq=False):
    """An element, told apart from equal ones by identity."""

    tag: str
    attributes: Attributes = ()


class _Gap(Struct):
    """White space that is written only if more text follows in its block."""

    breaks: int
    """How many line breaks; none makes it a space."""
    inlines: tuple[Element, ...]


class Writer(Struct):
    """Takes down text and elements. Elements are opened when text comes, not before."""

    pieces: list[str] = []
    length: int = 0
    tokens: list[Token] = []
    blocks: list[Element] = []
    implied: list[Element] = []
    inlines: list[Element] = []
    opened: list[Element] = []
    spoken: list[tuple[int, Attributes]] = []
    """Language and direction of elements that are not kept, for the blocks and words directly in so many blocks."""
    fresh: bool = True
    """No text was written in the present block yet."""
    apart: bool = True
    """Nothing was written in it, not even an image."""
    joins: bool = False
    """The last token is text to which more may be added."""
    gap: _Gap | None = None

    @property
    def top(self) -> str:
        """The innermost block, or an empty string."""
        return self.blocks[-1].tag if self.blocks else ""

    def break_block(self) -> None:
        """Set what comes apart from what was."""
        self.implied.clear()
        if self.top in _WORDS_ONLY:
            self.space(int(self.top == "pre" and not (self.gap and self.gap.breaks)))
            return
        self.fresh, self.apart, self.gap = True, True, None

    def enter_block(self, tag: str, attributes: Attributes) -> Undo:
        """Begin a block; what is given back ends it."""
        words_only = self.top in _WORDS_ONLY
        self.break_block()
        parents = _PARENTS.get(tag)
        if words_only or (parents is not None and self.top not in parents) or (tag in HEADINGS and self.top == "th"):
            return self.break_block
        if parents is None and len(self.blocks) >= _DEEPEST:
            return self.break_block
        chain = self._chain() if parents is None else []
        merged = {**dict(self._spoken_here()), **dict(attributes)}
        self.blocks += (*chain, Element(tag, tuple(merged.items())))
        return partial(self._leave_block, len(chain) + 1)

    def _leave_block(self, count: int) -> None:
        if self.top in ("td", "th") and self.blocks[-1] not in self.opened:
            # An empty cell moves those after it to their columns.
            self._sync(list(self.blocks))
        self.implied.clear()
        self.fresh, self.apart, self.gap = True, True, None
        del self.blocks[-count:]

    def enter_boundary(self, spoken: Attributes) -> Undo:
        """Begin an element that is not kept; its language and direction go to what is in it."""
        self.break_block()
        if not spoken:
            return self.break_block
        self.spoken.append((len(self.blocks), tuple({**dict(self._spoken_here()), **dict(spoken)}.items())))
        return self._leave_boundary

    def _leave_boundary(self) -> None:
        self.break_block()
        self.spoken.pop()

    def _spoken_here(self) -> Attributes:
        return self.spoken[-1][1] if self.spoken and self.spoken[-1][0] == len(self.blocks) else ()

    def enter_inline(self, tag: str, attributes: Attributes) -> Undo:
        """Begin an inline element; what is given back ends it."""
        if len(self.inlines) >= _DEEPEST:
            return nothing
        self.inlines.append(Element(tag, attributes))
        return self._leave_inline

    def _leave_inline(self) -> None:
        self.inlines.pop()

    def space(self, breaks: int = 0) -> None:
        """Note white space: a space, or line breaks."""
        if self.fresh:
            return
        if self.gap is None:
            self.gap = _Gap(breaks, tuple(self.inlines))
        else:
            self.gap.breaks += breaks

    def text(self, text: str) -> None:
        """Take down a text node of the tree."""
        if self.top == "pre":
            self._lines(text.replace("\r\n", "\n").replace("\r", "\n"))
            return
        words = [word for word in _SPACE.split(text) if word]
        if not words or _SPACE.match(text):
            self.space()
        if words:
            self._write(" ".join(words))
            if _SPACE.match(text[-1]):
                self.space()

    def void(self, element: Element) -> None:
        """Take down a rule, an image, or a place where a word may be broken."""
        if element.tag == "hr":
            if self.top in _WORDS_ONLY:
                self.break_block()
                return
            self.break_block()
            self._sync([*self.blocks, *self._chain()])
        else:
            self._close_gap()
            self._sync(self._wanted(self.inlines))
            self.apart = False
        self._open(element)

    def finish(self) -> None:
        """Close what is open."""
        self._sync([])

    def _lines(self, text: str) -> None:
        text = text.lstrip("\n") if self.fresh else text
        body = text.rstrip("\n")
        if body:
            self._write(body)
        if len(body) < len(text):
            self.space(len(text) - len(body))

    def _write(self, text: str) -> None:
        self._close_gap()
        wanted = self._wanted(self.inlines)
        if self.fresh and self.length:
            self._sync(wanted, "\n\n")
        else:
            self._sync(wanted)
        self.fresh = self.apart = False
        self._append(text)

    def _close_gap(self) -> None:
        gap, self.gap = self.gap, None
        if gap is None:
            return
        self._sync(self._wanted(gap.inlines))
        if gap.breaks == 0 or self.top == "pre":
            self._append("\n" * gap.breaks or " ")
            return
        for _ in range(gap.breaks):
            self._open(Element("br"))
            self._append("\n")

    def _wanted(self, inlines: list[Element] | tuple[Element, ...]) -> list[Element]:
        if not self.implied:
            spoken = self._spoken_here()
            self.implied += self._chain()
            if self._needs_paragraph():
                self.implied.append(Element("p", spoken))
            elif spoken:
                self.implied.append(Element("span", spoken))
        return [*self.blocks, *self.implied, *inlines]

    def _needs_paragraph(self) -> bool:
        """Tell whether words that stand directly in a block would run together with what is in it already."""
        if self.top in ("", "blockquote", "figure"):
            return True
        return self.apart and self.top not in _WORDS_ONLY and self.blocks[-1] in self.opened and self.top not in _CHILD

    def _chain(self) -> list[Element]:
        chain: list[Element] = []
        tag = self.top
        while tag in _CHILD:
            tag = _CHILD[tag]
            chain.append(Element(tag))
        return chain

    def _sync(self, wanted: list[Element], separator: str = "") -> None:
        """Close and open elements until exactly those wanted are open; the separator stands where fewest are."""
        common = 0
        for ours, theirs in zip(self.opened, wanted, strict=False):
            if ours is not theirs:
                break
            common += 1
        for element in reversed(self.opened[common:]):
            self.tokens.append(Close(element.tag))
            self.joins = False
        del self.opened[common:]
        if separator:
            self.joins = False
            self._append(separator)
            self.joins = False
        for element in wanted[common:]:
            self._open(element)

    def _open(self, element: Element) -> None:
        self.tokens.append(Open(element.tag, element.attributes))
        self.joins = False
        if element.tag not in VOID:
            self.opened.append(element)
            # An element that is opened again after a block must not have its id twice.
            element.attributes = tuple(pair for pair in element.attributes if pair[0] != "id")

    def _append(self, text: str) -> None:
        start, self.length = self.length, self.length + len(text)
        self.pieces.append(text)
        last = self.tokens[-1] if self.joins else None
        if isinstance(last, Text):
            self.tokens[-1] = Text(Span(last.span.start, self.length))
        else:
            self.tokens.append(Text(Span(start, self.length)))
        self.joins = True
