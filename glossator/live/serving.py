"""`serve` and `watch`: the loop, with and without a server."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossator.building.steps import Manner, Progress
from glossator.pipeline import Project
from glossator.report import Weighing

from .builder import Builder, WorkshopBuilder
from .changes import Changes
from .rounds import Round, Showing, run
from .watching import FOLDERS, Watcher

if TYPE_CHECKING:
    from .display import Display
    from .editing import Editing

HOST: Final = "127.0.0.1"
"""The only address that is listened on: what is served was not meant for others yet."""


class PortError(Exception):
    """The port cannot be listened on; says why."""


class Loop(Struct, frozen=True):
    """What both commands are told."""

    project: Project
    weighing: Weighing
    drafts: bool
    poll: bool
    progress: Progress
    tell: Callable[[Round], None]
    """Is told each round."""
    say: Callable[[str], None]
    """Is told what there is to say besides, a line at a time."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders that are watched."""
        return (self.project.content, *FOLDERS)

    def builder(self, out: Path, *, health: bool, index: bool, state: str) -> Builder:
        """Make what builds into a folder; `state` names what it remembers."""
        manner = Manner(drafts=self.drafts, health=health, index=index)
        return WorkshopBuilder(self.project, out, manner, self.weighing, self.progress, state)


def watch(loop: Loop, out: Path, *, index: bool) -> None:
    """Build into `out` after each change, until interrupted; `index` asks for the index of all texts."""
    showing = Showing(lambda built: built.publish(), lambda _: None, loop.tell, lambda *_: None, str)
    with _interruptible():
        _run(loop, loop.builder(out, health=loop.drafts, index=index, state="state"), showing, Changes())


def serve(loop: Loop, port: int, *, edit: bool = False) -> None:
    """Serve the site and build it after each change, until interrupted. Raises PortError if the port is taken.

    With `edit`, pages may change the notes that they show.

    The site stands in a folder of its own below the project's state, so that a published one is never touched. It has no
    index of all texts: that takes longer than all the rest.
    """
    from glossator.engine.store import copy_state

    from .display import Display

    with _interruptible(), _listener(port) as listener:
        folder = loop.project.state / "serve"
        # The first start goes on from what `build` left: on a large site to make all anew takes minutes.
        copy_state(loop.project.state / "state.sqlite", loop.project.state / "serve.sqlite")
        display = Display(loop.project.root, loop.project.content, folder, loop.weighing)
        showing = Showing(display.publish, display.show, loop.tell, display.early, lambda: display.looking)
        with _served(listener, display, _editing(loop) if edit else None):
            writing = ", where notes can be written" if edit else ""
            loop.say(f"serving http://{HOST}:{listener.getsockname()[1]}/{writing} (Ctrl-C ends)")
            _run(loop, loop.builder(folder, health=True, index=False, state="serve"), showing, Changes())


def _editing(loop: Loop) -> Editing:
    from glossator.editing.editor import Editor

    from .editing import Editing

    return Editing(Editor(loop.project.root, loop.project.content, loop.project.state / "serve.sqlite"))


def _run(loop: Loop, builder: Builder, showing: Showing, changes: Changes) -> None:
    with Watcher(loop.project.root, loop.folders, changes, poll=loop.poll, say=loop.say):
        run(builder, changes, showing, [loop.project.root / folder for folder in loop.folders])


def _listener(port: int) -> socket.socket:
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        raise PortError(f"cannot listen on port {port}: {(error.strerror or str(error)).lower()}") from error
    # asyncio does this only for sockets that it made itself; without it each small answer waits 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


@contextmanager
def _interruptible() -> Iterator[None]:
    """End quietly by Ctrl-C, and by a request to terminate as by Ctrl-C: what is open is closed, no build is left half."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _served(listener: socket.socket, display: Display, editing: Editing | None) -> Iterator[None]:
    """Run the server in a thread of its own, so that the builds, in the main one, can be interrupted at once."""
    from uvicorn import Config, Server

    from .server import make_app
    from .streams import Streams

    streams = Streams(display)
    config = Config(
        make_app(display, streams, editing), lifespan="off", ws="none", log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="server", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        display.close()
        streams.close()
        thread.join(3)
