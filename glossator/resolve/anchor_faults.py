"""What is to be told of the targets of a briefing: quotes that are not found, and what waits for a person in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from glossator.model.anchor import Orphan
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Span
from glossator.read.article_place import place_in_file
from glossator.read.nearest import did_you_mean

if TYPE_CHECKING:
    from glossator.model.briefing import ArticleFile, Briefing
    from glossator.model.ledger import Ledger

    from .standing import FoundTarget, Standings

OTHER: Final = 0.1
"""Share of the words of an accepted text that two texts on unlike matters may have in common, one after the other."""

Targets = Mapping[str, tuple["FoundTarget", ...]]
"""The targets of each annotation, by its id."""


def anchor_faults(briefing: Briefing, standings: Standings, targets: Targets) -> Iterator[Diagnostic]:
    """Tell what is wrong with the targets of a briefing, and with its ledger. Gives ANC001 to ANC006 and LCK004 to LCK006."""
    article = briefing.article
    if article is None:  # that there is none is one fault, noted at reading
        return
    for each in (each for found in targets.values() for each in found):
        if each.state is None and isinstance(each.found, Orphan):
            yield _lost(each, each.found, article)
        elif each.pending:
            yield _waiting(each, article, briefing.slug)
    if standings.ledger is not None:
        yield from _ledger(standings.ledger, standings, targets, briefing.slug)


def _ledger(ledger: Ledger, standings: Standings, targets: Targets, slug: str) -> Iterator[Diagnostic]:
    """Tell what of a ledger is not, or not any more, of this briefing."""
    for entry in standings.unclaimed:
        help_ = f"run `anchors --accept {slug}` to drop it"
        if entry.id not in targets:
            message = f"the briefing has no annotation `{entry.id}` any more"
            help_ = did_you_mean(entry.id, targets.keys()) or help_
        elif entry.number > len(targets[entry.id]):
            message = f"the annotation `{entry.id}` has no quote {entry.number} any more"
        else:
            continue
        yield Diagnostic(entry.place, "LCK004", message, help=help_)
    place, help_ = Place(ledger.path), f"run `anchors --accept {slug}`"
    if not standings.current:
        image = standings.comparison(ledger.text).image
        if sum(word >= 0 for word in image) < OTHER * len(image):
            message = "nothing of the text that it was written for stands in the article"
            yield Diagnostic(place, "LCK005", message, help="if the article is a new one, delete this file")
            return
    if any(each.pending for inside in targets.values() for each in inside):
        return  # these are told, and accepting them writes the rest
    keys = [(id_, number) for id_, inside in targets.items() for number, each in enumerate(inside, 1) if each.state]
    known = [(kept.id, kept.number) if (kept := standings.entry(*key)) else None for key in keys]
    if not standings.current:
        message = "the article has changed since it was written, and its passages stand as they were accepted"
        yield Diagnostic(place, "LCK006", message, help=help_)
    elif known != keys:
        missing = sum(one != other for one, other in zip(keys, known, strict=True))
        message = f"it does not have all quotes of the briefing yet: {missing} of {len(keys)} are missing"
        yield Diagnostic(place, "LCK006", message, help=help_)


def _waiting(each: FoundTarget, article: ArticleFile, slug: str) -> Diagnostic:
    """Tell what became of a passage that a person has yet to accept."""
    name, found, was = _name(article), each.found, each.was
    accept = f"run `anchors --accept {slug}`"
    quote = (f"> {_shortened(each.target.selector.exact)}",)
    since = f" after the version of {was.date}" if was is not None and was.date else ""
    old = (f"was: {_shortened(was.words)}",) if was is not None else ()
    if isinstance(found, Orphan):
        message = f"the passage was taken out of {name}{since}"
        near = tuple(f"nearest ({hit.score:.0%}): {_cited(article, hit.span)}" for hit in found.candidates[:1])
        help_ = f"let the note say what became of it, then {accept}"
        return Diagnostic(each.target.place, "ANC006", message, (*old, *near), help_)
    if each.state == "changed":
        message = f"the passage was changed in {name}{since}"
        help_ = f"see whether the note still fits {_place(article, found.span)}, then {accept}"
        now = f"now: {_shortened(_words(article, found.span))}"
        return Diagnostic(each.target.place, "ANC005", message, (*old, now), help_)
    if each.state == "moved":
        message = f"the passage stands elsewhere in {name} now"
        help_ = f"see whether it is meant {_place(article, found.span)}, then {accept}"
        return Diagnostic(each.target.place, "ANC004", message, quote, help_)
    message = f"quote found only approximately in {name} ({found.score:.0%})"
    help_ = f"write {_cited(article, found.span)}; or {accept}"
    return Diagnostic(each.target.place, "ANC003", message, quote, help_)


def _lost(each: FoundTarget, found: Orphan, article: ArticleFile) -> Diagnostic:
    """Tell that a quote was never found, or is found more than once."""
    quote = (f"> {_shortened(each.target.selector.exact)}",)
    name = _name(article)
    hits = [_cited(article, hit.span) for hit in found.candidates]
    if found.ambiguous:
        lines = (
            *quote,
            *(f"hit: {_around(article, hit.span)}, {_place(article, hit.span)}" for hit in found.candidates),
        )
        help_ = "add words around it and mark the ones that are meant: `before ==exact== after`"
        message = f"quote stands {len(hits)} times in {name}: {found.reason}"
        return Diagnostic(each.target.place, "ANC002", message, lines, help_)
    help_ = "quote words that stand in the article"
    if hits:
        help_ = f"nearest passage ({found.candidates[0].score:.0%}): {hits[0]}"
    message = f"quote not found in {name}: {found.reason}" if found.reason else f"quote not found in {name}"
    return Diagnostic(each.target.place, "ANC001", message, quote, help_)


def _name(article: ArticleFile) -> str:
    return article.path.rpartition("/")[2]


def _words(article: ArticleFile, span: Span) -> str:
    return span.of(article.article.text)


def _cited(article: ArticleFile, span: Span) -> str:
    return f'"{_shortened(_words(article, span))}", {_place(article, span)}'


def _around(article: ArticleFile, span: Span, context: int = 40) -> str:
    """Give a hit with some words around it, so that an editor can tell the hits apart."""
    text = article.article.text
    start, end = max(0, span.start - context), min(len(text), span.end + context)
    if start:
        start = max(start, text.find(" ", start, span.start) + 1)
    if end < len(text):
        cut = text.rfind(" ", span.end, end)
        end = cut if cut >= 0 else end
    return f'"{"… " * (start > 0)}{" ".join(text[start:end].split())}{" …" * (end < len(text))}"'


def _place(article: ArticleFile, span: Span) -> str:
    place = article.source.place(place_in_file(article.raw, article.article, span))
    return f"{place.path.rpartition('/')[2]}:{place.line}:{place.column}"


def _shortened(text: str, longest: int = 120) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: words.rfind(" ", 0, longest) + 1 or longest].rstrip() + " …"
