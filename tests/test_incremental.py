"""A build on what is remembered gives the same bytes, and tells the same faults, as one that remembers nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import SITE_TOML, Project
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import glossator.building.takeup
import glossator.engine.ask
import glossator.engine.state
import glossator.engine.table
import glossator.resolve.cuts
from glossator.acceptance import UnknownBriefingError, accept
from glossator.building.identity import Identity
from glossator.building.pool import LEAST
from glossator.building.steps import LISTED, NEWS, WORDED, Manner
from glossator.engine.store import open_state, remove_state
from glossator.pipeline import Build, Workshop
from glossator.pipeline import Project as Folders
from glossator.render.pages import TEMPLATES

Make = Callable[[Mapping[str, str | bytes]], Project]

STEPS = int(os.environ.get("INCREMENTAL_STEPS", "500"))
"""Steps of the random walk; 20,000 are for once before a release."""
LENGTH = 25

SLUGS = st.sampled_from(["a", "b", "c"])
TITLES = st.sampled_from(["First", "Second", "Harbour", "First"])
DATES = st.sampled_from(
    ["", "date: 2026-01-02\n", "date: 2026-01-03\nupdated: 2026-02-01\n", "date: 2025-12-31\n", "date: 1956\n"]
)
STATUSES = st.sampled_from(["", "", "", "status: draft\n", "status: superseded\n"])
HEADERS = st.sampled_from(
    [
        "",
        "",
        "topics: [Harbour]\n",
        "senses: {Mole: mole-a}\n",
        "autolink: off\n",
        "article: {source: roe, form: digest}\n",
        "lang: de\n",
    ]
)
BODIES = st.sampled_from(
    [
        "Plain text.",
        "The harbour, the moles and the Kuril Islands.",
        "The [[Harbour]] [@roe, p. 3; disputes @doe].",
        "See [[a]], [[b#one]], [[First]], [[about]], [[timeline#war]] and [[@roe]].",
        "A mole, as @doe says. In the US, not us.",
        "[[Nowhere]] and [@nobody].",
        "A footnote.[^1]\n\n[^1]: With [[Harbour]] and [@poe].",
        "[@roe; @roe-2; @poe]",
        '<div style="color: red">\nBoxed\n</div>',
    ]
)
ARTICLES = st.sampled_from(
    [
        "The harbour was built in 1855. A mole was added later.\n",
        "The harbour was made in 1855. A mole was added later, and a pier.\n",
        "Nothing of the kind.\n",
        "Wars came. The harbour was built in 1855.\n\nThe moles!\n",
    ]
)
BRACES = st.sampled_from(
    [
        "#one .claim verdict=supported when=1855 who=Roe",
        "#one .claim verdict=contested checked=2026-01-01",
        "#one .forecast p=30% due=2027 when=1956",
        "#one .forecast p=60% outcome=yes",
        "#one .question status=open",
        "#one event=war",
        "#one when=1956-10-19 label='War ends'",
        "#two .claim",
        "#two .correction of=one",
    ]
)
QUOTES = st.sampled_from(
    ["> harbour was built\n\n", "> harbour was ==made==\n\n", "> nothing like this anywhere\n\n", ""]
)
TERMS = st.sampled_from(["Harbour", "Mole", "Kuril Islands", "US", "Pier", "港", "harbour"])
CONCEPTS = st.sampled_from(["harbour", "mole-a", "mole-b", "mole", "kurils"])
FIELDS = st.sampled_from(
    [
        "",
        "",
        "aliases: [Mole, Quay]\n",
        "broader: [mole-a]\n",
        "broader: [harbour]\nrelated: [mole-b]\n",
        "short: A thing.\n",
        "match: off\n",
        "never: [harbour was]\n",
        'dates: [{when: "1855", label: Built, id: built}]\n',
        'dates: [{when: "1956-10-19", label: War ends, id: end}]\n',
        "kind: place\n",
    ]
)
ITEMS: dict[str, list[dict[str, Any]]] = {
    "roe": [
        {"type": "book", "title": "Harbours", "author": [{"family": "Roe", "given": "A."}], "issued": {"date-parts": [[2001]]}},
        {"type": "book", "title": "Ports", "author": [{"family": "Roe", "given": "B."}], "issued": {"date-parts": [[2001]]}},
    ],
    "roe-2": [
        {"type": "book", "title": "Moles", "author": [{"family": "Roe", "given": "A."}], "issued": {"date-parts": [[2001]]}}
    ],
    "doe": [
        {"type": "report", "title": "A report", "author": [{"family": "Doe"}], "issued": {"date-parts": [[1999]]}, "custom": {"origin": "roe"}},
        {"type": "report", "title": "A report", "author": [{"family": "Zoe"}], "issued": {"date-parts": [[1998]]}},
    ],
    "poe": [{"type": "webpage", "title": "A page", "URL": "https://example.org/", "language": "ja"}],
    "ROE": [{"type": "book", "title": "Capitals"}],
}  # fmt: skip
SOURCES = st.dictionaries(st.sampled_from(list(ITEMS)), st.integers(0, 1), max_size=5)
SETTINGS = st.sampled_from(
    [
        SITE_TOML,
        SITE_TOML,
        SITE_TOML.replace("Test", "Other"),
        SITE_TOML.replace('"en"', '"de"'),
        SITE_TOML + "[glossary]\nautolink = 'all'\n",
        SITE_TOML + "[glossary]\nautolink = 'off'\nin_articles = false\n",
        SITE_TOML + "[[verdicts]]\nid = 'supported'\nlabel = 'Yes'\n",
        SITE_TOML + "[social]\ncards = false\n",
        'style = "ieee"\n' + SITE_TOML,
        'style = "no-such-style"\n' + SITE_TOML,
        'trusted = ["pages", "briefings"]\n' + SITE_TOML,
        'title = "No address"\nlanguage = "en"\n',
    ]
)
EVENTS = st.sampled_from(
    [
        "## War {#war when=1904/1905}\n\nText [@roe].\n",
        "## War {#war when=1855}\n\nThe harbour.\n\n## Peace {#peace when=2001~}\n\nText.\n",
        "\n\n\n## War {#war when=1904/1905}\n\nText [@roe].\n",
        "## Built {#built when=1855}\n\nThe [[Harbour]].\n\n## Later {#later when='-0500'}\n",
    ]
)
TEXTS = st.sampled_from(
    ["content/notes.txt", "content/pages/Bad Name.md", "content/briefings/a/extra.md", "templates/assets/own.txt"]
)
PLAIN = "{{ frame }}\n{{ view }}\n{% include 'tail.html' %}\n"
"""A template that shows all that a page is given, and depends on another one."""


class Walk(RuleBasedStateMachine):
    """A random walk through the life of a project; after each step the site is compared with a clean build's."""

    strings: dict[str, str] = {}  # noqa: RUF012 - formatted citations, named by all that they depend on, save pandoc's time

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="walk"))
        self.files: dict[str, str] = {}
        self.manner = Manner()
        self.kept: Workshop | None = None
        self.touched: set[str] | None = None
        self.changed = False
        self.last: dict[str, bytes] = {}

    @initialize(
        longest=st.sampled_from([1, 3, 400]),
        head=st.sampled_from([1, 2, 50]),
        many=st.sampled_from([(3, 2, 2), (200, 500, 200)]),
    )
    def begin(self, longest: int, head: int, many: tuple[int, int, int]) -> None:
        """Start with a small project, and with bounds that make it a large one."""
        self.bounds = (
            glossator.resolve.cuts.LONGEST,
            glossator.engine.state.HEAD,
            (glossator.building.takeup.MANY, glossator.engine.table.BLOCK),
        )
        self.bound(longest, head, many)
        self.least = many[2]
        for name in (*TEMPLATES.values(), "tail.html"):
            self.write(f"templates/{name}", PLAIN if name != "tail.html" else "tail")
        self.write("content/site.toml", SITE_TOML)
        self.write("content/pages/about.md", "---\ntitle: About\n---\n\nSee [[Harbour]].\n")
        self.write("content/glossary/harbour.md", "---\nterm: Harbour\n---\n\nA place.\n")
        self.write(
            "content/briefings/a/briefing.md", "---\ntitle: First\ndate: 2026-01-02\n---\n\nThe harbour [@roe].\n"
        )
        self.sources("s", {"roe": 0, "doe": 0})

    def bound(self, longest: int, head: int, many: tuple[int, ...]) -> None:
        """Set how long a page of a list is, how many of a kind are the first few, and how many files are many."""
        setattr(glossator.building.takeup, "MANY", many[0])  # noqa: B010 - a constant otherwise
        setattr(glossator.engine.table, "BLOCK", many[1])  # noqa: B010
        setattr(glossator.resolve.cuts, "LONGEST", longest)  # noqa: B010 - a constant otherwise
        for module in (glossator.engine.state, glossator.engine.ask):
            setattr(module, "HEAD", head)  # noqa: B010

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        self.files[path] = text
        self.note(path)

    def remove(self, path: str) -> None:
        """Remove a file."""
        (self.root / path).unlink()
        del self.files[path]
        self.note(path)

    def note(self, path: str) -> None:
        """Note that a path changed, as a watcher would."""
        self.changed = True
        if self.touched is not None:
            self.touched.add(path)

    # What editors do.

    @rule(slug=SLUGS, title=TITLES, date=DATES, status=STATUSES, header=HEADERS, body=BODIES)
    def briefing(self, slug: str, title: str, date: str, status: str, header: str, body: str) -> None:
        """Write a briefing."""
        self.write(
            f"content/briefings/{slug}/briefing.md", f"---\ntitle: {title}\n{date}{status}{header}---\n\n{body}\n"
        )

    @rule(slug=SLUGS, text=ARTICLES, ending=st.sampled_from(["md", "txt"]))
    def article(self, slug: str, text: str, ending: str) -> None:
        """Write an article."""
        self.write(f"content/briefings/{slug}/article.{ending}", text)

    @rule(
        slug=SLUGS,
        text=ARTICLES,
        date=st.sampled_from(["2025", "2026-01", "2026-01-02"]),
        ending=st.sampled_from(["md", "txt"]),
    )
    def version(self, slug: str, text: str, date: str, ending: str) -> None:
        """Keep an older version of an article."""
        self.write(f"content/briefings/{slug}/article.{date}.{ending}", text)

    @rule(slug=SLUGS, notes=st.sampled_from([None, ("one",), ("two",)]))
    def accept(self, slug: str, notes: tuple[str, ...] | None) -> None:
        """Accept where quotes stand."""
        path = f"content/briefings/{slug}/anchors.lock"
        try:
            made = accept(self.root, slug, notes)
        except UnknownBriefingError:
            return
        if made.written:
            self.files[path] = (self.root / path).read_text("utf-8")
            self.note(path)

    @rule(slug=SLUGS, how=st.sampled_from(["gone", "edited", "merged"]))
    def spoil(self, slug: str, how: str) -> None:
        """Delete a ledger, or leave it as a hand or a merge would."""
        path = f"content/briefings/{slug}/anchors.lock"
        if path in self.files:
            if how == "gone":
                self.remove(path)
            else:
                self.write(
                    path, self.files[path].replace("state:", {"edited": "at:", "merged": "=======\nstate:"}[how])
                )

    @rule(slug=SLUGS, notes=st.lists(st.tuples(TITLES, BRACES, QUOTES, BODIES), max_size=3), checked=st.booleans())
    def notes(self, slug: str, notes: list[tuple[str, str, str, str]], checked: bool) -> None:
        """Write annotations."""
        head = "---\nchecked: 2026-01-01\n---\n" if checked else ""
        text = "\n".join(f"## {title} {{{braces}}}\n\n{quote}{body}\n" for title, braces, quote, body in notes)
        self.write(f"content/briefings/{slug}/annotations.md", head + text)

    @rule(slug=CONCEPTS, term=TERMS, fields=FIELDS, body=BODIES)
    def concept(self, slug: str, term: str, fields: str, body: str) -> None:
        """Write a concept."""
        self.write(f"content/glossary/{slug}.md", f"---\nterm: {term}\n{fields}---\n\n{body}\n")

    @rule(slug=st.sampled_from(["about", "method", "index"]), title=TITLES, body=BODIES)
    def page(self, slug: str, title: str, body: str) -> None:
        """Write a page."""
        self.write(f"content/pages/{slug}.md", f"---\ntitle: {title}\n---\n\n{body}\n")

    @rule(name=st.sampled_from(["t", "u"]), text=EVENTS)
    def events(self, name: str, text: str) -> None:
        """Write events."""
        self.write(f"content/timeline/{name}.md", text)

    @rule(name=st.sampled_from(["s", "t"]), items=SOURCES)
    def sources(self, name: str, items: dict[str, int]) -> None:
        """Write a bibliography."""
        told = [{"id": key, **ITEMS[key][number % len(ITEMS[key])]} for key, number in items.items()]
        self.write(f"content/sources/{name}.json", json.dumps(told, indent=1))

    @rule(text=SETTINGS)
    def settings(self, text: str) -> None:
        """Change the settings."""
        self.write("content/site.toml", text)

    @rule(
        name=st.sampled_from(["tail.html", *TEMPLATES.values()]),
        text=st.sampled_from([PLAIN, "other", "{{ frame.title }}"]),
    )
    def template(self, name: str, text: str) -> None:
        """Change a template."""
        self.write(f"templates/{name}", text if name != "tail.html" else f"tail of {len(text)}")

    @rule(path=TEXTS, text=st.sampled_from(["x", "y"]))
    def text(self, path: str, text: str) -> None:
        """Write a file that is no content."""
        self.write(path, text)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """Delete a file."""
        others = sorted(path for path in self.files if not path.startswith("templates/") or path.endswith(".txt"))
        if others:
            self.remove(data.draw(st.sampled_from(others)))

    @rule(source=SLUGS, other=SLUGS)
    def rename(self, source: str, other: str) -> None:
        """Rename a briefing."""
        before, after = (self.root / "content" / "briefings" / slug for slug in (source, other))
        if not before.is_dir() or after.exists():
            return
        before.rename(after)
        for path in [path for path in self.files if path.startswith(f"content/briefings/{source}/")]:
            moved = path.replace(f"/{source}/", f"/{other}/")
            self.files[moved] = self.files.pop(path)
            self.note(path)
            self.note(moved)

    # What happens to a build.

    @rule(drafts=st.booleans(), health=st.booleans())
    def call(self, drafts: bool, health: bool) -> None:
        """Ask for a site of another manner, in a new process."""
        self.restart()
        self.manner = Manner(drafts, health)
        self.changed = True

    @rule()
    def restart(self) -> None:
        """End the process."""
        if self.kept is not None:
            self.kept.close()
        self.kept, self.touched = None, None

    @rule()
    def watched(self) -> None:
        """Be told from now on which files change."""
        if self.kept is not None:
            self.touched = set()

    @rule(
        how=st.sampled_from(["noise", "half", "empty", "version", "program", "table", "gone", "lost", "cut", "blank"])
    )
    def damage(self, how: str) -> None:
        """Damage the state, or have another program make it."""
        self.restart()
        self.changed = True
        path = self.root / ".glossator" / "state.sqlite"
        if not path.exists():
            return
        if how == "gone":
            remove_state(path)
        elif how in {"lost", "cut", "blank"}:  # what is kept beside it
            for kept in path.parent.glob("state.kept-*"):
                content = kept.read_bytes()
                kept.unlink()
                if how != "lost":
                    kept.write_bytes(content[:-9] if how == "cut" else bytes(len(content)))
        elif how == "program":
            state = open_state(path)
            state.set_meta("identity", Identity(b"another", b"another"))
            state.commit()
            state.close()
        elif how in {"version", "table"}:
            database = sqlite3.connect(path)
            database.execute("PRAGMA user_version = 1" if how == "version" else "DROP TABLE IF EXISTS said")
            database.commit()
            database.close()
        else:
            content = path.read_bytes()
            path.write_bytes({"noise": b"x" * 5000, "half": content[: len(content) // 2], "empty": b""}[how])

    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        """Delete a file of the site by hand."""
        if self.last:
            (self.root / "site" / data.draw(st.sampled_from(sorted(self.last)))).unlink(missing_ok=True)
            self.changed = True

    # What must hold.

    @invariant()
    def same(self) -> None:
        """Compare the site and the faults with those of a clean build."""
        if not self.changed:
            return
        self.changed = False
        if self.kept is None:
            jobs = 1 if self.least < LEAST else None
            self.kept = Workshop(
                Folders(self.root), out=self.root / "site", manner=self.manner, fatal=(), jobs=jobs, least=self.least
            )
        touched = self.touched
        made = self.kept.build(touched)
        if self.touched is not None:
            self.touched = set()
        clean = self.clean()
        assert made.diagnostics == clean.diagnostics
        assert (made.published is None) == (clean.published is None)
        if clean.published is None:
            return
        self.last = contents(self.root / "site")
        assert made.counts == clean.counts
        assert self.last.keys() == (found := contents(self.root / "clean")).keys()
        assert {path: text for path, text in self.last.items() if text != found[path]} == {}

    def clean(self) -> Build:
        """Build without a memory, but for formatted citations."""
        out = self.root / "clean"
        shutil.rmtree(out, ignore_errors=True)
        path = self.root / ".glossator" / "clean.sqlite"
        remove_state(path)
        state = open_state(path, listed=LISTED, worded=WORDED, news=NEWS)
        state.strings.update(self.strings)
        state.commit()
        state.close()
        with Workshop(Folders(self.root), out=out, manner=self.manner, fatal=(), state="clean") as workshop:
            made = workshop.build()
            assert workshop._state is not None
            self.strings.update(workshop._state.strings)
        return made

    def teardown(self) -> None:
        """Clean up."""
        self.restart()
        if hasattr(self, "bounds"):
            self.bound(*self.bounds)
        shutil.rmtree(self.root, ignore_errors=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Give all files of a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


TestWalk = pytest.mark.usefixtures("unmeasured")(Walk.TestCase)
TestWalk.settings = settings(
    max_examples=max(1, STEPS // LENGTH),
    stateful_step_count=LENGTH,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a walk takes many minutes, and walks are short
    suppress_health_check=list(HealthCheck),
)
