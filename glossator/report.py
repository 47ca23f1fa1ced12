"""How a run is told, its progress and its faults: to people, to programs, to a forge (FORMAT.md §9)."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from msgspec import Struct

from .model.diagnostics import CODES, Diagnostic, Severity

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from .building.counting import Coverage

_NAMED: Final = 20
"""Briefings that are named one by one in a report for people."""
_PATIENCE: Final = 1.0
"""Seconds before a bar appears: shorter runs need none."""
Format = Literal["text", "json", "github"]
Weight = Literal["error", "warning"]


class Weighing(Struct, frozen=True):
    """Which severities fail a run and which are told."""

    fatal: frozenset[Severity]
    told: frozenset[Severity]

    def weight(self, severity: Severity) -> Weight | None:
        """Give what a severity amounts to in this run; None if it is not told."""
        if severity in self.fatal:
            return "error"
        return "warning" if severity in self.told else None


def weigh(*, check: bool, strict: bool) -> Weighing:
    """Say what a run makes of each severity: an orphan fails `check`, `--strict` makes warnings errors."""
    told = {Severity.ERROR, Severity.WARNING, Severity.ORPHAN}
    fatal = {Severity.ERROR}
    if check:
        told.add(Severity.ADVICE)
        fatal.add(Severity.ORPHAN)
    if strict:
        fatal |= told
    return Weighing(frozenset(fatal), frozenset(told))


def told(diagnostics: Iterable[Diagnostic], weighing: Weighing) -> list[tuple[Diagnostic, Weight]]:
    """Give the faults that are told, each with its weight."""
    weighed = ((fault, weighing.weight(fault.severity)) for fault in diagnostics)
    return [(fault, weight) for fault, weight in weighed if weight is not None]


def lines(faults: Iterable[tuple[Diagnostic, Weight]], form: Format, prefix: str = "") -> Iterator[str]:
    """Give the lines that tell faults as text or for GitHub; `prefix` leads from the working folder to the project."""
    for fault, weight in faults:
        if form == "github":
            yield _github(fault, weight, prefix)
        else:
            yield from _text(fault, weight, prefix)


def as_json(
    faults: Iterable[tuple[Diagnostic, Weight]], summary: Mapping[str, Any], prefix: str = "", **more: Any
) -> str:
    """Give faults, summary and whatever more a command tells as one JSON object."""
    listed = [
        {
            "path": prefix + fault.place.path,
            "line": fault.place.line,
            "column": fault.place.column,
            "severity": weight,
            "code": fault.code,
            "name": CODES[fault.code].name,
            "message": fault.message,
            "detail": list(fault.detail),
            "help": fault.help,
        }
        for fault, weight in faults
    ]
    return json.dumps({"diagnostics": listed, "summary": summary, **more}, ensure_ascii=False, indent=1)


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Say how many of the verdicts rest on a source, and which briefings lack some, the most lacking first."""
    if not coverage.judged:
        return
    yield f"claims with a source: {_share(coverage.sourced, coverage.judged)}"
    lacking = [each for each in coverage.briefings if each[2] < each[1]]
    lacking.sort(key=lambda each: (each[2] / each[1], each[0]))
    for slug, judged, sourced in lacking[:_NAMED]:
        yield f"    {slug}: {_share(sourced, judged)}"
    if len(lacking) > _NAMED:
        yield f"    … and {len(lacking) - _NAMED} briefings more"


def coverage_told(coverage: Coverage) -> dict[str, Any]:
    """Give the same as data, of all briefings."""
    briefings = {slug: {"claims": judged, "sourced": sourced} for slug, judged, sourced in coverage.briefings}
    return {"coverage": {"claims": coverage.judged, "sourced": coverage.sourced, "briefings": briefings}}


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part // whole} %)"  # rounded down: 100 % is all of them


def _text(fault: Diagnostic, weight: Weight, prefix: str) -> Iterator[str]:
    yield _clean(f"{prefix}{fault.place}: {weight} {fault.code} {fault.message}")
    for line in fault.detail:
        yield _clean(f"    {line}")
    if fault.help:
        yield _clean(f"    help: {fault.help}")


def _clean(text: str) -> str:
    """Keep content from steering the terminal: control characters are shown as symbols."""
    return "".join(character if character >= " " and character != "\x7f" else "�" for character in text)


def _github(fault: Diagnostic, weight: Weight, prefix: str) -> str:
    place = fault.place
    title = f"{fault.code} {CODES[fault.code].name}"
    text = "\n".join((fault.message, *fault.detail, *((f"help: {fault.help}",) if fault.help else ())))
    fields = f"file={_property(prefix + place.path)},line={place.line},col={place.column},title={_property(title)}"
    return f"::{weight} {fields}::{_data(text)}"


def _data(text: str) -> str:
    """Escape a message as GitHub's workflow commands want it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class Bar:
    """A progress bar on a terminal, once a run takes longer than a second; silent in pipes."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._since = time.monotonic()
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if sys.stderr is None or not sys.stderr.isatty() or time.monotonic() - self._since < self._patience:
            return
        if self._bar is None or self._task is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(stage, total=total)
        self._bar.update(self._task, description=stage, completed=done, total=total)
