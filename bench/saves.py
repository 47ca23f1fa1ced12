#!/usr/bin/env python3
"""Time from a save to the new page under `serve`: an article and a template.

  bench/saves.py CORPUS [--runs 5]

CORPUS is what make_corpus.py wrote with `--peers glossator`. "Visible" is when the page being looked at shows the edit, "complete" when
the last of the pages that show it does. Ratios are to how long the template takes to be complete, for which all briefings are printed anew, in the same
run. The site should have been built before: the first start goes on from there. The files are put back at the end. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

TEMPLATE = '{% extends "glossator/briefing.html" %}\n{% block main %}{{ super() }}<!-- MARK -->{% endblock %}\n'


class Site:
    """A server on a free port, and the pages that it shows."""

    def __init__(self, project: Path) -> None:
        command = [sys.executable, "-m", "glossator", "serve", "--port", "0", "--content", str(project / "content")]
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.lines = self.process.stdout
        self.address = ""
        while not self.address:
            found = re.search(r"http://127\.0\.0\.1:\d+/", self.lines.readline())
            self.address = found[0] if found else ""

    def page(self, path: str) -> str:
        """Give a page as a browser gets it."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=60) as answer:
                return str(answer.read(), "utf-8")
        except OSError:
            return ""

    def until(self, path: str, shows: Callable[[str], bool]) -> float:
        """Wait until a page shows something; give the moment."""
        while not shows(self.page(path)):
            time.sleep(0.005)
        return time.perf_counter()

    def resident(self) -> float:
        """Give the memory of the server, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0


def saves(site: Site, file: Path, edit: Callable[[str, str], str], first: str, last: str, runs: int) -> list[float]:
    """Save a file again and again; give the median seconds until two pages show it."""
    before = file.read_text("utf-8")
    seen = []
    for number in range(runs):
        token = f"Qz{number}{time.time_ns() % 10**6}zQ"
        site.page(first)  # it is the one being looked at
        started = time.perf_counter()
        file.write_text(edit(before, token), "utf-8")
        visible = site.until(first, lambda page, token=token: token in page) - started
        seen.append((visible, site.until(last, lambda page, token=token: token in page) - started))
        time.sleep(0.3)
    file.write_text(before, "utf-8")
    return [statistics.median(each[part] for each in seen) for part in (0, 1)]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    project = (given.corpus / "glossator").resolve()
    told = json.loads((project / "bench.json").read_text())
    template = project / "templates" / "briefing.html"
    template.parent.mkdir(exist_ok=True)
    for kept in (project / ".glossator").glob("serve*"):  # what `build` keeps is its own
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    site = Site(project)
    try:
        page = told["article_out"]
        print(f"first start {site.until(page, bool) - site.started:36.2f} s, {site.resident():.0f} MB")
        briefings = sorted(path.parent.name for path in (project / "content" / "briefings").glob("*/briefing.md"))
        last = f"briefings/{briefings[-1]}.html"
        article = saves(
            site, project / told["article"], lambda text, token: f"{text}\nEdited {token}.\n", page, page, given.runs
        )
        site.page(page)  # it is shown first, the last one when all is done
        template.write_text(TEMPLATE, "utf-8")
        for shown in (page, last):
            site.until(shown, lambda text: "<!-- MARK -->" in text)
        printed = saves(site, template, lambda text, token: text.replace("MARK", token), page, last, 2)
        for name, (visible, complete) in (("an article", article), ("a template", printed)):
            print(
                f"{name:14} visible {visible:6.2f} s (1/{printed[1] / visible:.0f}), complete {complete:6.2f} s"
                f" (1/{printed[1] / complete:.0f})"
            )
        print(f"memory at the end {site.resident():.0f} MB")
    finally:
        site.process.terminate()
        site.process.wait(10)
        template.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
