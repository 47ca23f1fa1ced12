"""The build, read from top to bottom: look at the files, read, meet, cut lists, cite, print, publish.

The only place where stages meet the engine. What is remembered decides what is done, never what comes out: a build on a
state gives the same bytes as one without. Each stage does its stale nodes; what they say anew makes nodes of later stages
stale. All of it is one transaction of the state, ended when the journal of the publication is written.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from msgspec import Struct
from msgspec.structs import replace

from .building.counting import Coverage, covered
from .building.pool import LEAST, Call, Pool
from .building.printing import Prints, Shown, finish, prepare, put, settle_folder, settle_index, settle_paths
from .building.steps import ASSETS, CITES, CUTS, MEET, PAGES, READ, SITE, TEMPLATES, Manner, Progress
from .building.takeup import known_files, opened, settings_known, take_up, units_of
from .engine.ask import Ask
from .engine.files import Files
from .engine.state import State
from .engine.store import remove_state, turn
from .model.diagnostics import Diagnostic, Severity
from .model.text import Place
from .publish.folder import Publication, Published, begin

if TYPE_CHECKING:
    from .building.stages import Printed, Stages
    from .read.units import Value

_NO_CITATIONS: Final = ("STY001", "STY002")
"""Faults without whose mending no page can be made."""
_UNREADABLE: Final = (sqlite3.DatabaseError, pickle.UnpicklingError, EOFError, AttributeError, ImportError)
"""What a state that is damaged, or was made by another program, may raise; a bug of ours raises again on a new one."""


class Project(Struct, frozen=True):
    """Where things are. The content folder stands in the project's folder."""

    root: Path
    content: str = "content"

    @property
    def state(self) -> Path:
        """The folder for what is remembered between runs."""
        return self.root / ".glossator"


class Build(Struct, frozen=True):
    """What a build did."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted; those of everything, not only of what was done."""
    published: Published | None = None
    """None if there are errors, or nothing was to be published."""
    counts: dict[str, int] = {}
    """Briefings, annotations, concepts, sources, events; zero ones left out."""
    pages: int = 0
    """Files of the site."""
    rendered: tuple[tuple[str, str], ...] = ()
    """Paths that were rendered, and why."""
    changed: tuple[str, ...] = ()
    """Paths of the site whose bytes are new."""
    removed: tuple[str, ...] = ()
    held: bool = False
    """Whether it waits to be published."""
    coverage: Coverage = Coverage()
    """What the verdicts rest on; only of a build that checks."""


def build(
    project: Project,
    *,
    drafts: bool,
    fatal: Iterable[Severity],
    progress: Progress,
    health: bool = False,
    index: bool = False,
    out: Path | None = None,
    clean: bool = False,
    jobs: int | None = None,
) -> Build:
    """Build the site of a project into `out`; without it, check only. `fatal` are the severities that make it fail.

    `health` asks for the page of what needs work, which no reader is to see; `index` for the index of all texts, if the
    site is to have one: it takes the longest and is not for an editor who waits. `clean` forgets what is remembered. `jobs` is how many
    processes may work, None one a processor.
    """
    manner = Manner(drafts, health, index)
    with Workshop(project, out=out, manner=manner, fatal=fatal, progress=progress, jobs=jobs) as workshop:
        made = workshop.build(clean=clean)
        return replace(made, coverage=workshop.coverage()) if out is None else made


class Workshop:
    """Builds one project again and again, and keeps its state open in between; a context manager."""

    def __init__(
        self,
        project: Project,
        *,
        out: Path | None = None,
        manner: Manner = Manner(),  # noqa: B008 - frozen
        fatal: Iterable[Severity] = (Severity.ERROR,),
        progress: Progress = lambda *_: None,
        state: str = "state",
        jobs: int | None = None,
        least: int = LEAST,
    ) -> None:
        """`out` is where the site goes, None to check only; `state` names what is remembered, one for each way of building.

        `jobs` processes work where there are at least `least` nodes to work on; None means one a processor.
        """
        self.project = project
        self.out = out
        self._manner = manner
        self._name = state
        self._fatal = frozenset(fatal)
        self._progress = progress
        self._state: State | None = None
        self._files = Files({})
        self._pool = Pool(self._path, jobs, least)
        self._stages: Stages | None = None
        self._values: dict[str, Value] = {}
        self._held: tuple[Publication, Prints] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the state."""
        if self._state is not None:
            self._state.close()
        self._state, self._stages, self._held, self._values = None, None, None, {}

    def build(
        self,
        changed: Iterable[str] | None = None,
        *,
        first: str = "",
        shown: Shown = lambda *_: None,
        clean: bool = False,
        hold: bool = False,
    ) -> Build:
        """Build what is not as it was. `changed` are paths from the project to look at; None means to look at all.

        `first` is a path of the site that is made before all others; `shown` is told its bytes at once. With `hold`, what
        was built is published by `publish` only. Raises OSError.
        """
        self.project.state.mkdir(parents=True, exist_ok=True)
        with turn(self.project.state / f"{self._name}.lock", lambda: self._progress("waiting for another build", 0, 1)):
            if clean:
                self._begin_anew()
            try:
                return self._build(changed, first, shown, hold=hold)
            except _UNREADABLE:
                self._begin_anew()
                return self._build(None, first, shown, hold=hold)
            except BaseException:
                self.close()
                raise
            finally:
                self._pool.close()

    def coverage(self) -> Coverage:
        """Tell what the verdicts rest on, as far as texts could be read."""
        return covered(self._state) if self._state is not None else Coverage()

    def publish(self) -> Published:
        """Publish what was built and held."""
        assert self._held is not None
        assert self._state is not None
        publication, prints = self._held
        self._held = None
        return finish(self._state, publication, prints)

    def _build(self, changed: Iterable[str] | None, first: str, shown: Shown, *, hold: bool) -> Build:
        if self._held is not None:  # it was never published
            self.close()
        if self._state is not None and not self._state.is_as_left():  # another build was here
            self.close()
        if self._state is None:  # what changed meanwhile is not known
            changed = None
        if self.out is not None:
            begin(self.out, self.project.state)  # what an interrupted build left is finished first of all
        state = self._opened()
        paths = self._files.look(changed)
        take_up(state, self._files, paths, self.project.root, self.project.content, self._manner)
        self._read(state)
        self._meet(state)
        self._list(state)
        self._cite(state)
        faults = self._faults(state, before=PAGES)
        if self._failed(faults) or any(fault.code in _NO_CITATIONS for fault in faults):
            state.commit()
            return Build(faults, counts=state.value(SITE, "counts"), pages=state.count(PAGES))
        return self._publish(state, first, shown, hold=hold)

    def _begin_anew(self) -> None:
        self.close()
        remove_state(self._path)

    @property
    def _path(self) -> Path:
        return self.project.state / f"{self._name}.sqlite"

    @property
    def _place(self) -> Place:
        """Where what is said of no other file is reported."""
        return Place(f"{self.project.content}/site.toml")

    def _opened(self) -> State:
        if self._state is None:
            self._state = opened(self._path)
            self._files = known_files(self._state, self.project.root, self.project.content)
        return self._state

    def _work(self, state: State) -> Stages:
        """Give what the stages work with. It is imported only when there is something to do."""
        settings = settings_known(state)
        if self._stages is None or self._stages.settings != settings:
            from .building.stages import Stages

            self._stages = Stages(self.project.root, settings, self._place, self._manner, state)
        return self._stages

    # The stages.

    def _read(self, state: State) -> None:
        """Read the units whose files changed."""
        if not (stale := state.stale(READ)):
            return
        work = self._work(state)
        reasons = dict(stale)
        units = units_of(reasons, self._files.table, self.project.content)
        calls: list[Call] = []
        for name in reasons:
            if name in (ASSETS, TEMPLATES):
                state.put(READ, name, work.templates_read(name, self._files.table))
            elif units[name]:
                calls.append(("read", name, units[name], len(stale) >= self._pool.least))
            else:
                for stage, node in ((READ, name), (MEET, name), (SITE, f"unused {name}")):
                    state.drop(stage, node)
        few = len(calls) < self._pool.least and not work.warm
        for (_, name, *_), read in self._parted(work, calls) if few else self._worked("reading", work, calls):
            state.put(READ, name, read.made)
            if not read.there:
                state.drop(MEET, name)
                continue
            state.add(MEET, name, reasons[name])
            if name.startswith("sources/"):
                state.add(SITE, f"unused {name}", reasons[name])
            if read.value is not None:
                self._values[name] = read.value

    def _meet(self, state: State) -> None:
        """Have units meet the others, if they or what they asked for changed."""
        names = [name for name, _ in state.stale(MEET)]
        if not names:
            return
        work = self._work(state)
        work.renew()
        values, self._values = self._values, {}
        for name, value in values.items():  # before others do the rest: what the state has of these is out of date
            state.put(MEET, name, work.meet(name, value))
        calls: list[Call] = [("meet", name) for name in names if name not in values]
        for (_, name), made in self._worked("resolving", work, calls):
            state.put(MEET, name, made)
            state.forget_value(READ, name)

    def _parted(self, work: Stages, calls: list[Call]) -> Iterator[tuple[Call, Any]]:
        """Have units read by another process, which asks the state nothing, while this one loads what the rest takes."""
        units: list[Call] = [("unit", files, work.read_before(name, files)) for _, name, files, _ in calls]
        for call, unit in zip(calls, self._pool.work(work, units, work.warm_up), strict=True):
            yield call, work.said(call[1], call[2], unit)

    def _worked(self, stage: str, work: Stages, calls: list[Call]) -> Iterator[tuple[Call, Any]]:
        """Give calls with their results, in order, and say how far it is."""
        for number, each in enumerate(zip(calls, self._pool.work(work, calls), strict=True)):
            self._progress(stage, number, len(calls))
            yield each
        self._progress(stage, len(calls), len(calls))

    def _list(self, state: State) -> None:
        """Cut lists into pages, list the files of the site, and look at concepts and sources as a whole."""
        for stage in (CUTS, SITE):
            if stale := state.stale(stage):
                work = self._work(state)
                work.renew()
                for name, _ in stale:
                    state.put(stage, name, work.site(name))

    def _cite(self, state: State) -> None:
        """Say how sources are cited, and have the strings of all citations at hand."""
        if state.stale(CITES):
            work = self._work(state)
            work.renew()
            state.put(CITES, "cites", work.cites())

    # Publishing.

    def _publish(self, state: State, first: str, shown: Shown, *, hold: bool) -> Build:
        """Make the files that are stale, and let them show all at once."""
        settle_paths(state, self._faults(state, before=PAGES))
        faults = self._settle_citations(state)
        if faults:  # pandoc failed, and no page can be made without its strings
            told = _sorted((*self._faults(state), *faults))
            self.close()  # nothing of it is kept
            return Build(told)
        publication = None
        if self.out is not None:
            publication = Publication(self.out, self.project.state)
            settle_folder(state, publication)
        stale = state.stale(PAGES)
        if not stale and not state.left() and not state.meta("sweep"):
            published = Published(0, 0) if publication else None
            state.commit()
            return Build(self._faults(state), published, state.value(SITE, "counts"), state.count(PAGES))
        state.commit()
        try:
            prints = put(state, publication, self._printed(state, stale, first), first, shown)
            if publication is not None and not self._failed(prints.faults):
                found = settle_index(state, publication, prints, settings_known(state), self._place, self._progress)
                if prints.changed or state.left():
                    state.set_meta("index faults", found)
            told = _sorted((*self._faults(state), *prints.faults))
            failed = self._failed(prints.faults)
            pages, counts = state.count(PAGES), state.value(SITE, "counts")
            if failed or publication is None:
                state.database.rollback()
                if publication is not None:
                    publication.discard()
                return Build(told, None, counts, pages, tuple(prints.rendered))
            prepare(state, publication, prints)
            self._held = (publication, prints)
            published = None if hold else self.publish()
        except BaseException:
            # Whether it shows or not is decided by whether the journal is there; what was staged without one is thrown away.
            self._held = None
            if self.out is not None:
                begin(self.out, self.project.state)
            raise
        rendered, changed, removed = tuple(prints.rendered), tuple(prints.changed), tuple(prints.removed)
        return Build(told, published, counts, pages, rendered, changed, removed, hold)

    def _printed(self, state: State, stale: list[tuple[str, str]], first: str) -> Iterator[tuple[Printed, str]]:
        if not stale:
            return
        work = self._work(state)
        work.renew()
        reasons = dict(stale)
        if first.casefold() in reasons:
            yield work.page(first.casefold()), reasons.pop(first.casefold())
        calls: list[Call] = [("page", name) for name in reasons]
        for (_, name), printed in self._worked("rendering", work, calls):
            yield printed, reasons[name]
        work.keep_warm()

    def _settle_citations(self, state: State) -> tuple[Diagnostic, ...]:
        """Have the strings of all citations at hand that are new, or may look another way."""
        texts = state.take_news("citation")
        if [*state.take_news("style"), *state.take_news("cited as")]:
            texts = Ask(state, MEET).keys("citation")
        if not texts:
            return ()
        work = self._work(state)
        work.renew()
        return work.format(
            each for text in texts for values in work.ask.fact("citation", text, tuple) for each in values
        )

    # What is told.

    def _faults(self, state: State, before: int = PAGES + 1) -> tuple[Diagnostic, ...]:
        """Give the faults of everything, or of all stages before one, sorted, each once."""
        found = [fault for stage, _, faults in state.faults() if stage < before for fault in faults]
        found += state.meta("settings")[1]
        found += state.meta("index faults") or ()
        content = f"{self.project.content}/"
        if not any(path != f"{content}site.toml" for path, _ in self._files.table.items(content)):
            from .read.files import nothing_there

            found.append(nothing_there(self.project.content))
        return _sorted(found)

    def _failed(self, faults: Iterable[Diagnostic]) -> bool:
        return any(fault.severity in self._fatal for fault in faults)


def _sorted(faults: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(dict.fromkeys(sorted(faults, key=lambda fault: fault.sort_key)))
