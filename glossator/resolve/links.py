"""What a wiki-link means (FORMAT.md §4): `[[Name]]`, `[[briefing#note]]`, `[[#id]]`, `[[timeline#id]]`, `[[@key]]`."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import WikiLink
from glossator.model.source import key_slug
from glossator.model.text import Place
from glossator.read.nearest import did_you_mean

from .facts import Ref
from .index import Lookup
from .tokens import fold


class LinkTarget(Struct, frozen=True):
    """Where a link leads and what it shows if it has no words of its own."""

    ref: Ref
    words: str
    lang: str = ""


class Context(Struct, frozen=True):
    """What a text knows of itself while its links are resolved."""

    lookup: Lookup
    briefing: str = ""
    """Slug of the briefing that the text belongs to, for `[[#id]]`; empty elsewhere."""
    concept: str = ""
    """Slug of the concept that the text belongs to, to which its own name does not link."""
    senses: Mapping[str, str] | None = None
    """Folded names to slugs."""


def resolve_link(link: WikiLink, context: Context) -> LinkTarget | Diagnostic:
    """Look up a link; the diagnostic is LNK001 to LNK003 or CIT001, with the nearest name."""
    lookup = context.lookup
    if link.target.startswith("@"):
        return _source(link.target[1:].strip("{}"), link.place, lookup)
    name, hash_, fragment = (part.strip() for part in link.target.partition("#"))
    if not hash_ or lookup.named(link.target):
        return find_named(link.target, link.place, lookup, context.senses or {})
    if name == "timeline":
        return _event(fragment, link.place, lookup)
    if not name and not context.briefing:
        message = f"`[[{link.target}]]` stands in no briefing"
        return Diagnostic(link.place, "LNK003", message, help="write `[[briefing-slug#id]]`")
    return _note(name or context.briefing, fragment, link.place, lookup)


def find_named(name: str, place: Place, lookup: Lookup, senses: Mapping[str, str]) -> LinkTarget | Diagnostic:
    """Look up a slug or a name: concept, briefing and page slugs first, then any name or title. Gives LNK001, LNK002."""
    if concept := lookup.concept(name):
        return LinkTarget(Ref("concept", name), concept.term, concept.lang)
    if briefing := lookup.briefing(name):
        return LinkTarget(Ref("briefing", name), briefing.title, briefing.lang)
    if page := lookup.page(name):
        return LinkTarget(Ref("page", name), page.title, page.lang)
    if sense := senses.get(fold(name)):
        return _called(Ref("concept", sense), name, lookup)
    found = lookup.named(name)
    if len(found) == 1:
        return _called(found[0], name, lookup)
    return _ambiguous(name, found, place) if found else _unknown(name, place, lookup)


def find_concept(name: str, place: Place, lookup: Lookup, senses: Mapping[str, str]) -> str | Diagnostic:
    """Look up a concept that a header means, by slug or name; give its slug. Titles of pages do not matter there."""
    if lookup.concept(name):
        return name
    if sense := senses.get(fold(name)):
        return sense
    named = lookup.named(name)
    found = tuple(ref for ref in named if ref.kind == "concept")
    if len(found) == 1:
        return found[0].slug
    if found:
        return _ambiguous(name, found, place)
    kind = "briefing" if lookup.briefing(name) else "page" if lookup.page(name) else named[0].kind if named else ""
    if kind:
        message = f'"{name}" is a {kind}, not a concept'
        return Diagnostic(place, "LNK001", message, help="name a concept of the glossary")
    return _unknown(name, place, lookup, ("name", "concept"))


def _called(ref: Ref, name: str, lookup: Lookup) -> LinkTarget:
    """Give a target that is shown by the name that was written, in that name's language."""
    concept = lookup.concept(ref.slug) if ref.kind == "concept" else None
    if concept is None:
        return LinkTarget(ref, name)
    languages = {fold(other): lang for other, lang in ((concept.term, concept.lang), *concept.also)}
    return LinkTarget(ref, name, languages.get(fold(name), ""))


def _ambiguous(name: str, found: tuple[Ref, ...], place: Place) -> Diagnostic:
    slugs = ", ".join(f"`{ref.slug}`" for ref in found)
    help_ = f"write `[[{found[0].slug}|{name}]]`"
    concept = next((ref.slug for ref in found if ref.kind == "concept"), "")
    if concept:
        help_ = f"write `[[{concept}|{name}]]`, or decide it with `senses: {{{name}: {concept}}}` in the header"
    return Diagnostic(place, "LNK002", f'"{name}" may mean {slugs}', help=help_)


def _unknown(
    name: str, place: Place, lookup: Lookup, kinds: tuple[str, ...] = ("name", "concept", "briefing", "page")
) -> Diagnostic:
    known = [each for kind in kinds for each in lookup.known(kind)]
    return _draft(name, place, lookup) or Diagnostic(
        place, "LNK001", f'nothing is called "{name}"', help=did_you_mean(name, known)
    )


def _draft(name: str, place: Place, lookup: Lookup) -> Diagnostic | None:
    draft = lookup.draft(name)
    if not draft:
        return None
    message = f"`{draft}` is a draft, and drafts are left out"
    return Diagnostic(place, "LNK001", message, help="build with `--drafts`, publish it, or remove the link")


def _note(name: str, id_: str, place: Place, lookup: Lookup) -> LinkTarget | Diagnostic:
    """Look up a note of a briefing, by the briefing's slug or title."""
    titled = [ref.slug for ref in lookup.named(name) if ref.kind == "briefing"]
    briefing = titled[0] if len(titled) == 1 and not lookup.briefing(name) else name
    note = lookup.note(briefing, id_)
    if note is not None:
        return LinkTarget(Ref("note", f"{briefing}#{id_}"), note.title)
    if lookup.briefing(briefing) is not None:
        ids = [key.partition("#")[2] for key in lookup.known("note") if key.startswith(f"{briefing}#")]
        return Diagnostic(place, "LNK003", f"`{briefing}` has no note `{id_}`", help=did_you_mean(id_, ids))
    if lookup.concept(name) or lookup.page(name) or lookup.named(name):
        message = f'"{name}" is no briefing, and only briefings have notes'
        return Diagnostic(place, "LNK003", message, help=f"write `[[{name}]]`")
    help_ = did_you_mean(briefing, lookup.known("briefing"))
    message = f"there is no briefing `{briefing}`"
    return _draft(briefing, place, lookup) or Diagnostic(place, "LNK001", message, help=help_)


def _event(id_: str, place: Place, lookup: Lookup) -> LinkTarget | Diagnostic:
    event = lookup.event(id_)
    if event is not None:
        return LinkTarget(Ref("event", event.id), event.label)
    help_ = did_you_mean(id_, lookup.known("event"))
    return Diagnostic(place, "LNK003", f"the timeline has no event `{id_}`", help=help_)


def _source(key: str, place: Place, lookup: Lookup) -> LinkTarget | Diagnostic:
    item = lookup.source(key)
    if item is not None:
        return LinkTarget(Ref("source", key), item.short)
    return unknown_source(key, place, lookup)


def unknown_source(key: str, place: Place, lookup: Lookup) -> Diagnostic:
    """Give the fault for a key that no bibliography has."""
    help_ = did_you_mean(key, lookup.known("source")) or "add it to a file in sources/, or put the text in code"
    return Diagnostic(place, "CIT001", f"no source has the key `{key}`", help=help_)


def address(ref: Ref) -> str:
    """Give the address of something from the site's root (FORMAT.md §8)."""
    match ref.kind:
        case "concept":
            return f"glossary/{ref.slug}.html"
        case "briefing":
            return f"briefings/{ref.slug}.html"
        case "page":
            return f"pages/{ref.slug}.html"
        case "source":
            return f"sources/{key_slug(ref.slug)}.html"
        case "event":
            return f"timeline/index.html#event-{ref.slug}"
        case _:
            briefing, _, id_ = ref.slug.partition("#")
            return f"briefings/{briefing}.html#note-{id_}"
