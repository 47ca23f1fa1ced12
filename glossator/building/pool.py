"""Work on many nodes, in several processes.

The nodes of a stage do not depend on one another: each asks only for what earlier stages say. So they may be worked on side
by side, by processes that read the state as it was last committed, while only this one writes to it. What comes back is taken
up in the order of the calls: what is kept is the same, however many processes there are.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from glossator.engine.aside import aside, can_part

from .takeup import opened

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from glossator.model.project import Settings
    from glossator.model.text import Place

    from .stages import Stages
    from .steps import Manner

Call = tuple[Any, ...]
"""The name of a method of `Stages`, and its arguments."""
Meanwhile = Callable[[], object]
LEAST: Final = 200
"""Calls from which a pool saves more than its start takes: a second a process, against some 20 ms a call."""
_CHUNK: Final = 8
"""Calls that are sent at a time."""
_AHEAD: Final = 4
"""Chunks a process that may be done before an earlier one, so that results do not pile up."""


class Pool:
    """Processes that work on nodes; they are started when there is much to do, and stay until `close`."""

    def __init__(self, state: Path, jobs: int | None = None, least: int = LEAST) -> None:
        """Give the file of the state, and how many processes may work; None means one a processor."""
        self._state = state
        self._jobs = jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
        self.least = least
        self._hands: list[tuple[BaseProcess, Connection]] = []
        self._rounds = 0

    def work(self, stages: Stages, calls: Sequence[Call], meanwhile: Meanwhile | None = None) -> Iterator[Any]:
        """Give the results of calls, in order. Of many calls, nothing uncommitted is seen, so the state is committed.

        What there is to do `meanwhile` is done before a few calls; or while another process does them, so they must not ask
        the state.
        """
        if self._jobs == 1 or len(calls) < self.least:
            parted = meanwhile is not None and self._jobs > 1 and calls and can_part()
            results = aside(lambda: pickle.dumps([*_done(stages, calls)], 5)) if parted else lambda: None
            try:
                if meanwhile is not None:
                    meanwhile()
            finally:  # else the process would be left, and the pipe to it
                done = results()
            # Of what failed there, the fault is to be raised here.
            yield from pickle.loads(done) if done is not None else _done(stages, calls)  # noqa: S301 - our own process
            return
        stages.state.commit()
        if not self._hands:
            self._start(stages)
        yield from self._spread([calls[at : at + _CHUNK] for at in range(0, len(calls), _CHUNK)])

    def close(self) -> None:
        """End the processes."""
        for process, connection in self._hands:
            connection.close()
            process.join()
        self._hands.clear()

    def _start(self, stages: Stages) -> None:
        from multiprocessing import get_context

        # A process that is spawned inherits no thread, lock or open file: forking one that serves pages would be unsafe.
        context = get_context("spawn")
        given = (self._state, stages.root, stages.settings, stages.settings_place, stages.manner)
        for _ in range(self._jobs):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, *given), daemon=True)
            process.start()
            theirs.close()
            self._hands.append((process, ours))

    def _spread(self, chunks: list[Sequence[Call]]) -> Iterator[Any]:
        """Send chunks to whoever is free, and give the results in order. Raises what a call raised."""
        from multiprocessing.connection import wait

        self._rounds += 1
        free = [connection for _, connection in self._hands]
        busy: dict[Connection, int] = {}
        done: dict[int, list[Any]] = {}
        sent = given = 0
        while given < len(chunks):
            while free and sent < len(chunks) and sent - given < _AHEAD * self._jobs:
                hand = free.pop()
                _send(hand, (self._rounds, chunks[sent]))
                busy[hand] = sent
                sent += 1
            ready = wait(list(busy))
            for hand in [each for each in busy if each in ready]:
                done[busy.pop(hand)] = _received(hand)
                free.append(hand)
            while given in done:
                yield from done.pop(given)
                given += 1


def _done(stages: Stages, calls: Iterable[Call]) -> Iterator[Any]:
    return (getattr(stages, name)(*arguments) for name, *arguments in calls)


_ENDED: Final = "a process of the build ended before its work was done"


def _send(hand: Connection, work: object) -> None:
    try:
        hand.send(work)
    except OSError:
        raise ChildProcessError(_ENDED) from None


def _received(hand: Connection) -> list[Any]:
    try:
        results = hand.recv()
    except (EOFError, OSError):  # not an EOFError for others: to them it means that the state is damaged
        raise ChildProcessError(_ENDED) from None
    if isinstance(results, BaseException):
        raise results
    found: list[Any] = results
    return found


def _work(calls: Connection, state: Path, root: Path, settings: Settings, place: Place, manner: Manner) -> None:
    """Do calls until nobody is there to send any: also when the build was killed."""
    from .stages import Stages

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build hears it too, and ends us
    kept = opened(state)
    stages = Stages(root, settings, place, manner, kept)
    last = 0
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            number, wanted = calls.recv()
            if number != last:  # another stage, so records may have changed
                stages.renew()
                last = number
            try:
                results: Any = [*_done(stages, wanted)]
            except Exception as error:  # noqa: BLE001 - it is raised where the results are waited for
                results = error
            calls.send(results)
    kept.close()
