"""A text of ours meets the others: its links find their targets, its citations their sources, names become links.

One walk over the HTML that reading made. Citations stay marks, because how they are written depends on all sources that
the site cites; rendering replaces them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final, Literal

from glossator.model.citation import Citation
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Autolink
from glossator.model.prose import END, OPEN, ROOT, START, STOP, Prose, Styled, WikiLink
from glossator.model.text import Place, Span

from .facts import CiteMention, Mention, Ref, Spot
from .links import Context, LinkTarget, address, resolve_link, unknown_source
from .names import Found, find_names
from .sentences import shown_sentence

_PIECE = re.compile(f"<[^>]*>|[{START}{OPEN}{END}]\\d+{STOP}|[^<{START}{OPEN}{END}]+")
_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "caption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "figure",
        "figcaption",
        "pre",
        "hr",
    ]
)
_NO_LINKS: Final = frozenset(["a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "blockquote", "q"])
"""Where no automatic link goes: FORMAT.md §4."""
_NO_TEXT: Final = frozenset(("fnref", "footnote-backref"))


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text of ours with its links in place."""

    html: str = ""
    """Addresses begin with `ROOT`; citation n is `START n STOP`, counted in `citations`."""
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cites: tuple[CiteMention, ...] = ()

    @property
    def concepts(self) -> tuple[str, ...]:
        """Slugs of the concepts that it links to, in order, each once."""
        return tuple(dict.fromkeys(mention.ref.slug for mention in self.mentions if mention.ref.kind == "concept"))


@dataclass(frozen=True, slots=True)
class Manner:
    """How names become links in a text."""

    autolink: Autolink
    advice: Place | None = None
    """Where to report names that were not linked though they stand there; None to stay silent."""


def resolve_prose(
    prose: Prose, context: Context, spot: Spot, manner: Manner, faults: list[Diagnostic], seen: set[str] | None = None
) -> Resolved:
    """Resolve one text. `seen` are the concepts already linked in what counts as one text, and is added to."""
    if not prose.html:
        return Resolved()
    walk = _Walk(prose, context, spot, manner, faults, set() if seen is None else seen)
    walk.run()
    return walk.result()


@dataclass(slots=True)
class _Walk:
    """The state of one walk: HTML that goes out, and the plain text beside it from which sentences are taken."""

    prose: Prose
    context: Context
    spot: Spot
    manner: Manner
    faults: list[Diagnostic]
    seen: set[str]
    out: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    length: int = 0
    block_starts: list[int] = field(default_factory=lambda: [0])
    links: list[tuple[Span, Ref]] = field(default_factory=list)
    cites: list[tuple[int, Citation]] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    opened: list[tuple[int, Ref | None, str]] = field(default_factory=list)
    silent: int = 0
    unlinked: dict[tuple[str, ...], str] = field(default_factory=dict)

    def run(self) -> None:
        for match in _PIECE.finditer(self.prose.html):
            piece = match.group()
            if piece[0] == "<":
                self._tag(piece)
            elif piece[0] == START:
                self._whole(int(piece[1:-1]))
            elif piece[0] == OPEN:
                self._open(int(piece[1:-1]))
            elif piece[0] == END:
                self._end()
            else:
                self._text(piece)
        self._advise()

    def result(self) -> Resolved:
        text = "".join(self.text)
        mentions = (Mention(ref, self._sentence(text, span, emphasise=True), self.spot) for span, ref in self.links)
        cites = (
            CiteMention(
                cite.key,
                cite.locator,
                cite.stance or "",
                self._sentence(text, Span(at, at), emphasise=False),
                self.spot,
            )
            for at, citation in self.cites
            for cite in citation.cites
        )
        return Resolved("".join(self.out), tuple(self.citations), tuple(mentions), tuple(cites))

    def _sentence(self, text: str, span: Span, *, emphasise: bool) -> str:
        start = max(at for at in self.block_starts if at <= span.start)
        end = min((at for at in self.block_starts if at > span.start), default=self.length)
        # A citation after the full stop belongs to the sentence before it.
        inner = Span(max(span.start - start - (not len(span)), 0), min(span.end, end) - start)
        return shown_sentence(text[start:end], inner, emphasise=emphasise)

    def _tag(self, piece: str) -> None:
        match = _TAG.match(piece)
        if match is None:
            self.out.append(piece)
            return
        closing, tag = match[1] == "/", match[2]
        if tag in _BLOCKS:
            self._say(" ")
            self.block_starts.append(self.length)
        if closing:
            if tag in self.stack:
                while self.stack.pop() != tag:
                    pass
            if self.silent > len(self.stack):
                self.silent = 0
        elif tag not in {"br", "hr", "wbr", "img", "col"}:
            self.stack.append(tag)
            if not self.silent and any(mark in piece for mark in _NO_TEXT):
                self.silent = len(self.stack)
        elif tag == "br":
            self._say(" ")
        self.out.append(piece)

    def _text(self, piece: str) -> None:
        if self.silent:
            self.out.append(piece)
            return
        text = unescape(piece)
        if self.opened or not _NO_LINKS.isdisjoint(self.stack):
            self._say(text)
            self.out.append(piece)
            return
        done = 0
        for found in find_names(text, self.context.lookup, self.context.senses or {}):
            self._plain(text[done : found.span.start])
            self._name(found.span.of(text), found)
            done = found.span.end
        self._plain(text[done:])

    def _plain(self, text: str) -> None:
        self._say(text)
        self.out.append(escape(text, quote=False))

    def _name(self, words: str, found: Found) -> None:
        slug = found.slugs[0]
        if len(found.slugs) > 1:
            self.unlinked.setdefault(found.slugs, words)
        elif slug == self.context.concept or self.context.lookup.concept(slug) is None:
            pass
        elif self.manner.autolink == "off":
            self.unlinked.setdefault(found.slugs, words)
        elif self.manner.autolink == "all" or slug not in self.seen:
            ref = Ref("concept", slug)
            self.links.append((Span(self.length, self.length + len(words)), ref))
            self._say(words)
            self.out.append(
                _anchor(ref, found.lang if not words.isascii() else "") + escape(words, quote=False) + "</a>"
            )
            self.seen.add(slug)
            return
        self._plain(words)

    def _whole(self, number: int) -> None:
        part = self.prose.parts[number]
        if isinstance(part.what, Citation):
            self._citation(part.what)
        elif isinstance(part.what, WikiLink):
            target = resolve_link(part.what, self.context)
            if isinstance(target, Diagnostic):
                self.faults.append(target)
                self._plain(part.what.target)
            else:
                self._link(target)

    def _link(self, target: LinkTarget) -> None:
        self.links.append((Span(self.length, self.length + len(target.words)), target.ref))
        self._say(target.words)
        lang = target.lang if not target.words.isascii() else ""
        self.out.append(_anchor(target.ref, lang) + escape(target.words, quote=False) + "</a>")
        self._note_seen(target.ref)

    def _note_seen(self, ref: Ref) -> None:
        if ref.kind == "concept":
            self.seen.add(ref.slug)

    def _open(self, number: int) -> None:
        what = self.prose.parts[number].what
        if isinstance(what, Styled):
            attributes = "".join(f' {key}="{escape(value)}"' for key, value in what.attributes if key in _STYLES)
            self.out.append(f"<span{attributes}>")
            self.opened.append((self.length, None, "</span>"))
            return
        assert isinstance(what, WikiLink)  # citations never wrap words
        target = resolve_link(what, self.context)
        if isinstance(target, Diagnostic):
            self.faults.append(target)
            self.opened.append((self.length, None, ""))
        else:
            self.out.append(_anchor(target.ref, ""))
            self.opened.append((self.length, target.ref, "</a>"))
            self._note_seen(target.ref)

    def _end(self) -> None:
        if not self.opened:
            return
        start, ref, closing = self.opened.pop()
        self.out.append(closing)
        if ref is not None:
            self.links.append((Span(start, self.length), ref))

    def _citation(self, citation: Citation) -> None:
        known = []
        for cite in citation.cites:
            if self.context.lookup.source(cite.key) is None:
                self.faults.append(unknown_source(cite.key, cite.place, self.context.lookup))
            else:
                known.append(cite)
        if not known:
            return
        citation = Citation(tuple(known), citation.narrative)
        if not self.silent:
            self.cites.append((self.length, citation))
        self.out.append(f"{START}{len(self.citations)}{STOP}")
        self.citations.append(citation)

    def _say(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def _advise(self) -> None:
        if self.manner.advice is None:
            return
        for slugs, words in self.unlinked.items():
            listed = ", ".join(f"`{slug}`" for slug in slugs)
            message = f'"{words}" is not linked: it may mean {listed}'
            help_ = f"write `[[{slugs[0]}|{words}]]`, or decide it with `senses` in the header"
            if len(slugs) == 1:
                message = f'"{words}" is not linked to `{slugs[0]}`: automatic links are off here'
                help_ = f"write `[[{slugs[0]}|{words}]]` where a reader needs it"
            self.faults.append(Diagnostic(self.manner.advice, "LNK004", message, help=help_))


_STYLES: Final[frozenset[str]] = frozenset(("class", "dir", "lang", "id", "title"))
_CLASSES: Final[Mapping[str, Literal["term", "cite", "to"]]] = {"concept": "term", "source": "cite"}


def _anchor(ref: Ref, lang: str) -> str:
    pop = f' data-pop="c-{ref.slug}"' if ref.kind == "concept" else ""
    language = f' lang="{escape(lang)}"' if lang else ""
    return f'<a class="{_CLASSES.get(ref.kind, "to")}" href="{ROOT}{escape(address(ref))}"{pop}{language}>'
