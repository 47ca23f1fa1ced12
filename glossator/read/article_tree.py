"""A tree of HTML becomes an article: its text by FORMAT.md §8, and a strict, small set of elements around it.

The tokens nest as HTML's content models demand, whatever the tree was: elements without text vanish, inline elements
never hold blocks (they are closed before one and opened again inside), lists hold items, tables rows, links no links.
So what is printed is read back by every browser as the same tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from glossator.model.article import Article, Close, Open, Text, Token
from glossator.model.text import Span

from .article_attributes import allowed_attributes
from .article_parts import HEADINGS, VOID
from .article_tidy import settle_fragments, shift_headings
from .sanitise import BLOCK, BOUNDARY, INLINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborNode

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

_NEEDED: Final = {"a": {"href"}, "bdo": {"dir"}, "span": {"class", "dir", "id", "lang", "title"}}
"""Inline elements that say nothing without one of these attributes."""

_DEEPEST: Final = 48
"""Blocks, and inline elements, nested deeper than this lose their tags; browsers stop at 512 elements in all."""

_SPACE = re.compile(r"[ \t\n\f\r]+")
"""White space as HTML folds it. A no-break space or an ideographic one is a character like others."""


@dataclass(eq=False, slots=True)
class _Element:
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Gap:
    """White space that is written only if more text follows in its block."""

    characters: str
    inlines: tuple[_Element, ...]


@dataclass(slots=True)
class _Writer:
    """Takes down text and elements. Elements are opened when text comes, not before."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    tokens: list[Token] = field(default_factory=list)
    blocks: list[_Element] = field(default_factory=list)
    implied: list[_Element] = field(default_factory=list)
    inlines: list[_Element] = field(default_factory=list)
    opened: list[_Element] = field(default_factory=list)
    inherited: list[tuple[int, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    """Languages and directions of elements that are not kept, with the depth at which they hold."""
    fresh: bool = True
    """Nothing was written in the present block yet."""
    joins: bool = False
    """The last token is text to which more may be added."""
    gap: _Gap | None = None

    @property
    def top(self) -> str:
        """The innermost block, or an empty string."""
        return self.blocks[-1].tag if self.blocks else ""

    def break_block(self) -> None:
        """Set what comes apart from what was."""
        if self.top in _WORDS_ONLY:
            self.space("\n" if self.top == "pre" else " ")
            return
        self.implied.clear()
        self.fresh, self.gap = True, None

    def enter_block(self, tag: str, attributes: tuple[tuple[str, str], ...]) -> int:
        """Begin a block; gives how many elements `leave_block` has to end."""
        words_only = self.top in _WORDS_ONLY
        self.break_block()
        parents = _PARENTS.get(tag)
        if words_only or (parents is not None and self.top not in parents) or (tag in HEADINGS and self.top == "th"):
            return 0
        if parents is None and len(self.blocks) >= _DEEPEST:
            return 0
        chain = self._chain() if parents is None else []
        here = len(self.blocks)
        for depth, more in self.inherited:
            if depth == here:
                attributes = tuple({**dict(more), **dict(attributes)}.items())
        self.blocks += (*chain, _Element(tag, attributes))
        return len(chain) + 1

    def enter_boundary(self, spoken: tuple[tuple[str, str], ...]) -> Callable[[], None]:
        """Begin an element that is not kept; its language and direction go to the blocks in it."""
        self.break_block()
        self.inherited.append((len(self.blocks), spoken))
        return self._leave_boundary

    def _leave_boundary(self) -> None:
        self.break_block()
        self.inherited.pop()

    def enter_inline(self, tag: str, attributes: tuple[tuple[str, str], ...]) -> Callable[[], None]:
        """Begin an inline element."""
        if len(self.inlines) >= _DEEPEST:
            return _nothing
        self.inlines.append(_Element(tag, attributes))
        return self._leave_inline

    def _leave_inline(self) -> None:
        self.inlines.pop()

    def leave_block(self, count: int) -> None:
        """End the innermost `count` blocks."""
        if count and self.top in ("td", "th") and self.blocks[-1] not in self.opened:
            self._sync(list(self.blocks))
        if count:
            self.implied.clear()
            self.fresh, self.gap = True, None
            del self.blocks[-count:]
        else:
            self.break_block()

    def space(self, characters: str) -> None:
        """Note white space: a space, or line breaks."""
        if self.fresh:
            return
        if self.gap is None:
            self.gap = _Gap(characters, tuple(self.inlines))
        elif characters != " ":
            self.gap.characters = self.gap.characters.strip(" ") + characters

    def text(self, text: str) -> None:
        """Take down a text node of the tree."""
        if self.top == "pre":
            self._lines(text.replace("\r\n", "\n").replace("\r", "\n"))
            return
        words = [word for word in _SPACE.split(text) if word]
        if not words or _SPACE.match(text):
            self.space(" ")
        if words:
            self._write(" ".join(words))
            if _SPACE.match(text[-1]):
                self.space(" ")

    def void(self, element: _Element) -> None:
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
            self.space(text[len(body) :])

    def _write(self, text: str) -> None:
        self._close_gap()
        wanted = self._wanted(self.inlines)
        if self.fresh and self.length:
            self._sync(wanted, "\n\n")
        else:
            self._sync(wanted)
        self.fresh = False
        self._append(text)

    def _close_gap(self) -> None:
        gap, self.gap = self.gap, None
        if gap is None:
            return
        self._sync(self._wanted(gap.inlines))
        if gap.characters == " " or self.top == "pre":
            self._append(gap.characters)
            return
        for character in gap.characters:
            self._open(_Element("br"))
            self._append(character)

    def _wanted(self, inlines: list[_Element] | tuple[_Element, ...]) -> list[_Element]:
        if not self.implied:
            self.implied = self._chain() if self.blocks else [self._paragraph()]
        return [*self.blocks, *self.implied, *inlines]

    def _paragraph(self) -> _Element:
        found: dict[str, str] = {}
        for _, attributes in self.inherited:
            found |= dict(attributes)
        return _Element("p", tuple(found.items()))

    def _chain(self) -> list[_Element]:
        chain: list[_Element] = []
        tag = self.top
        while tag in _CHILD:
            tag = _CHILD[tag]
            chain.append(_Element(tag))
        return chain

    def _sync(self, wanted: list[_Element], separator: str = "") -> None:
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

    def _open(self, element: _Element) -> None:
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


def article_from_tree(root: LexborNode) -> Article:
    """Walk a sanitised tree; see the module for what becomes of it."""
    writer = _Writer()
    undo: list[Callable[[], None]] = []
    for node, entering in _walk(root):
        if node.tag == "-text":
            writer.text((node.text_content or "").replace("\0", "\ufffd"))
        elif entering:
            undo.append(_enter(writer, node))
        else:
            undo.pop()()
    writer.finish()
    tokens = settle_fragments(shift_headings(tuple(writer.tokens)))
    return Article("".join(writer.pieces), tokens)


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Give each node below the root, elements before and after their content. Trees may be too deep for recursion."""
    stack = [(root, True)]
    while stack:
        node, entering = stack.pop()
        yield node, entering
        if entering and node.tag != "-text":
            stack.append((node, False))
            stack += ((child, True) for child in reversed(list(node.iter(include_text=True))))


def _enter(writer: _Writer, node: LexborNode) -> Callable[[], None]:
    """Take down a start tag; gives what undoes it at the end tag."""
    tag = str(node.tag)
    attributes = allowed_attributes(tag, node.attributes, in_code=writer.top == "pre")
    if tag in INLINE:
        return _enter_inline(writer, tag, attributes)
    if tag == "hr":
        writer.void(_Element(tag))
        return _nothing
    if tag in BLOCK and (tag != "div" or ("class", "code") in attributes):
        return partial(writer.leave_block, writer.enter_block(tag, attributes))
    if tag in BLOCK or tag in BOUNDARY:
        spoken = tuple(pair for pair in attributes if pair[0] in ("lang", "dir"))
        return writer.enter_boundary(spoken)
    return _nothing


def _enter_inline(writer: _Writer, tag: str, attributes: tuple[tuple[str, str], ...]) -> Callable[[], None]:
    if tag == "br":
        writer.space("\n")
        return _nothing
    names = {name for name, _ in attributes}
    if tag in ("wbr", "img"):
        if tag == "wbr" or "src" in names:
            writer.void(_Element(tag, attributes))
        return _nothing
    return writer.enter_inline(tag, attributes) if _means_something(tag, names, writer.inlines) else _nothing


def _means_something(tag: str, names: set[str], around: list[_Element]) -> bool:
    """Tell whether an inline element says anything here, and is allowed to."""
    needed = _NEEDED.get(tag)
    if needed is not None and not names & needed:
        return False
    if tag in ("rt", "rp"):
        return bool(around) and around[-1].tag == "ruby"
    if tag in ("a", "dfn", "ruby"):
        return all(each.tag != tag for each in around)
    return True


def _nothing() -> None:
    """Undo nothing."""
