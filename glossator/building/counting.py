"""What is told of a build in figures."""

from __future__ import annotations

from msgspec import Struct

from glossator.engine.ask import Ask
from glossator.engine.state import State

from .steps import MEET


class Coverage(Struct, frozen=True):
    """How many of the notes with a verdict rest on a source."""

    judged: int = 0
    sourced: int = 0
    briefings: tuple[tuple[str, int, int], ...] = ()
    """Of each briefing with verdicts, by slug: the same two."""


def counted(ask: Ask) -> dict[str, int]:
    """Count the things of a site; those of which there are none are left out."""
    counts = {
        "briefings": sum(ask.totals("card").values()),
        "annotations": sum(ask.totals("annotations").values()),
        "concepts": sum(ask.totals("term").values()),
        "sources": len(ask.totals("source")),
        "events": len(ask.totals("occasion")),
    }
    return {name: count for name, count in counts.items() if count}


def covered(state: State) -> Coverage:
    """Count the notes that rest on a source."""
    ask = Ask(state, MEET)
    judged, sourced = ask.totals("judged"), ask.totals("sourced")
    briefings = tuple((slug, count, sourced.get(slug, 0)) for slug, count in judged.items())
    return Coverage(sum(judged.values()), sum(sourced.values()), briefings)
