"""One walk over an article's tokens that prints text, elements and the segments of marked passages, always well nested.

What is open is a stack of layers: elements of the article, passages, and the wrapper that keeps a passage's last word and its siglum
on one line. Before anything is printed the stack is brought to what must be open there: layers are closed down to the first that
must not be, then opened again. A passage that covers a whole inline element stays open around it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from msgspec import Struct

from glossator.model.article import Open
from glossator.read.article_parts import BLOCKS, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossator.model.text import Span

    from .article_targets import Target
    from .article_tokens import Ours

_SHUT: Final = frozenset({"a", "ruby"})
"""Elements that can hold no siglum: links hold no links, and in ruby it would be part of the annotated word."""

_WORD: Final = 24
"""Code points. A longer last word may be broken, or the line would run over the edge of a phone."""


class _Passage(Struct, frozen=True):
    """A layer: the passage, or the wrapper of its last word."""

    target: Target
    wrapper: bool = False


_Layer = Open | _Passage


class _Frame(Struct):
    """An element that is open."""

    element: Open
    base: int
    """How many fixed layers there were before it and the passages around it."""
    around: list[Target]
    """Running passages that stay open around it."""
    due: list[Target] = []
    """Passages that ended inside, whose sigla must wait for its end."""


class Printer:
    """Prints tokens in order; `take` gives what was printed since it was last asked."""

    def __init__(self, text: str, passages: Sequence[Target]) -> None:
        self._text = text
        self._coming = list(reversed(passages))
        self._running: list[Target] = []
        """Passages that began and did not end, but those around an open element; outer ones first."""
        self._begun: set[Target] = set()
        self._words: dict[Target, int] = {}
        """Where the last word of a passage begins."""
        self._stack: list[_Layer] = []
        self._fixed: list[_Layer] = []
        """The layers that stay as long as the innermost element is open; the stack always begins with them."""
        self._frames: list[_Frame] = []
        self._out: list[str] = []

    def take(self) -> str:
        """Give what was printed since the last call."""
        printed = "".join(self._out)
        self._out.clear()
        return printed

    def open(self, element: Open, extent: tuple[int, int]) -> None:
        """Print a start tag; `extent` is from the first to the last character in the element, empty if there is none."""
        start, end = extent
        tag = element.tag
        if tag in VOID:
            if tag in BLOCKS:
                self._sync(self._fixed)
            self._out.append(_start_tag(element))
            return
        around: list[Target] = []
        if tag not in BLOCKS and start < end:
            self._begin(start)
            shut = tag in _SHUT
            around = [each for each in self._running if each.end > end or (shut and each.end == end)]
        elif tag not in BLOCKS:
            around = [layer.target for layer in self._stack[len(self._fixed) :] if isinstance(layer, _Passage)]
        base = len(self._fixed)
        for each in around:
            self._fixed.append(_Passage(each))
            if each.end == end and end - start <= _WORD:
                self._fixed.append(_Passage(each, wrapper=True))
        self._running = [each for each in self._running if each not in around]
        self._fixed.append(element)
        self._frames.append(_Frame(element, base, around))
        self._sync(self._fixed)

    def close(self, offset: int) -> None:
        """Print the end tag of the innermost element; `offset` is where its text ended."""
        frame = self._frames.pop()
        self._sync(self._fixed)
        self._pop()
        del self._fixed[frame.base :]
        self._running = [*frame.around, *self._running]
        self._end(offset)
        if frame.due:
            self._sync(self._fixed)
            for each in frame.due:
                self._siglum(each)

    def words(self, span: Span) -> None:
        """Print text in which passages may begin, run and end."""
        position = span.start
        while position < span.end:
            self._begin(position)
            self._find_words(span)
            stop = min(self._cuts(position, span.end))
            self._sync(self._layers(position))
            self._write(position, stop)
            position = stop
            self._end(position)

    def between(self, span: Span) -> None:
        """Print white space between blocks, which is in no passage."""
        self._sync(self._fixed)
        self._write(span.start, span.end)

    def ours(self, markup: Ours) -> None:
        """Print markup of ours, outside of passages."""
        self._sync(self._fixed)
        self._out.append(markup.html)

    def _begin(self, position: int) -> None:
        while self._coming and self._coming[-1].start <= position:
            self._running.append(self._coming.pop())

    def _find_words(self, span: Span) -> None:
        """Find the last words of passages that end in this text, where there is room for a siglum."""
        if any(frame.element.tag in _SHUT or frame.element.tag == "pre" for frame in self._frames):
            return
        for each in self._running:
            if each.end <= span.end and each not in self._words:
                self._words[each] = _last_word(self._text, max(span.start, each.start), each.end)

    def _cuts(self, position: int, end: int) -> Iterator[int]:
        yield end
        if self._coming:
            yield max(position + 1, self._coming[-1].start)
        for each in self._running:
            yield each.end
            word = self._words.get(each, 0)
            if word > position:
                yield word

    def _layers(self, position: int) -> list[_Layer]:
        layers = list(self._fixed)
        for each in self._running:
            layers.append(_Passage(each))
            if self._words.get(each, each.end) <= position:
                layers.append(_Passage(each, wrapper=True))
        return layers

    def _end(self, offset: int) -> None:
        """End the passages that end here, those inside first."""
        shut = next((frame for frame in self._frames if frame.element.tag in _SHUT), None)
        for each in reversed([each for each in self._running if each.end <= offset]):
            self._running.remove(each)
            layer, wrapper = _Passage(each), _Passage(each, wrapper=True)
            while self._stack[-1] not in (layer, wrapper):
                self._pop()
            if shut is None:
                self._siglum(each)
            else:
                shut.due.append(each)
            while self._stack[-1] != layer:
                self._pop()
            self._pop()

    def _siglum(self, target: Target) -> None:
        """Print the link to a passage's note, in the wrapper of its last word or in one of its own."""
        mark = target.mark
        classes = " ".join(filter(None, ("ref", f"k-{mark.kind}", mark.classes)))
        link = (
            f'<a class="{escape(classes)}" href="#note-{escape(mark.id)}" aria-label="{escape(mark.label)}" data-ours>'
            f'<svg class="g" aria-hidden="true"><use href="#{escape(mark.glyph)}"/></svg><b>{mark.number}</b></a>'
        )
        wrapped = bool(self._stack) and self._stack[-1] == _Passage(target, wrapper=True)
        self._out.append(link if wrapped else f'<span class="nb">{link}</span>')

    def _sync(self, layers: list[_Layer]) -> None:
        """Close and open layers until exactly these are open."""
        common = 0
        for ours, theirs in zip(self._stack, layers, strict=False):
            if ours != theirs:
                break
            common += 1
        while len(self._stack) > common:
            self._pop()
        for layer in layers[common:]:
            self._stack.append(layer)
            self._out.append(self._opening(layer))

    def _opening(self, layer: _Layer) -> str:
        if isinstance(layer, Open):
            return _start_tag(layer)
        if layer.wrapper:
            return '<span class="nb">'
        target, mark = layer.target, layer.target.mark
        level = f"l{target.level}" if target.level else ""
        classes = " ".join(filter(None, ("m", f"k-{mark.kind}", level, "approx" if mark.approximate else "")))
        first = ""
        if target not in self._begun and target.name:
            first = f' id="{escape(target.name)}" aria-details="note-{escape(mark.id)}"'
        self._begun.add(target)
        return f'<mark class="{escape(classes)}" data-note="{escape(mark.id)}"{first}>'

    def _pop(self) -> None:
        layer = self._stack.pop()
        tag = layer.tag if isinstance(layer, Open) else "span" if layer.wrapper else "mark"
        self._out.append(f"</{tag}>")

    def _write(self, start: int, end: int) -> None:
        text = escape(self._text[start:end], quote=False).replace("\r", "&#13;")
        if text.startswith("\n") and self._out and self._out[-1].startswith("<pre"):
            # Parsers drop a line break right after this tag.
            text = "\n" + text
        self._out.append(text)


def _start_tag(element: Open) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes)
    return f"<{element.tag}{attributes}>"


def _last_word(text: str, start: int, end: int) -> int:
    """Find where the last word before an offset begins; of a long one, or one in a script without spaces, its last two characters."""
    stop = end
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    word = stop
    while word > start and not text[word - 1].isspace():
        word -= 1
        if stop - word > _WORD or (stop - word == 2 and east_asian_width(text[word]) in "WF"):
            word = stop - 2
            while word > start and combining(text[word]):
                word -= 1
            break
    return word
