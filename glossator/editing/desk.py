"""What the last build knows, for an editor who writes: how a note will look, and which names and keys there are.

The state of the build is read by a connection of our own, in one transaction, and never written: a build may go on meanwhile.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from glossator.building.steps import LISTED, MEET, NEWS, WORDED
from glossator.building.takeup import settings_known
from glossator.engine.ask import Ask
from glossator.engine.state import State
from glossator.engine.store import open_state
from glossator.model.annotation import Annotation
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.prose import WikiLink
from glossator.model.text import Place
from glossator.resolve.index import Lookup
from glossator.resolve.tokens import fold

from .files import Refused
from .notes import Notebook, Plan

if TYPE_CHECKING:
    from glossator.model.citation import Citation
    from glossator.resolve.facts import Ref

OFFERED: Final = 8
"""Names that are offered at once: a list that is read, not searched."""


class Offer(Struct, frozen=True):
    """A name that may be meant."""

    insert: str
    """What stands between the brackets, or after the `@`."""
    label: str
    detail: str
    """What it is, in a few words."""


class Shown(Struct, frozen=True):
    """A note as its page will show it."""

    title_html: str
    body_html: str
    faults: tuple[Diagnostic, ...]
    """Of this note; places are those of the file as it would be."""
    missing: tuple[str, ...] = ()
    """Names that it links to and that nothing bears."""


class Desk(Struct, frozen=True, dict=True):
    """Answers from the state of the last build of a project."""

    root: Path
    content: str
    state: Path
    _strings: dict[str, str] = {}
    """Citations that were formatted for previews, which the build has not seen."""

    def settings(self) -> Settings:
        """Give the settings as last read. Raises Refused if there was no build."""
        with self._opened() as state:
            return settings_known(state)

    def show(self, notebook: Notebook, plan: Plan) -> Shown:
        """Give a planned note as its page will print it."""
        from glossator.render.cites_kept import CitesKept
        from glossator.render.notes import note_view
        from glossator.render.sheet import Printer, Sheet
        from glossator.resolve.briefing import ResolvedBriefing
        from glossator.resolve.lists import Lists
        from glossator.resolve.meet import meet

        assert plan.note is not None
        with self._opened() as state:
            ask = Ask(state, MEET)
            lookup = Lookup(ask)
            settings = replace(settings_known(state), in_articles=False)  # the names in the article are not shown here
            alone = replace(notebook.briefing, annotations=(plan.note.annotation,))
            met, found = meet(alone, lookup, settings)
            assert isinstance(met, ResolvedBriefing)
            (note,) = met.notes
            strings = ChainMap(self._strings, state.strings)
            faults = self._format(ask, strings, settings, (*note.heading.citations, *note.body.citations))
            sheet = Sheet(
                f"briefings/{alone.slug}.html", Printer(settings, lookup, Lists(ask), CitesKept(ask, strings))
            )
            if faults:  # without pandoc, a citation has no words
                return Shown("", "", faults)
            view = note_view(note, met, sheet)
            here = sorted((f for f in (*plan.faults, *found) if _concerns(f, plan)), key=lambda fault: fault.sort_key)
            missing = _missing(plan.note.annotation, here)
            return Shown(view.title_html, view.body_html, tuple(dict.fromkeys(here)), missing)

    def names(self, typed: str, briefing: str) -> list[Offer]:
        """Offer what a wiki-link may lead to, best first; after `#`, the notes of a briefing."""
        with self._opened() as state:
            ask = Ask(state, MEET)
            lookup = Lookup(ask)
            if "#" in typed:
                return _notes(ask, lookup, typed, briefing)
            offers = []
            for key in _best(fold(typed), ask.keys("name")):
                bearers: tuple[tuple[Ref, str], ...] = ask.fact("name", key, _joined)
                refs = sorted({ref for ref, _ in bearers})
                for ref in refs:
                    written = next(name for each, name in bearers if each == ref)
                    insert = written if len(refs) == 1 and "|" not in written else f"{ref.slug}|{written}"
                    offers.append(Offer(insert, written, f"{ref.kind} {ref.slug}"))
            return offers[:OFFERED]

    def sources(self, typed: str) -> list[Offer]:
        """Offer sources by key, then by their short names and titles."""
        with self._opened() as state:
            ask = Ask(state, MEET)
            lookup = Lookup(ask)
            keys = _best(typed, ask.keys("source"))
            if len(keys) < OFFERED and typed:
                words = fold(typed)
                items = (values[0] for values in ask.all("source"))
                keys += [
                    item.key for item in items if item.key not in keys and words in fold(f"{item.short} {item.title}")
                ]
            found = [item for key in keys[:OFFERED] if (item := lookup.source(key)) is not None]
            return [Offer(item.key, item.key, f"{item.short}: {item.title}".strip(": ")) for item in found]

    def bearer(self, name: str) -> str:
        """Say what bears a name already; empty if nothing does."""
        with self._opened() as state:
            refs = Lookup(Ask(state, MEET)).named(name)
            return f"{refs[0].kind} `{refs[0].slug}`" if refs else ""

    def _format(
        self, ask: Ask, strings: ChainMap[str, str], settings: Settings, citations: Sequence[Citation]
    ) -> tuple[Diagnostic, ...]:
        """Have the words of citations at hand that the build has not formatted yet."""
        from glossator.render.cites_kept import citation_name, missing

        wanted = missing(citations, ask, strings)
        if not wanted:
            return ()
        from glossator.render.citing import format_citations
        from glossator.render.csl_style import find_style
        from glossator.render.pandoc import Pandoc

        place = Place(f"{self.content}/site.toml")
        style = find_style(settings.style, self.root, place)
        if isinstance(style, Diagnostic):
            return (style,)
        items = {item.key: item for values in reversed(ask.all("source")) for item in reversed(values)}
        told = wanted if style.sorting else [*(each for values in ask.all("citation") for each in values), *wanted]
        with Pandoc() as pandoc:
            formatted, faults = format_citations(
                dict(sorted(items.items())), told, style, settings.language, pandoc=pandoc, store=strings, place=place
            )
        if formatted is not None:
            strings.update((citation_name(each, ask), formatted.html(each)) for each in wanted)
        return faults

    @contextmanager
    def _opened(self) -> Iterator[State]:
        if not self.state.is_file():
            raise Refused("the site has not been built yet")
        state = open_state(self.state, listed=LISTED, worded=WORDED, news=NEWS)
        try:
            state.database.execute("BEGIN")
            if state.meta("settings") is None:
                raise Refused("the site has not been built yet")
            yield state
        finally:
            state.close()


def _concerns(fault: Diagnostic, plan: Plan) -> bool:
    """Tell whether a fault is in the planned note."""
    assert plan.note is not None
    first = plan.note.block.place.line
    last = plan.source.place(max(plan.note.span.start, plan.note.span.end - 1)).line
    return fault.place.path == plan.path and first <= fault.place.line <= last


def _missing(annotation: Annotation, faults: Sequence[Diagnostic]) -> tuple[str, ...]:
    """Give the names of wiki-links that lead nowhere."""
    places = {fault.place for fault in faults if fault.code == "LNK001"}
    parts = (*annotation.heading.parts, *annotation.body.parts)
    found = (p.what.target for p in parts if isinstance(p.what, WikiLink) and p.what.place in places)
    return tuple(dict.fromkeys(name for name in found if "#" not in name and not name.startswith("@")))


def _notes(ask: Ask, lookup: Lookup, typed: str, briefing: str) -> list[Offer]:
    slug, _, begun = typed.partition("#")
    prefix = f"{fold(slug) or briefing}#"
    ids = [key.removeprefix(prefix) for key in ask.keys("note") if key.startswith(prefix)]
    offers = []
    for id_ in _best(begun, ids):
        note = lookup.note(prefix[:-1], id_)
        assert note is not None  # the state does not change while it is read
        offers.append(Offer(f"{slug and prefix[:-1]}#{id_}", note.title, f"{note.kind} {id_}"))
    return offers


def _best(typed: str, names: Sequence[str]) -> list[str]:
    """Choose names that begin with what was typed, then those in which a word does, then those that hold it."""
    typed = typed.strip().casefold()
    ranked = []
    for name in names:
        folded = name.casefold()
        at = folded.find(typed)
        if at >= 0:
            begins = at == 0 or not folded[at - 1].isalnum()
            ranked.append((0 if at == 0 else 1 if begins else 2, len(name), name))
    return [name for _, _, name in sorted(ranked)[:OFFERED]]


def _joined(rows: Sequence[tuple[object, ...]]) -> tuple[object, ...]:
    return tuple(value for values in rows for value in values)
