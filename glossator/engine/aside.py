"""One piece of work done by a process of its own, while this one does another."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable


def can_part() -> bool:
    """Tell whether a process can be forked: one with threads may wait for ever for what these held."""
    return hasattr(os, "fork") and threading.active_count() == 1


def aside(work: Callable[[], bytes]) -> Callable[[], bytes | None]:
    """Begin a piece of work in a forked process; give what waits for its result, None if it failed.

    It inherits all that is in memory, and ends without a trace: it must not touch a database that is open here.
    """
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:  # there are too many processes already
        os.close(reading)
        os.close(writing)
        return lambda: None
    if child == 0:
        try:
            os.close(reading)  # else a build that is killed would leave us waiting for ever for one who reads
            with open(writing, "wb") as pipe:  # noqa: PTH123 - a number, not a path
                pipe.write(work())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)

    def result() -> bytes | None:
        with open(reading, "rb") as pipe:  # noqa: PTH123
            told = pipe.read()
        _, status = os.waitpid(child, 0)
        return told if status == 0 else None

    return result
