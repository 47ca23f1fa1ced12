"""Server-sent events: one line an epoch, to everyone who listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from .display import Display

_BEAT: Final = 15.0
"""Seconds after which a silent stream says something, so that a dead connection is found out."""


class Streams:
    """The open event streams of a server."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._waiting: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        display.listen(self.wake)

    def wake(self) -> None:
        """Have all streams look for a new epoch. May be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set)

    def close(self) -> None:
        """End all streams, at once. May be called from any thread."""
        self._closed = True
        self.wake()

    async def events(self, beat: float = _BEAT) -> AsyncIterator[str]:
        """Give the events of one stream until the streams are closed: the present epoch first, then each new one."""
        self._loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            told = -1
            yield "retry: 500\n\n"  # milliseconds until a browser comes back to a server that was started anew
            while not self._closed:
                if told != self._display.epoch:
                    told = self._display.epoch
                    yield f"data: {self._display.run} {told}\n\n"
                    continue
                try:
                    await asyncio.wait_for(woken.wait(), beat)
                except TimeoutError:
                    yield ": still here\n\n"
                woken.clear()
        finally:
            self._waiting.discard(woken)

    def _set(self) -> None:
        for woken in self._waiting:
            woken.set()
