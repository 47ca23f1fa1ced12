"""The work on one node of the build, for each stage: what goes in is small, what comes out can be sent between processes.

Which nodes there are to do, and what becomes of the results, is the pipeline's business.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from glossator.engine.ask import Ask
from glossator.engine.state import Made, Row, State, pack, pack_value
from glossator.engine.table import Table
from glossator.model.briefing import FileRead
from glossator.model.citation import Citation
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.source import Bibliography
from glossator.model.text import Place

from .counting import counted
from .steps import CITES, MEET, PAGES, READ, TEMPLATES, Manner

if TYPE_CHECKING:
    from jinja2 import Environment

    from glossator.building.identity import Identity
    from glossator.read.units import ReadUnit, Value
    from glossator.render.book import Desk
    from glossator.render.social_card import Faces
    from glossator.resolve.index import Lookup
    from glossator.resolve.lists import Lists
    from glossator.resolve.records import Met, Record


class Read(Struct, frozen=True):
    """A unit that was read."""

    made: Made
    there: bool
    """Whether it is to meet the others: it could be read, and is no draft that is left out."""
    value: Value | None
    """None if it is kept in the state."""


class Printed(Struct, frozen=True):
    """A file that was made."""

    name: str
    """Of its node."""
    path: str
    before: str
    """Its path when it was last printed; empty if that is not known."""
    made: Made
    content: bytes | None
    """None if it is the same as before."""
    faults: tuple[Diagnostic, ...]
    looked: bool = False
    """Whether only its view was made, and that was the same."""


class Stages:
    """What is at hand for the work: the project, its settings, and the state to ask."""

    def __init__(self, root: Path, settings: Settings, settings_place: Place, manner: Manner, state: State) -> None:
        self.root = root
        self.settings = settings
        self.settings_place = settings_place
        self.manner = manner
        self.state = state
        self.warm = False
        """Whether what prints pages is at hand."""
        self.renew()

    def renew(self) -> None:
        """Forget all answers, because the records have changed."""
        self.ask = Ask(self.state, MEET)
        for made in ("lookup", "lists", "desk"):
            self.__dict__.pop(made, None)

    @cached_property
    def lookup(self) -> Lookup:
        """What texts ask of others."""
        from glossator.resolve.index import Lookup

        return Lookup(self.ask)

    @cached_property
    def lists(self) -> Lists:
        """What lists of pages ask."""
        from glossator.resolve.lists import Lists

        return Lists(self.ask)

    def warm_up(self) -> None:
        """Have at hand what prints pages: to load that takes longer than to print one."""
        from glossator.render import book, outputs  # noqa: F401
        from glossator.render.date_patterns import KNOWN, date_patterns
        from glossator.render.structured import LOCALES, locale_of
        from glossator.resolve import meet  # noqa: F401

        self.warm = True
        for name in self.state.meta("templates in use") or ():
            with suppress(Exception):  # a faulty one is told when it prints a page
                self.templates.get_template(name)
        language = self.settings.language
        patterns, locales = self.state.meta("languages") or ({}, {})
        if language not in locales:
            patterns = {(language, short): date_patterns(language, short=short) for short in (False, True)}
            locales = {language: locale_of(language)}
            self.state.set_meta("languages", (patterns, locales))
        KNOWN.update(patterns)
        LOCALES.update(locales)

    def keep_warm(self) -> None:
        """Note what was used, for the next process to have at hand."""
        used = sorted({name for _, name in self.templates.cache or ()}) if "templates" in self.__dict__ else []
        if used and used != self.state.meta("templates in use"):
            self.state.set_meta("templates in use", used)

    def read(self, name: str, paths: Mapping[str, bytes], keep: bool) -> Read:
        """Read a unit; `paths` are its files with their hashes. `keep` it if it will not be at hand when it meets the others."""
        return self.said(name, paths, self.unit(paths, self.read_before(name, paths)), keep=keep)

    def unit(self, paths: Collection[str], before: tuple[FileRead, ...]) -> ReadUnit:
        """Read the files of a unit. Nothing is asked for that, so any process can do it."""
        from glossator.read.units import read_unit

        return read_unit(self.root, sorted(paths), self.settings, before)

    def read_before(self, name: str, paths: Collection[str]) -> tuple[FileRead, ...]:
        """Give what the files of a briefing said when they were last read."""
        return (self.state.part(MEET, name) or ()) if len(paths) > 1 else ()

    def said(self, name: str, paths: Mapping[str, bytes], unit: ReadUnit, *, keep: bool = False) -> Read:
        """Say what a unit that was read says to others."""
        from glossator.resolve.records import Record, names_said

        hidden = unit.draft and not self.manner.drafts
        says = [*names_said(unit.value, hidden=hidden)] if unit.value is not None else []
        says += [Record("is draft", "", name)] if unit.draft else []
        faults = unit.faults if hidden else (*unit.faults, *unit.inner)
        told = blake2b(repr((sorted(paths.items()), hidden)).encode(), digest_size=16).digest()
        there = unit.value is not None and not hidden
        kept = pickle.dumps(unit.value, 5) if keep and there else b""
        made = Made(kept, pack(name, says), frozenset(), packed(faults), told)
        return Read(made, there, None if keep else unit.value)

    def meet(self, name: str, value: Value | None = None) -> Made:
        """Have a unit meet the others; its `value` is found if it is not at hand."""
        from glossator.render.outputs import outputs_of
        from glossator.resolve.briefing import ResolvedBriefing
        from glossator.resolve.meet import meet
        from glossator.resolve.records import things_said

        self.ask.begin()
        met, faults = meet(self._value_of(name) if value is None else value, self.lookup, self.settings)
        picture, found = self._picture(met)
        said = (*things_said(met, self.lookup, self.settings), *outputs_of(met, picture=bool(picture)), *picture)
        parts = [met.briefing.files] if isinstance(met, ResolvedBriefing) else []
        kept = pack_value(met, *parts)
        return Made(kept, pack(name, said), frozenset(self.ask.trace), packed((*faults, *found)))

    def _picture(self, met: Met) -> tuple[tuple[Record, ...], tuple[Diagnostic, ...]]:
        """Say what stands on the picture of a briefing, if it can be drawn."""
        from glossator.resolve.briefing import ResolvedBriefing
        from glossator.resolve.records import Record

        if not isinstance(met, ResolvedBriefing) or self.faces is None:
            return (), ()
        if isinstance(self.faces, Diagnostic):
            return (), (self.faces,)
        from glossator.render.social_card import lacking_sign

        head = met.briefing.head
        path = f"briefings/{met.briefing.slug}.png"
        told = (head.title, head.summary, self.faces.told)
        # To open fonts takes longer than the edit of a note, and that the title can be drawn was found before.
        as_before = Ask(self.state, MEET).fact("picture", path, _joined) == (told,)
        fault = None if as_before else lacking_sign(head.title, head.place, self.faces)
        return ((Record("picture", path, told),), ()) if fault is None else ((), (fault,))

    @cached_property
    def faces(self) -> Faces | Diagnostic | None:
        """The fonts for pictures; None if there are to be none."""
        from glossator.render.social_card import find_faces

        return find_faces(self.settings, self.root, self.settings_place)

    def _draw(self, title: str, summary: str) -> bytes:
        from glossator.render.social_card import Faces, draw_card

        assert isinstance(self.faces, Faces)  # else the picture was not claimed
        return draw_card(title, summary, self.settings.title, self.faces)

    def told(self) -> list[Diagnostic]:
        """Give what reading and resolving found, for the page of what needs work."""
        return [fault for stage, _, faults in self.state.faults() if stage < PAGES for fault in faults]

    def _value_of(self, name: str) -> Value:
        """Give what a unit says, as it was kept, or as it last met the others."""
        value: Value | None = self.state.value(READ, name)
        if value is not None:
            return value
        from glossator.resolve.meet import unmet

        return unmet(self.state.value(MEET, name))

    def page(self, name: str) -> Printed:
        """Make a file of the site, if what it shows is not what it showed before."""
        from glossator.engine.prints import fingerprint
        from glossator.render.book import make
        from glossator.render.outputs import collisions
        from glossator.render.pages import TEMPLATES as OF_VIEWS
        from glossator.render.pages import render_page

        self.ask.begin()
        claims = self.ask.fact("path", name, _joined)
        output = claims[0]
        faults = collisions(claims, self.lookup, self.settings_place)
        path, view_before, bytes_before = self.state.value(PAGES, name) or ("", b"", b"")
        made = make(output, self.desk)
        view_print = b""
        if isinstance(made, bytes):
            content = made
        else:
            frame, view = made
            template = self.ask.fact("template", OF_VIEWS[type(view)], _joined)
            view_print = fingerprint((template, frame, view))
            if (path, view_before) == (output.path, view_print):
                kept = Made(
                    pickle.dumps((path, view_print, bytes_before), 5), (), frozenset(self.ask.trace), packed(faults)
                )
                return Printed(name, path, path, kept, None, faults, looked=True)
            text, found = render_page(frame, view, self.templates)
            content, faults = text.encode(), (*faults, *found)
        digest = blake2b(content, digest_size=16).digest()
        kept = Made(pickle.dumps((output.path, view_print, digest), 5), (), frozenset(self.ask.trace), packed(faults))
        same = (path, bytes_before) == (output.path, digest)
        looked = same and not view_print
        return Printed(name, output.path, path, kept, None if same else content, faults, looked)

    def site(self, name: str) -> Made:
        """Say what is to be said of all texts together."""
        from glossator.render.outputs import site_outputs
        from glossator.render.search_data import wanted
        from glossator.resolve.lists import broader_known, cuts_said
        from glossator.resolve.meet import unused
        from glossator.resolve.records import Record
        from glossator.resolve.texts import broader_cycles

        self.ask.begin()
        says: tuple[Row, ...] = ()
        faults: tuple[Diagnostic, ...] = ()
        value = b""
        if name == "cuts":
            says = pack(name, cuts_said(self.ask))
        elif name == "counts":
            value = pickle.dumps(counted(self.ask), 5)
        elif name == "site":
            place, health = self.settings_place, self.manner.health
            says = pack(name, site_outputs(self.lists, self.lookup, self.settings, place, health=health))
        elif name == "search":
            full, faults = (False, ())
            if self.manner.index:
                full, faults = wanted(self.lists, self.settings.search, self.settings_place)
            says = pack(name, [Record("full text", "", full)])
        elif name == "circles":
            faults = broader_cycles(broader_known(self.ask))
        else:
            file = self.lists.text(name.removeprefix("unused "))
            assert isinstance(file, Bibliography)
            faults = unused(file, self.lookup)
        return Made(value, says, frozenset(self.ask.trace), packed(faults))

    def cites(self) -> Made:
        """Say of each source how it is cited."""
        from glossator.render.cites_kept import say_cites
        from glossator.render.csl_style import find_style
        from glossator.render.pandoc import Pandoc

        self.ask.begin()
        style = find_style(self.settings.style, self.root, self.settings_place)
        items = {item.key: item for values in reversed(self.ask.all("source")) for item in reversed(values)}
        if isinstance(style, Diagnostic):
            return Made(asked=frozenset(self.ask.trace), faults=packed((style,)))
        citations: list[Citation] = []
        if not style.sorting or self.state.value(CITES, "cites") is None:
            # Only a style that numbers works as they are cited needs all citations; the first time they save requests.
            citations = [each for values in self.ask.all("citation") for each in values]
        if style.sorting:
            self.ask.trace.discard(("all", "citation"))
        before = self.state.value(CITES, "cites") or {}
        with Pandoc() as pandoc:
            says, faults = say_cites(
                dict(sorted(items.items())), citations, style, self.settings.language,
                pandoc=pandoc, store=self.state.strings, place=self.settings_place, before=before,
            )  # fmt: skip
        ranks = {record.key: record.value for record in says if record.kind == "rank"}
        return Made(pickle.dumps(ranks, 5), pack("cites", says), frozenset(self.ask.trace), packed(faults))

    def format(self, citations: Iterable[Citation]) -> tuple[Diagnostic, ...]:
        """Have the strings of some citations at hand."""
        from glossator.render.cites_kept import citation_name, missing

        wanted = missing(citations, self.ask, self.state.strings)
        if not wanted:
            return ()
        from glossator.render.citing import format_citations
        from glossator.render.csl_style import find_style
        from glossator.render.pandoc import Pandoc

        style = find_style(self.settings.style, self.root, self.settings_place)
        assert not isinstance(style, Diagnostic)  # that was a fault before
        items = {item.key: item for values in reversed(self.ask.all("source")) for item in reversed(values)}
        told = wanted if style.sorting else [each for values in self.ask.all("citation") for each in values]
        with Pandoc() as pandoc:
            formatted, faults = format_citations(
                dict(sorted(items.items())), told, style, self.settings.language,
                pandoc=pandoc, store=self.state.strings, place=self.settings_place,
            )  # fmt: skip
        if formatted is not None:
            self.state.strings.update((citation_name(each, self.ask), formatted.html(each)) for each in wanted)
        return faults

    def templates_read(self, name: str, table: Table) -> Made:
        """Say what templates depend on, or which assets there are."""
        from glossator.render.closures import closures
        from glossator.render.outputs import asset_outputs
        from glossator.resolve.records import Record

        if name == TEMPLATES:
            self.__dict__.pop("templates", None)
            found = closures(self.templates)
            return Made(says=pack(name, (Record("template", each, value) for each, value in found.items())))
        assets: dict[str, bytes] = {}
        for begin in ("glossator/templates/assets/", "templates/assets/"):  # a project's own take the place of ours
            assets |= {path.removeprefix(begin): entry.content for path, entry in table.items(begin)}
        says = [Record("asset", each, value) for each, value in sorted(assets.items())]
        return Made(says=pack(name, [*says, *asset_outputs(sorted(assets), self.settings_place)]))

    def _compiled(self) -> Path:
        """Give the folder of compiled templates, and remove those of other versions of the program."""
        parent = self.root / ".glossator" / "templates"
        identity: Identity = self.state.meta("identity")
        folder = parent / identity.full.hex()[:16]
        if not folder.is_dir():
            import shutil

            shutil.rmtree(parent, ignore_errors=True)
            folder.mkdir(parents=True)
        return folder

    @cached_property
    def templates(self) -> Environment:
        """The templates of the project."""
        from glossator.render.pages import load_templates

        return load_templates(self.root, self._compiled())

    @cached_property
    def desk(self) -> Desk:
        """What is at hand where files are made."""
        from glossator.render.book import Desk
        from glossator.render.cites_kept import CitesKept
        from glossator.render.sheet import Printer

        cites = CitesKept(self.ask, self.state.strings)
        return Desk(Printer(self.settings, self.lookup, self.lists, cites), self.asset, self.told, self._draw)

    def asset(self, name: str) -> Path:
        """Give where an asset is: in the project's folder, or in ours."""
        from glossator.render.own import own_templates

        own = self.root / "templates" / "assets" / name
        return own if own.is_file() else own_templates() / "assets" / name


def packed(faults: tuple[Diagnostic, ...]) -> bytes:
    """Pack faults; none are nothing."""
    return pickle.dumps(faults, 5) if faults else b""


def _joined(rows: object) -> tuple[object, ...]:
    return tuple(value for values in rows for value in values)  # type: ignore[attr-defined]
