"""What a build after an edit does: which pages it renders and why, what it imports, what is left when it is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import pytest
from conftest import SITE_TOML, Project

from glossator.building.steps import Manner
from glossator.engine.store import copy_state, turn
from glossator.pipeline import Build, Workshop
from glossator.pipeline import Project as Folders

Make = Callable[[Mapping[str, str | bytes]], Project]
HEAVY = (
    "babel",
    "icalendar",
    "jinja2",
    "markdown",
    "nh3",
    "PIL",
    "pygments",
    "rapidfuzz",
    "selectolax",
    "yaml",
)
KILLS = int(os.environ.get("KILLS", "20"))

SOURCES = [
    {"id": "roe", "type": "book", "title": "Harbours", "author": [{"family": "Roe"}], "issued": {"date-parts": [[2001]]}},
    {"id": "doe", "type": "book", "title": "Wars", "author": [{"family": "Doe"}], "issued": {"date-parts": [[1999]]}},
]  # fmt: skip
ONE = "---\ntitle: One\nsummary: S.\ndate: 2026-01-03\n---\n\nThe [[Harbour]] is old [@roe].\n"
NOTES = (
    "## Built early {#built .claim when=1855 verdict=supported}\n\n> built in 1855\n\nSo it was [supports @roe].\n\n"
    "## Seen {#seen}\n\n> A wall\n\nA wall indeed.\n"
)
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML + "[social]\ncards = false\n",
    "content/briefings/one/briefing.md": ONE,
    "content/briefings/one/article.md": "It was built in 1855. A wall came later.\n",
    "content/briefings/one/annotations.md": NOTES,
    "content/briefings/two/briefing.md": "---\ntitle: Two\nsummary: S.\ndate: 2026-01-02\n---\n\nA pier, see [[one]].\n",
    "content/briefings/three/briefing.md": "---\ntitle: Three\nsummary: S.\ndate: 2026-01-01\n---\n\nThree moles [@doe].\n",
    "content/glossary/harbour.md": "---\nterm: Harbour\nshort: Where ships lie.\n---\n\nA place.\n",
    "content/glossary/sea.md": "---\nterm: Sea\n---\n\nWater.\n",
    "content/pages/about.md": "---\ntitle: About\n---\n\nText.\n",
    "content/timeline/t.md": "## War {#war when=1904}\n\nText.\n",
    "content/sources/s.json": json.dumps(SOURCES),
    "templates/page.html": '{% extends "glossator/page.html" %}',
}
EVERY_LIST = {"index.html", "timeline/index.html", "claims/index.html", "sources/index.html", "glossary/index.html"}


def workshop(made: Project) -> Workshop:
    """Give a workshop for a project."""
    return Workshop(Folders(made.root), out=made.root / "site")


def rebuilt(made: Project, files: Mapping[str, str | bytes]) -> Build:
    """Build, edit, build again."""
    with workshop(made) as shop:
        first = shop.build()
        assert first.published is not None, first.diagnostics
        made.write(files)
        again = shop.build()
        assert again.published is not None, again.diagnostics
    return again


def edited(path: str, before: str, after: str) -> dict[str, str | bytes]:
    """Give a file with some words exchanged."""
    text = FILES[path]
    assert isinstance(text, str)
    assert before in text
    return {path: text.replace(before, after)}


@pytest.mark.parametrize(
    ("edit", "rendered"),
    [
        # The body of a note is shown by its briefing's page and data, and by nothing else.
        (edited("content/briefings/one/annotations.md", "indeed", "of stone"),
         {"briefings/one.html", "briefings/one.json", "briefings/one.jsonld"}),
        # A claim has a page of its own besides, and shows on the home page as its specimen; its sentence stands with its source.
        (edited("content/briefings/one/annotations.md", "So it was", "So it had been"),
         {"briefings/one.html", "briefings/one.json", "briefings/one.jsonld", "claims/one--built.html", "index.html", "sources/roe.html"}),
        # A comment shows nowhere.
        (edited("content/briefings/one/briefing.md", "is old", "is <!-- very --> old"), {"briefings/one.html"}),
        # The article is shown by its briefing only, and by the quotes of claims.
        (edited("content/briefings/one/article.md", "came later", "came soon"), {"briefings/one.html", "briefings/one.json"}),
        # A sentence about a concept is told on its page.
        (edited("content/briefings/one/briefing.md", "is old", "is new"),
         {"briefings/one.html", "glossary/harbour.html", "sources/roe.html"}),
        # What a concept is in short stands on its card, wherever its name stands, and in lists of concepts.
        (edited("content/glossary/harbour.md", "Where ships lie", "A haven"),
         {"glossary/harbour.html", "briefings/one.html", "glossary/index.html", "glossary.json", "assets/finder-data.js"}),
        # The body of a concept stands on its page.
        (edited("content/glossary/sea.md", "Water", "Much water"), {"glossary/sea.html"}),
        # A source is told where it is cited, and in the list.
        (edited("content/sources/s.json", "Wars", "All wars"),
         {"briefings/three.html", "sources/doe.html", "sources/index.html", "assets/finder-data.js",
          "sources.bib", "sources.json", "sources.ris"}),
        # An event without a place elsewhere stands on the timeline.
        (edited("content/timeline/t.md", "Text", "Words"), {"timeline/index.html"}),
        # A template of the project is used by pages of its kind.
        ({"templates/page.html": '{% extends "glossator/page.html" %}{% block title %}X{% endblock %}'}, {"pages/about.html"}),
        # A new name touches the texts in which it stands.
        ({"content/glossary/pier.md": "---\nterm: Pier\n---\n\nA wall.\n"},
         {"briefings/two.html", "briefings/two.json", "glossary/pier.html", "glossary/index.html", "glossary.json", "index.html",
          "sitemap.xml", "assets/finder-data.js"}),
    ],
)  # fmt: skip
def test_rebuild_renders_what_shows_the_edit(
    project: Make, edit: Mapping[str, str | bytes], rendered: set[str]
) -> None:
    """After each of these edits exactly these pages are rendered, and no other one is written."""
    made = rebuilt(project(FILES), edit)

    assert {path for path, _ in made.rendered} == rendered
    assert set(made.changed) <= rendered


@pytest.mark.parametrize(
    ("before", "after", "shown"), [("A wall indeed", "A wall of stone", True), ("More of it", "All of it", False)]
)
def test_rebuild_renders_the_cards_of_what_was_edited(project: Make, before: str, after: str, shown: bool) -> None:
    """How a note begins stands on the pages that link to it; what it says further down does not."""
    linked = edited("content/briefings/two/briefing.md", "[[one]]", "[[one#seen]]")
    note = NOTES.replace("A wall indeed.", "A wall indeed.\n\nMore of it.")
    made = rebuilt(
        project({**FILES, **linked, "content/briefings/one/annotations.md": note}),
        {"content/briefings/one/annotations.md": note.replace(before, after)},
    )

    assert ("briefings/two.html" in {path for path, _ in made.rendered}) == shown


def test_rebuild_of_nothing_renders_nothing(project: Make) -> None:
    """A build without an edit does nothing, and tells the same."""
    made = project({**FILES, "content/notes.txt": "Not ours.\n"})
    with workshop(made) as shop:
        first = shop.build()
    with workshop(made) as shop:
        again = shop.build()

    assert again.rendered == ()
    assert again.published is not None
    assert (again.published.written, again.published.removed) == (0, 0)
    assert [fault.code for fault in again.diagnostics] == ["FIL006"]
    assert (again.diagnostics, again.counts, again.pages) == (first.diagnostics, first.counts, first.pages)


def test_rebuild_makes_the_page_that_is_looked_at_first(project: Make) -> None:
    """One page is told as soon as it is made, before all others; what is held is published when asked."""
    made = project(FILES)
    shown: list[str] = []
    with workshop(made) as shop:
        shop.build()
        made.write({"templates/base.html": '{% extends "glossator/base.html" %}{% block foot %}Z{% endblock %}'})
        held = shop.build(
            {"templates/base.html"}, first="pages/about.html", shown=lambda path, _: shown.append(path), hold=True
        )
        before = made.read("pages/about.html")
        shop.publish()

    assert shown == ["pages/about.html"]
    assert held.held
    assert held.rendered[0][0] == "pages/about.html"
    assert made.read("pages/about.html") != before


def test_rebuild_takes_up_a_build_that_was_held_and_never_published(project: Make) -> None:
    """What was not published is built again."""
    made = project(FILES)
    with workshop(made) as shop:
        shop.build()
        made.write(edited("content/glossary/sea.md", "Water", "Much water"))
        shop.build(hold=True)
        shop.build()

    assert "Much water" in made.read("glossary/sea.html")


def test_explain_says_why(project: Make) -> None:
    """Each page that is rendered is told with a reason: a file, something said elsewhere, a template."""
    made = project(FILES).built()
    made.write(edited("content/glossary/sea.md", "Water", "Much water"))
    made.write({"templates/page.html": "other {{ view.title }}"})

    told = made.build("--explain").stderr

    assert "glossary/sea.html: whole 2 glossary/sea.md" in told
    assert "pages/about.html: template page.html" in told


def test_clean_forgets_everything(project: Make) -> None:
    """With `--clean` all is made anew, and nothing is written."""
    made = project(FILES).built()
    before = made.files()

    result = made.build("--clean", "--explain")

    assert ", 0 written;" in result.stdout
    assert "pages/about.html: it is new" in result.stderr
    assert made.files() == before


def test_a_build_of_nothing_imports_nothing_heavy(project: Make) -> None:
    """Nothing that reads or renders is loaded when there is nothing to read or render."""
    made = project(FILES).built()
    code = (
        "import sys, json\nfrom click.testing import CliRunner\nfrom glossator.cli import main\n"
        f"result = CliRunner().invoke(main, ['build', '--content', {str(made.root / 'content')!r}])\n"
        "assert ', 0 written' in result.output, result.output\nprint(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = json.loads(done.stdout)
    assert [name for name in HEAVY if name in loaded] == []
    assert [name for name in loaded if name.startswith(("glossator.resolve", "glossator.render."))] == [
        "glossator.render.own"
    ]


def test_an_edit_imports_no_more_than_it_needs(project: Make) -> None:
    """What took long to load or to make for a text is kept: its other files, its blocks of code, the words of dates."""
    made = project(FILES)
    article = "The harbour was made, indeed it was.\n\n```python\nx = 1\n```\n"
    made.write({"content/briefings/one/article.md": article})
    made.built()
    made.write({"content/briefings/one/article.md": article + "\nMore.\n"})
    code = (
        "import sys, json\nfrom click.testing import CliRunner\nfrom glossator.cli import main\n"
        f"result = CliRunner().invoke(main, ['build', '-j', '1', '--content', {str(made.root / 'content')!r}])\n"
        "assert result.exit_code == 0, result.output\nprint(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    kept = ("babel", "pygments", "pymdownx", "yaml", "glossator.read.annotations", "glossator.read.settings")
    assert [name for name in kept if name in json.loads(done.stdout)] == []
    assert made.files() == made.built("--clean").files()


def test_another_folder_gets_what_was_made_for_the_first(project: Make) -> None:
    """Only what was altered there, and what is wanted besides, is made again; the bytes are those of a build from nothing."""
    made = project(FILES)
    with workshop(made) as shop:
        shop.build()
    kept = made.root / ".glossator"
    copy_state(kept / "state.sqlite", kept / "serve.sqlite")
    copy_state(kept / "none.sqlite", kept / "other.sqlite")
    (made.root / "site" / "glossary" / "harbour.html").write_text("altered")
    (made.root / "site" / "timeline.json").unlink()
    manner = Manner(health=True)
    with Workshop(Folders(made.root), out=made.root / "served", manner=manner, state="serve") as shop:
        again = shop.build()
    with Workshop(Folders(made.root), out=made.root / "fresh", manner=manner, state="fresh") as shop:
        shop.build()
    whole = {path for path, why in again.rendered if why == "it goes to another folder"}
    assert whole == {"glossary/harbour.html", "timeline.json"}
    assert "briefings/one.html" not in dict(again.rendered)
    served, fresh = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (made.root / "served", made.root / "fresh")
    )
    assert served == fresh
    assert not (kept / "other.sqlite").exists()


def test_a_damaged_state_is_no_beginning(tmp_path: Path) -> None:
    """What cannot be read is not taken over."""
    (tmp_path / "state.sqlite").write_bytes(b"no database, but long enough to be taken for one" * 100)
    copy_state(tmp_path / "state.sqlite", tmp_path / "serve.sqlite")
    assert not (tmp_path / "serve.sqlite").exists()


def test_a_build_waits_for_another_one_and_says_so(project: Make) -> None:
    """Two builds of a project at once come one after the other."""
    made = project(FILES)
    told: Queue[str] = Queue()

    def work() -> Build:
        with Workshop(Folders(made.root), out=made.root / "site", progress=lambda stage, *_: told.put(stage)) as shop:
            return shop.build()

    lock = made.root / ".glossator" / "state.lock"
    lock.parent.mkdir()
    with ThreadPoolExecutor(1) as threads:
        with turn(lock):
            second = threads.submit(work)
            assert told.get(timeout=60) == "waiting for another build"
            assert not second.done()
        assert second.result().published is not None


def test_build_that_is_killed_leaves_one_version(project: Make) -> None:
    """Killed at any moment, the site is wholly the one before or the one after, and the next build is a clean one's."""
    made = project(FILES).built()
    texts = [
        FILES["content/briefings/one/annotations.md"],
        NOTES.replace("indeed", "of stone").replace("So it was", "It was"),
    ]
    sites = []
    for text in texts:
        made.write(
            {
                "content/briefings/one/annotations.md": text,
                "content/glossary/harbour.md": f"---\nterm: Harbour\n---\n\n{len(text)}\n",
            }
        )
        sites.append(made.built("--clean").files())
    chance = random.Random(1)
    command = [sys.executable, "-m", "glossator", "build", "--content", str(made.root / "content")]
    span = 1.0
    for number in range(KILLS):
        text = texts[number % 2]
        made.write(
            {
                "content/briefings/one/annotations.md": text,
                "content/glossary/harbour.md": f"---\nterm: Harbour\n---\n\n{len(text)}\n",
            }
        )
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=chance.uniform(0, span))
            span = time.monotonic() - started
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        assert one_version(made.root / "site", sites)
        if number % 3 == 2:
            made.built()
            assert made.files() == sites[number % 2]


def one_version(site: Path, sites: list[dict[str, bytes]]) -> bool:
    """Tell whether a folder, once a journal in it is carried out, is one of some sites."""
    from glossator.publish.folder import begin

    begin(site, site.parent / ".glossator")
    found = {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    return found in sites


def test_builds_of_two_processes_take_turns(project: Make) -> None:
    """A workshop that stays open, as `watch` has one, sees what another build did meanwhile, also one that began anew."""
    made = project(FILES)
    sea, page = "content/glossary/sea.md", "content/pages/about.md"

    def site() -> dict[str, bytes]:
        with Workshop(Folders(made.root), out=made.root / "clean", state="clean") as shop:
            shop.build(clean=True)
        return {path.name: path.read_bytes() for path in sorted((made.root / "clean").rglob("*.html"))}

    def shown() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted((made.root / "site").rglob("*.html"))}

    with workshop(made) as stays:
        stays.build()
        for clean in (False, True):
            made.write({sea: f"---\nterm: Sea\n---\n\nWater {clean}.\n"})
            with workshop(made) as other:
                other.build(clean=clean)
            made.write({page: f"---\ntitle: About\n---\n\nText {clean}.\n"})
            again = stays.build([page])
            assert again.published is not None
            assert {path for path, _ in again.rendered} == {"pages/about.html"}
            assert shown() == site()
            # Back to what this one published before the other did: the other's bytes must not stay.
            made.write({sea: FILES[sea]})
            stays.build([sea])
            assert shown() == site()
