"""A real server of a project, for tests of what happens while one writes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds after which a test gives up waiting for the server."""


@dataclass
class Serving:
    """A server of a project in a folder of its own, as a user starts it."""

    root: Path
    lines: Queue[str] = field(default_factory=Queue)
    process: subprocess.Popen[str] | None = None
    reader: Thread = field(default_factory=Thread)
    url: str = ""

    def start(self, port: int = 0, *options: str) -> None:
        """Start the server and wait for its first build."""
        command = [sys.executable, "-m", "glossator", "serve", "--port", str(port), *options]
        self.process = subprocess.Popen(
            command,
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PATH": "/usr/bin:/bin"},
        )
        self.reader = Thread(target=self._read, args=[self.process.stdout], daemon=True)
        self.reader.start()
        found = re.search(r"http://[^\s,]+", self.lines.get(timeout=PATIENCE))
        assert found is not None
        self.url = found[0]
        self.built()

    def _read(self, stream: Any) -> None:
        with stream:
            for line in stream:
                self.lines.put(line.rstrip())

    def built(self) -> str:
        """Wait for the next build and give the line that tells it."""
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if line.startswith("built:"):
                return line

    def write(self, files: Mapping[str, str]) -> None:
        """Write files, by path from the project's folder."""
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words in a file and save it as careful editors do, by renaming a new one over it."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        temporary = file.with_name(f".{file.name}.tmp")
        temporary.write_text(text.replace(old, new), "utf-8")
        temporary.replace(file)

    def stop(self) -> int:
        """Press Ctrl-C, and give the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        return code
