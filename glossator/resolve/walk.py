"""A text of ours meets the others: its links find their targets, its citations their sources, names become links.

One walk over the HTML that reading made.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import escape, unescape
from typing import Final, NamedTuple

from msgspec import Struct, field

from glossator.model.citation import Citation
from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import END, OPEN, ROOT, START, STOP, Prose, Styled, WikiLink
from glossator.model.text import Span
from glossator.read.article_parts import BLOCKS, HEADINGS, VOID

from .facts import CiteMention, Mention, Ref, Spot
from .links import Context, address, resolve_link, unknown_source
from .names import Found, find_names
from .passages import Quoting, passage
from .prose import Manner, Resolved
from .sentences import Blocks

_PIECE = re.compile(
    r"(?P<whole><!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea)\b.*?(?:</(?P=raw)\s*>|\Z))"
    r"|(?P<tag><(?P<slash>/?)(?P<name>[a-z][a-z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
    rf"|(?P<mark>[{START}{OPEN}{END}])(?P<number>\d+){STOP}"
    rf"|(?P<text>[^<{START}{OPEN}{END}]+|.)",
    re.DOTALL | re.IGNORECASE,
)
"""Also what only trusted folders may hold, raw; the last branch takes whatever is left, so that nothing is lost."""
_VOID: Final = VOID | {"area", "base", "col", "embed", "input", "link", "meta", "param", "source", "track"}
_BARRED: Final = HEADINGS | frozenset(
    [
        "a",
        "blockquote",
        "button",
        "code",
        "kbd",
        "pre",
        "q",
        "rp",
        "rt",
        "samp",
        "select",
        "sub",
        "summary",
        "sup",
        "var",
    ],
)
"""Where no automatic link goes (FORMAT.md §4): headings, links, code, quotations; nor signs set above or below the line."""
_FOOTNOTE_SIGN = re.compile(r'<sup id="[^"]*fnref|<a class="footnote-backref"')
_CALLOUT_TITLE: Final = '<p class="callout-title">'
_STYLES: Final = frozenset(("class", "dir", "lang", "id", "title"))


def resolve_prose(
    prose: Prose, context: Context, spot: Spot, manner: Manner, faults: list[Diagnostic], seen: set[str] | None = None
) -> Resolved:
    """Resolve one text. `seen` are the concepts already linked in what counts as one text, and is added to."""
    if not prose.html:
        return Resolved()
    walk = _Walk(prose, context, spot, manner, faults, set() if seen is None else seen)
    walk.run()
    return walk.result()


class _Wrapper(Struct):
    """An element of ours that is open around words."""

    number: int
    depth: int
    """How many elements were open when it began."""
    start: int
    closing: str
    ref: Ref | None = None
    ended: bool = False
    """Whether its end was met while elements that began inside it are still open."""


class _Pending(NamedTuple):
    """A piece of text in which names may become links, once all of its run is known."""

    slot: int
    """Where it goes in `out`."""
    start: int
    """Where it stands in the plain text."""
    text: str


class _Walk(Struct):
    """The state of one walk: HTML that goes out, and the plain text beside it from which sentences are taken."""

    prose: Prose
    context: Context
    spot: Spot
    manner: Manner
    faults: list[Diagnostic]
    seen: set[str]
    out: list[str] = []
    citations: list[Citation] = []
    text: list[str] = []
    length: int = 0
    block_starts: list[int] = field(default_factory=lambda: [0])
    links: list[tuple[Span, Ref]] = []
    cites: list[tuple[Span, Citation]] = []
    within: dict[str, list[Span]] = field(default_factory=lambda: {"blockquote": [], "tr": []})
    """What stands in blockquotes and in rows of tables; of nested ones, in the outer one."""
    begun: dict[str, int] = {}
    """Where those that are open begin."""
    stack: list[str] = []
    open: Counter[str] = field(default_factory=Counter)
    """How many elements of each name are open."""
    wrappers: list[_Wrapper] = []
    pending: list[_Pending] = []
    silent: int = 0
    """How many elements are open with the sign of a footnote, which is no text; 0 outside."""
    titled: int = 0
    """The same of a callout's title, which is a heading."""
    named: dict[str, None] = {}
    unlinked: dict[tuple[str, ...], str] = {}

    def run(self) -> None:
        for match in _PIECE.finditer(self.prose.html):
            if match["tag"]:
                self._tag(match)
            elif match["text"]:
                self._text(match["text"])
            elif match["whole"]:
                self.out.append(match["whole"])
            elif match["mark"] == START:
                self._whole(int(match["number"]))
            elif match["mark"] == OPEN:
                self._open(int(match["number"]))
            else:
                self._end(int(match["number"]))
        self._link_names()
        self._advise()

    def result(self) -> Resolved:
        text = Blocks("".join(self.text), self.block_starts, self.within["tr"])
        mentions = (Mention(ref, text.sentence(span, emphasise=True), self.spot) for span, ref in self.links)
        return Resolved(
            "".join(self.out), tuple(self.citations), tuple(mentions), tuple(self._cites(text)), tuple(self.named)
        )

    def _cites(self, text: Blocks) -> Iterator[CiteMention]:
        quoting, previous = Quoting(text.text, self.block_starts, self.within["blockquote"]), -1
        for span, citation in self.cites:
            at = span.start if citation.narrative else span.end
            for number, cite in enumerate(citation.cites):
                words = passage(cite.quote)
                if not words and not number and self._speaks_our_language(cite.key):
                    words = quoting.before(at, previous)
                sentence = text.sentence(span, emphasise=False)
                yield CiteMention(cite.key, cite.locator, cite.stance or "", sentence, self.spot, words)
            previous = at

    def _speaks_our_language(self, key: str) -> bool:
        """Tell whether what a text quotes of a source can be its own words: a translation is found nowhere in it."""
        item = self.context.lookup.source(key)
        spoken = [lang.partition("-")[0].lower() for lang in (item.language if item else "", self.spot.lang)]
        return not spoken[0] or not spoken[1] or spoken[0] == spoken[1]

    def _tag(self, match: re.Match[str]) -> None:
        piece, tag = match["tag"], match["name"].lower()
        if tag in BLOCKS or tag == "br":
            self._link_names()
            self._say(" ")
            if tag in BLOCKS:
                self.block_starts.append(self.length)
        if match["slash"]:
            self._leave(piece, tag)
            return
        self.out.append(piece)
        if tag in self.within and not self.open[tag]:
            self.begun[tag] = self.length
        if tag not in _VOID:
            self.stack.append(tag)
            self.open[tag] += 1
            if not self.silent and _FOOTNOTE_SIGN.match(piece):
                self.silent = len(self.stack)
            if piece == _CALLOUT_TITLE:
                self.titled = len(self.stack)

    def _leave(self, piece: str, tag: str) -> None:
        """Leave an element. Wrappers that began in it end before it; those that waited for it end after it."""
        if self.open[tag]:
            while (left := self.stack.pop()) != tag:
                self.open[left] -= 1
            self.open[tag] -= 1
            if tag in self.within and not self.open[tag]:
                self.within[tag].append(Span(self.begun[tag], self.length))
        while self.wrappers and self.wrappers[-1].depth > len(self.stack):
            self._close(self.wrappers.pop())
        self.out.append(piece)
        self._close_ended()
        self.silent = self.silent if self.silent <= len(self.stack) else 0
        self.titled = self.titled if self.titled <= len(self.stack) else 0

    def _text(self, piece: str) -> None:
        if self.silent:
            self.out.append(piece)
            return
        text = unescape(piece)
        if self.titled or self._in_link() or any(self.open[tag] for tag in _BARRED):
            self._link_names()
        else:
            self.pending.append(_Pending(len(self.out), self.length, text))
        self._plain(text)

    def _in_link(self) -> bool:
        return self.open["a"] > 0 or any(wrapper.closing != "</span>" for wrapper in self.wrappers)

    def _link_names(self) -> None:
        """Link the names in the text since the last block, link or citation; one that runs over markup stays as it is."""
        if not self.pending:
            return
        pending, self.pending = self.pending, []
        base = pending[0].start
        text = "".join(each.text for each in pending)
        names = deque(find_names(text, self.context.lookup, self.context.senses or {}))
        for slot, start, piece in pending:
            pieces: list[str] = []
            done = start - base
            end = done + len(piece)
            while names and names[0].span.end <= end:
                found = names.popleft()
                link = self._name(found, base, text) if found.span.start >= done else ""
                if link:
                    pieces += (_escaped(text[done : found.span.start]), link)
                    done = found.span.end
            self.out[slot] = "".join((*pieces, _escaped(text[done:end])))

    def _name(self, found: Found, base: int, text: str) -> str:
        """Give the link that a name becomes, or nothing."""
        words = found.span.of(text)
        slug = found.slugs[0]
        if self.context.concept in found.slugs:
            return ""
        if len(found.slugs) > 1:
            self.unlinked.setdefault(found.slugs, words)
            return ""
        self.named[slug] = None
        if self.manner.autolink == "off":
            self.unlinked.setdefault(found.slugs, words)
        if self.manner.autolink == "off" or (self.manner.autolink == "first" and slug in self.seen):
            return ""
        ref = Ref("concept", slug)
        self._note(Span(base + found.span.start, base + found.span.end), ref)
        return _anchor(ref, words, found.lang) + _escaped(words) + "</a>"

    def _note(self, span: Span, ref: Ref) -> None:
        self.links.append((span, ref))
        self._note_seen(ref)

    def _note_seen(self, ref: Ref) -> None:
        if ref.kind == "concept":
            self.seen.add(ref.slug)

    def _whole(self, number: int) -> None:
        self._link_names()
        what = self.prose.parts[number].what
        if isinstance(what, Citation):
            self._citation(what)
            return
        assert isinstance(what, WikiLink)  # styled words are always wrapped
        target = resolve_link(what, self.context)
        if isinstance(target, Diagnostic):
            self.faults.append(target)
            self._plain(what.target)
            return
        self._note(Span(self.length, self.length + len(target.words)), target.ref)
        inside = self._in_link()  # HTML has no links in links
        self.out.append("" if inside else _anchor(target.ref, target.words, target.lang))
        self._plain(target.words)
        self.out.append("" if inside else "</a>")

    def _open(self, number: int) -> None:
        what = self.prose.parts[number].what
        if isinstance(what, Styled):
            attributes = "".join(f' {key}="{escape(value)}"' for key, value in what.attributes if key in _STYLES)
            self.out.append(f"<span{attributes}>")
            self.wrappers.append(_Wrapper(number, len(self.stack), self.length, "</span>"))
            return
        assert isinstance(what, WikiLink)  # citations never wrap words
        self._link_names()
        target = resolve_link(what, self.context)
        wrapper = _Wrapper(number, len(self.stack), self.length, "")
        if isinstance(target, Diagnostic):
            self.faults.append(target)
        else:
            wrapper.ref = target.ref
            self._note_seen(target.ref)
            if not self._in_link():
                wrapper.closing = "</a>"
                self.out.append(_anchor(target.ref, "", ""))
        self.wrappers.append(wrapper)

    def _end(self, number: int) -> None:
        for wrapper in self.wrappers:
            wrapper.ended = wrapper.ended or wrapper.number == number
        self._close_ended()

    def _close_ended(self) -> None:
        while self.wrappers and self.wrappers[-1].ended and self.wrappers[-1].depth == len(self.stack):
            self._close(self.wrappers.pop())

    def _close(self, wrapper: _Wrapper) -> None:
        self.out.append(wrapper.closing)
        if wrapper.ref is not None:
            self.links.append((Span(min(wrapper.start, self.length), self.length), wrapper.ref))

    def _citation(self, citation: Citation) -> None:
        known = []
        for cite in citation.cites:
            item = self.context.lookup.source(cite.key)
            if item is None:
                self.faults.append(unknown_source(cite.key, cite.place, self.context.lookup))
            else:
                known.append((cite, item))
        if not known:
            return
        citation = Citation(tuple(cite for cite, _ in known), citation.narrative)
        self.out.append(f"{START}{len(self.citations)}{STOP}")
        self.citations.append(citation)
        if citation.narrative:
            start = self.length
            self._say(known[0][1].short)
            self.cites.append((Span(start, self.length), citation))
        else:
            self._trim()
            # What stands in brackets after the full stop belongs to the sentence before it.
            self.cites.append((Span(max(self.block_starts[-1], self.length - 1), self.length), citation))

    def _trim(self) -> None:
        """Drop the white space before a citation, which is not shown in the sentences around it."""
        last = self.text[-1] if self.text else ""
        cut = min(len(last) - len(last.rstrip()), self.length - self.block_starts[-1])
        if cut:
            self.text[-1] = last[:-cut]
            self.length -= cut

    def _plain(self, text: str) -> None:
        self.out.append(_escaped(text))
        self._say(text)

    def _say(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def _advise(self) -> None:
        """Report what was named and linked nowhere in the text."""
        if self.manner.advice is None:
            return
        for slugs, words in self.unlinked.items():
            if not self.seen.isdisjoint(slugs):
                continue
            listed = ", ".join(f"`{slug}`" for slug in slugs)
            message = f'"{words}" is not linked: it may mean {listed}'
            help_ = f"write `[[{slugs[0]}|{words}]]`, or decide it with `senses` in the header"
            if len(slugs) == 1:
                message = f'"{words}" is not linked to `{slugs[0]}`: automatic links are off here'
                help_ = f"write `[[{slugs[0]}|{words}]]` where a reader needs it"
            self.faults.append(Diagnostic(self.manner.advice, "LNK004", message, help=help_))


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _anchor(ref: Ref, words: str, lang: str) -> str:
    """Give the start tag of a link. A name in plain ASCII is at home in any text and needs no language."""
    kind = "term" if ref.kind == "concept" else "cite" if ref.kind == "source" else "to"
    pop = f' data-pop="c-{ref.slug}"' if ref.kind == "concept" else ""
    language = f' lang="{escape(lang)}"' if lang and not words.isascii() else ""
    return f'<a class="{kind}" href="{ROOT}{escape(address(ref))}"{pop}{language}>'
