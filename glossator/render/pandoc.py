"""Pandoc as long-lived workers: `pandoc lua` with a loop around its citation engine (pandoc_worker.lua).

A request costs 30 to 60 ms for the style, whatever its size, and pandoc's time grows with the square of the references: the caller
asks in batches. A process is started by the first request that needs it, ends with the context, and is killed when it does not answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, TypeVar

from glossator.read.bib_pandoc import PandocFailed, pandoc_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Self

TIMEOUT: Final = 120.0
"""Seconds for one request. A batch of 60 references takes a tenth of one; this is for a machine that is short of everything."""
MOST_WORKERS: Final = 4
"""Each takes some 150 MB."""
_WORKER: Final = Path(__file__).with_name("pandoc_worker.lua")
_BETWEEN: Final = "\ue005"
In = TypeVar("In")
Out = TypeVar("Out")


class Pandoc:
    """A few workers, each started when all before it are busy. Use it as a context; it may be asked from several threads."""

    def __init__(self, program: str = "", timeout: float = TIMEOUT, workers: int = 0) -> None:
        self._program, self._timeout = program or pandoc_path(), timeout
        self._count = workers or min(os.cpu_count() or 1, MOST_WORKERS)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []
        self._stack = ExitStack()
        self._styles: dict[bytes, str] = {}
        self._lock = threading.Lock()
        self.requests = 0
        """How many requests there were so far: none if all was stored."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._all:
            worker.end()
        self._stack.close()

    def each(self, function: Callable[[In], Out], jobs: Sequence[In]) -> list[Out]:
        """Apply a function that asks to each job, as many at a time as there are workers; results are in the order of the jobs."""
        with ThreadPoolExecutor(self._count) as threads:
            return list(threads.map(function, jobs))

    def ask(self, style: bytes, request: dict[str, Any]) -> tuple[list[str], list[str]]:
        """Give the HTML of each wanted citation and then of each entry, and the ids of the entries; raises PandocFailed.

        A worker that dies is started again once, in case it was not the request that killed it.
        """
        line = json.dumps({**request, "style": self._style_file(style)}).encode() + b"\n"
        worker = self._worker()
        try:
            answer = worker.answer(line)
        except WorkerDied:
            try:
                answer = worker.answer(line)
            except WorkerDied as died:
                raise PandocFailed(f"pandoc ended in the middle of its work: {died}") from died
        finally:
            self._idle.put(worker)
        if "error" in answer:
            raise PandocFailed(" ".join(str(answer["error"]).split()))
        texts = [text.strip() for text in answer["html"].split(_BETWEEN)[:-1]]
        return texts, list(answer["entries"])

    def _worker(self) -> _Worker:
        with self._lock:
            self.requests += 1
            if self._idle.empty() and len(self._all) < self._count:
                self._all.append(_Worker(self._program, self._timeout))
                return self._all[-1]
        return self._idle.get()

    def _style_file(self, style: bytes) -> str:
        """Pandoc takes a style from a file only."""
        with self._lock:
            if style not in self._styles:
                folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="glossator-")))
                path = folder / "style.csl"
                path.write_bytes(style)
                self._styles[style] = str(path)
            return self._styles[style]


class WorkerDied(Exception):  # noqa: N818 - what happened, in words
    """The process ended without an answer."""


class _Worker:
    """One process, and what it is told and answers, a line each."""

    def __init__(self, program: str, timeout: float) -> None:
        self._command = [program, "lua", str(_WORKER)]
        self._timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None

    def answer(self, line: bytes) -> dict[str, Any]:
        """Put one request; raises WorkerDied, or PandocFailed if the process cannot be started or does not answer in time."""
        process = self._started()
        hung = threading.Event()

        def give_up() -> None:
            hung.set()
            process.kill()

        timer = threading.Timer(self._timeout, give_up)
        timer.start()
        try:
            text = _exchange(process, line)
        finally:
            timer.cancel()
        if text.endswith(b"\n"):
            found: dict[str, Any] = json.loads(text)
            return found
        code = self.end()
        if hung.is_set():
            raise PandocFailed(f"pandoc did not answer within {self._timeout:g} seconds")
        raise WorkerDied(f"it ended with code {code}")

    def end(self) -> int | None:
        """End the process, if it runs, and give its code."""
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        with suppress(OSError), process:  # Closes the pipes and waits.
            pass
        return process.returncode

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            pipe = subprocess.PIPE
            try:
                self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            except OSError as error:
                raise PandocFailed(f"pandoc cannot be started: {error.strerror or error}") from error
        return self._process


def _exchange(process: subprocess.Popen[bytes], line: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(line)
        process.stdin.flush()
        return process.stdout.readline()
    except OSError:
        return b""
