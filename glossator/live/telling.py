"""What the terminal says of a round."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from glossator.report import Weighing, lines, told

from .rounds import Round


def round_lines(made: Round, weighing: Weighing, prefix: str) -> Iterator[str]:
    """Give the lines that tell a round: its faults, then what it did; of a bug of ours also where it was."""
    if made.error is not None:
        yield from (line for part in traceback.format_exception(made.error) for line in part.splitlines())
    if made.built is None:
        return
    faults = told(made.built.diagnostics, weighing)
    yield from lines(faults, "text", prefix)
    errors = sum(weight == "error" for _, weight in faults)
    done = f"{len(made.built.changed)} changed, {len(made.built.removed)} removed"
    if made.built.failed:
        done = "not published"
    yield f"built: {done}; {errors} errors, {len(faults) - errors} warnings; {made.seconds:.2f} s"
