"""How an article was changed, for the page of its briefing: step by step, and at the notes that it concerns."""

from __future__ import annotations

import re
from typing import Final

from glossator.model.anchor import Orphan
from glossator.model.date import Date
from glossator.read.dates import parse_date
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.normalise import NO_SPACES
from glossator.resolve.versions import Step

from .sheet import Sheet
from .view_atoms import DateView, Link
from .view_versions import ChangeView, PieceView, StepView, WasView

_OPENS: Final = "([{«“‘„¿¡"
_CLOSES: Final = ".,;:!?…)]}»”’%"


def step_views(briefing: ResolvedBriefing, sheet: Sheet) -> tuple[StepView, ...]:
    """Make the views of all steps, the latest first. Of an article that is shown in excerpts, no words are."""
    slug = briefing.briefing.slug
    notes = {
        note.annotation.id: Link(
            sheet.href(address(Ref("note", f"{slug}#{note.annotation.id}"))),
            note.annotation.title,
            note.annotation.get("lang"),
        )
        for note in briefing.notes
    }
    excerpt = briefing.briefing.provenance.rights == "excerpt"
    return tuple(
        StepView(
            id=f"changes-{step.number}",
            older=sheet.date_view(step.older),
            newer=sheet.date(step.newer),
            changes=tuple(
                ChangeView(
                    _id(step, number),
                    () if excerpt else tuple(PieceView(piece.kind, piece.text) for piece in change.pieces),
                    tuple(notes[id_] for id_ in change.notes),
                )
                for number, change in enumerate(step.changes, 1)
            ),
            notes=len({id_ for change in step.changes for id_ in change.notes}),
        )
        for step in reversed(briefing.steps)
    )


def note_changes(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet) -> tuple[Link, ...]:
    """Lead from a note to the changes that concern it, the latest first, by the dates between which they were made."""
    path = address(Ref("briefing", briefing.briefing.slug))
    return tuple(
        Link(sheet.href(f"{path}#{_id(step, number)}"), _between(step, sheet))
        for step in reversed(briefing.steps)
        for number, change in enumerate(step.changes, 1)
        if note.annotation.id in change.notes
    )


def was_views(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet) -> tuple[WasView, ...]:
    """Say what the passages of a note read before; of an article that is shown in excerpts, no words around them."""
    excerpt = briefing.briefing.provenance.rights == "excerpt"
    return tuple(
        WasView(
            words=was.words,
            before="" if excerpt else was.before + " " * _parted(was.before[-1:], was.words[:1]),
            after="" if excerpt else " " * _parted(was.words[-1:], was.after[:1]) + was.after,
            date=_dated(was.date, sheet),
            gone=isinstance(each.found, Orphan),
        )
        for each in note.targets
        if (was := each.was) is not None
    )


def _parted(left: str, right: str) -> bool:
    """Tell whether a space stands between two characters, of which white space around a passage says nothing any more."""
    return bool(left and right) and not (
        left in _OPENS or right in _CLOSES or re.search(f"[{NO_SPACES}]", left + right)
    )


def _id(step: Step, number: int) -> str:
    return f"change-{step.number}-{number}"


def _between(step: Step, sheet: Sheet) -> str:
    older = sheet.date_view(step.older).words
    return f"between {older} and {sheet.date_view(step.newer).words}" if step.newer else f"after {older}"


def _dated(date: str, sheet: Sheet) -> DateView | None:
    parsed = parse_date(date) if date else None
    return sheet.date_view(parsed) if isinstance(parsed, Date) else None
