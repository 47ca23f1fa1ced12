"""Which files a site has: what each text gives, and what lists and data files there are. Nothing is made here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.source import Bibliography
from glossator.model.text import Place
from glossator.read.slugs import slug_from
from glossator.resolve.briefing import ResolvedBriefing
from glossator.resolve.cuts import LISTS, group_file
from glossator.resolve.facts import Ref
from glossator.resolve.index import Lookup
from glossator.resolve.links import address
from glossator.resolve.lists import Lists, shared_names
from glossator.resolve.records import Met, Record, briefing_order
from glossator.resolve.texts import ResolvedConcept, ResolvedPage

from .notes import claim_path
from .sheet import NOT_FOUND


class Output(Struct, frozen=True):
    """A file of the site, and what it shows."""

    path: str
    what: str
    """The kind of file, and after a blank what of that kind: `briefing x`, `list when +1950s`."""
    place: Place
    """Of what it comes from."""
    listed: bool = True
    """Whether it is a page that people come to by search engines."""
    modified: str = ""
    """ISO date, or empty."""


def outputs_of(met: Met, *, picture: bool) -> Iterator[Record]:
    """Give the files that a text gives, as records under their paths. The first to claim a path gets it.

    `picture` says whether there is one of it for cards on other sites.
    """
    match met:
        case ResolvedBriefing():
            for output in _of_briefing(met, picture=picture):
                yield claim(output, "1" + briefing_order(met.briefing))
        case ResolvedConcept():
            slug = met.concept.slug
            place = Place(met.concept.place.path)
            yield claim(Output(address(Ref("concept", slug)), f"concept {slug}", place), "2")
        case ResolvedPage():
            slug = met.page.slug
            yield claim(Output(address(Ref("page", slug)), f"page {slug}", Place(met.page.place.path)), "4")
        case Bibliography():
            for item in met.items:
                place = Place(item.place.path)
                yield claim(Output(address(Ref("source", item.key)), f"source {item.key}", place), "3")
        case _:
            pass


def claim(output: Output, order: str) -> Record:
    """Claim a path; capitals do not count, because there are file systems on which they do not."""
    return Record("path", output.path.casefold(), output, order)


def _of_briefing(met: ResolvedBriefing, *, picture: bool) -> Iterator[Output]:
    slug = met.briefing.slug
    place = Place(met.briefing.head.place.path)
    path = address(Ref("briefing", slug))
    date = met.briefing.head.updated or met.briefing.head.date
    yield Output(path, f"briefing {slug}", place, modified=(date.earliest_iso or "") if date else "")
    yield Output(path.removesuffix("html") + "json", f"data {slug}", place, listed=False)
    yield Output(path.removesuffix("html") + "jsonld", f"annotations {slug}", place, listed=False)
    if picture:
        yield Output(path.removesuffix("html") + "png", f"picture {slug}", place, listed=False)
    for note in met.notes:
        if note.annotation.kind == "claim":
            where = Place(note.annotation.place.path)
            yield Output(claim_path(slug, note.annotation.id), f"claim {slug} {note.annotation.id}", where)


_INDEXES = {
    "card": "index.html", "when": "timeline/index.html", "claims": "claims/index.html",
    "forecasts": "forecasts/index.html", "shelf": "sources/index.html", "entry of index": "glossary/index.html",
}  # fmt: skip
_DATA = (
    "assets/finder-data.js", "glossary.json", "timeline.json", "claims.json", "sources.json", "sources.bib", "sources.ris",
)  # fmt: skip
HEALTH = "health.html"
EDITORS_ONLY = frozenset(("live.js", "edit.js", "edit.css"))
"""What `serve` adds to pages, and no site has."""
_WITH_ADDRESS = ("feed.xml", "feed.json", "timeline.ics", "robots.txt")


def site_outputs(lists: Lists, lookup: Lookup, settings: Settings, place: Place, *, health: bool) -> Iterator[Record]:
    """Give the files of which a site has one, the pages of cut lists, and the pages of names that several concepts bear.

    `health` asks for the page of what needs work, which no reader is to see.
    """
    for list_ in LISTS:
        yield claim(Output(_INDEXES[list_], f"list {list_}:", place), "0")
        for group in lists.groups(list_):
            yield claim(Output(group_file(list_, group), f"list {list_}:{group}", place), "0")
    yield claim(Output("search/index.html", "search", place), "0")
    yield claim(Output(NOT_FOUND, "not-found", place, listed=False), "0")
    if health:
        yield claim(Output(HEALTH, "health", place, listed=False), "0")
    for folded in shared_names(lists.records):
        path = shared_path(folded, lists, lookup)
        yield claim(Output(path, f"shared {folded}", place), "2")
    for name in _DATA:
        yield claim(Output(name, f"site {name}", place, listed=False), "5")
    if settings.base_url:
        for name in _WITH_ADDRESS:
            yield claim(Output(name, f"site {name}", place, listed=False), "5")
        yield claim(Output("sitemap.xml", "sitemap", place, listed=False), "5")


def shared_path(folded: str, lists: Lists, lookup: Lookup) -> str:
    """Give the page of an ambiguous name: its slug, or, where a concept has that, the slug with a number."""
    slug = slug_from(lists.bearers(folded)[0])
    number = 2
    free = slug
    while lookup.concept(free) is not None:
        free = f"{slug}-{number}"
        number += 1
    return f"glossary/{free}.html"


def asset_outputs(names: Iterable[str], place: Place) -> Iterator[Record]:
    """Give the stylesheet, scripts and whatever else stands in the folders of assets."""
    for name in names:
        if name in EDITORS_ONLY:
            continue
        yield claim(Output(f"assets/{name}", f"asset {name}", place, listed=False), "6")


def collisions(claims: Iterable[Output], lookup: Lookup, site: Place) -> tuple[Diagnostic, ...]:
    """Report the files that want a path which another has (OUT001).

    `claims` are all of one path, in order, `site` the place of what comes from no file.
    """
    claims = tuple(claims)
    first = claims[0]
    owner = f"made from {first.place.path}" if first.place != site else "a page that every site has"
    return tuple(
        Diagnostic(_place(other, lookup), "OUT001", f"`{other.path}` is already {owner}", help="rename one of them")
        for other in claims[1:]
        if other.what != first.what
    )


def _place(output: Output, lookup: Lookup) -> Place:
    """Give where a file comes from; of a source its line, which records leave out because it moves."""
    kind, _, name = output.what.partition(" ")
    if kind != "source":
        return output.place
    places = [place for _, place in lookup.sources(name) if place.path == output.place.path]
    return places[0] if places else output.place
