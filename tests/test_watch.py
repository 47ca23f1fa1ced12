"""Changes of files become batches, batches become builds: with real folders, real events and no sleeping."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from conftest import Project
from watchdog.observers.api import BaseObserver, EventEmitter

from glossator.building.steps import Manner
from glossator.live.builder import Built, Early, WorkshopBuilder
from glossator.live.changes import CROWD, MANY, SETTLED, Batch, Changes
from glossator.live.moves import moved_page, page_of
from glossator.live.rounds import Round, Showing, run, snapshot
from glossator.live.serving import Loop, watch
from glossator.live.telling import round_lines
from glossator.live.watching import Watcher, kernel_watches, matters
from glossator.pipeline import Project as Folders
from glossator.report import weigh

Make = Callable[[Mapping[str, str | bytes]], Project]
PATIENCE = 20.0
"""Seconds after which a test gives up waiting for an event."""
WEIGHING = weigh(check=False, strict=False)
ABOUT = "---\ntitle: About\n---\n\nText.\n"


def taken(changes: Changes) -> Batch:
    """Wait for a batch, which must come."""
    batch = changes.take(PATIENCE)
    assert batch is not None
    assert batch != Batch()
    return batch


@contextmanager
def watched(root: Path, *, poll: bool = False) -> Iterator[Changes]:
    """Watch a folder `content`."""
    changes = Changes()
    with Watcher(root, ("content", "templates"), changes, poll=poll):
        yield changes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a project's folder with two files."""
    (tmp_path / "content" / "pages").mkdir(parents=True)
    (tmp_path / "content" / "pages" / "a.md").write_text("a")
    (tmp_path / "content" / "pages" / "b.md").write_text("b")
    return tmp_path


def test_changes_are_gathered_until_it_is_quiet() -> None:
    """What happens in one go is one batch, each file once, with renamings in order."""
    changes = Changes(quiet=0.01)
    changes.add("a")
    changes.add("a")
    changes.move("b", "c")

    assert changes.take() == Batch(frozenset("abc"), (("b", "c"),))


def test_changes_of_one_file_that_is_whole_are_taken_soon() -> None:
    """A file that was closed after it changed is waited for no longer; with a second one it is a batch like others."""
    now = 0.0
    changes = Changes(quiet=1000, clock=lambda: now)
    changes.saved("z")  # of an earlier batch
    changes.add("a")
    changes.saved("a")
    now = SETTLED
    assert taken(changes) == Batch(frozenset("a"))
    changes.saved("a")
    assert changes.take(0.001) == Batch()


@pytest.mark.parametrize(("new", "second"), [(True, "a"), (False, "b")])
def test_changes_of_a_new_file_or_of_two_are_waited_for(new: bool, second: str) -> None:
    """They may be the first of many."""
    quiet = 0.05
    changes = Changes(quiet=quiet)
    changes.add("a", new=new)
    changes.saved("a")
    changes.add(second)
    since = time.monotonic()
    assert taken(changes) == Batch(frozenset({"a", second}))
    assert time.monotonic() - since > quiet - SETTLED


def test_changes_that_never_end_are_taken_all_the_same() -> None:
    """A program that always writes cannot keep a batch from being taken."""
    changes = Changes(quiet=1000, longest=0.01)
    changes.add("a")

    assert changes.take() == Batch(frozenset("a"))


def test_changes_of_a_crowd_are_waited_for_longer() -> None:
    """A checkout may pause for longer than the save of an editor, and is one batch all the same."""
    now = 0.0
    changes = Changes(quiet=0.01, clock=lambda: now)
    for number in range(CROWD + 1):
        changes.add(str(number))
    now = 0.04
    changes.add("late")
    now = 0.1

    assert len(taken(changes).paths) == CROWD + 2


def test_changes_of_folders_leave_doubt() -> None:
    """After a change of folders, and after very many changes, any file may have changed."""
    changes = Changes(quiet=0)
    changes.add("a")
    assert taken(changes) == Batch(frozenset({"a"}))

    changes.add("a")
    changes.doubt(("x", "y"))
    batch = taken(changes)
    assert (batch.changed, batch.moves) == (None, (("x", "y"),))

    for number in range(MANY + 1):
        changes.add(str(number))
    assert taken(changes).changed is None


def test_changes_give_an_empty_batch_when_nothing_happens() -> None:
    """Patience ends."""
    assert Changes().take(0.001) == Batch()


def test_changes_once_closed_end_who_waits() -> None:
    """Closing ends a wait at once, with changes or without."""
    changes = Changes(quiet=1000)
    found: list[Batch | None] = []
    waiting = Thread(target=lambda: found.append(changes.take()))
    waiting.start()
    changes.add("a")

    changes.close()

    waiting.join(PATIENCE)
    assert found == [None]
    assert changes.take() is None


@pytest.mark.parametrize(
    ("path", "yes"),
    [
        ("content/pages/a.md", True),
        ("content/.a.md.swp", False),
        ("content/.git/index", False),
        ("content/#a.md#", False),
        ("content/a.md~", False),
        ("content/a.swp", False),
    ],
)
def test_matters_passes_over_what_editors_leave(path: str, yes: bool) -> None:
    """Hidden files, back-ups and swap files start no build."""
    assert matters(path) is yes


@pytest.mark.parametrize("poll", [False, True])
def test_watching_sees_what_happens_to_files(root: Path, poll: bool) -> None:
    """New, changed, deleted and renamed files are told by path, by the system's events and by looking."""
    pages = root / "content" / "pages"
    with watched(root, poll=poll) as changes:
        (pages / "new.md").write_text("new")
        assert taken(changes) == Batch(frozenset({"content/pages/new.md"}))

        (pages / "a.md").write_text("another text")
        assert taken(changes) == Batch(frozenset({"content/pages/a.md"}))

        (pages / "b.md").unlink()
        assert taken(changes) == Batch(frozenset({"content/pages/b.md"}))

        (pages / "a.md").rename(pages / "c.md")
        batch = taken(changes)
        assert batch.paths == {"content/pages/a.md", "content/pages/c.md"}
        assert batch.moves == (("content/pages/a.md", "content/pages/c.md"),)


def test_watching_is_not_woken_by_reading(root: Path) -> None:
    """What a build does to its files starts no build."""
    with watched(root) as changes:
        for _ in range(20):
            (root / "content" / "pages" / "a.md").read_text()
            list((root / "content").rglob("*"))
        (root / "content" / "pages" / "b.md").write_text("sentinel")

        assert taken(changes) == Batch(frozenset({"content/pages/b.md"}))


def test_watching_sees_atomic_saves_once(root: Path) -> None:
    """A save that writes a hidden file and renames it is one change of one file."""
    pages = root / "content" / "pages"
    with watched(root) as changes:
        (pages / ".a.md.tmp").write_text("saved")
        (pages / ".a.md.tmp").replace(pages / "a.md")

        assert taken(changes) == Batch(frozenset({"content/pages/a.md"}))


def test_watching_sees_a_back_up_made_by_renaming(root: Path) -> None:
    """An editor that renames the old file to a back-up and writes a new one changes one file, and moves none."""
    pages = root / "content" / "pages"
    with watched(root) as changes:
        (pages / "a.md").rename(pages / "a.md~")
        (pages / "a.md").write_text("saved")

        assert taken(changes) == Batch(frozenset({"content/pages/a.md"}))


def test_watching_sees_a_thousand_files_as_one_batch(root: Path) -> None:
    """A checkout of a thousand files in new folders is one batch, in doubt."""
    with watched(root) as changes:
        for number in range(1000):
            folder = root / "content" / "briefings" / f"b{number % 50}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{number}.md").write_text("text")

        assert taken(changes).changed is None
        assert changes.take(0.3) == Batch()


@pytest.mark.parametrize("poll", [False, True])
def test_watching_outlives_its_folder(root: Path, poll: bool) -> None:
    """A folder that is deleted and comes back, or comes by renaming, is watched again."""
    with watched(root, poll=poll) as changes:
        shutil.rmtree(root / "content")
        assert taken(changes).changed is None

        (root / "elsewhere" / "pages").mkdir(parents=True)
        (root / "elsewhere" / "pages" / "a.md").write_text("back")
        (root / "elsewhere").rename(root / "content")
        assert taken(changes).changed is None

        (root / "content" / "pages" / "a.md").write_text("and changed")
        while "content/pages/a.md" not in taken(changes).paths:
            pass


def test_watching_tells_of_renamed_folders(root: Path) -> None:
    """The renaming of a folder is told, so that pages can follow it."""
    with watched(root) as changes:
        (root / "content" / "pages").rename(root / "content" / "texts")

        batch = taken(changes)

    assert batch.changed is None
    assert ("content/pages", "content/texts") in batch.moves


def test_watching_passes_over_hidden_folders(root: Path) -> None:
    """Folders that no build reads start none."""
    with watched(root) as changes:
        (root / "content" / ".git").mkdir()
        (root / "content" / ".git" / "index").write_text("x")
        (root / "site").mkdir()
        (root / "notes.txt").write_text("x")
        (root / "content" / "pages" / "b.md").write_text("sentinel")

        assert taken(changes) == Batch(frozenset({"content/pages/b.md"}))


class Refusing(BaseObserver):
    """An observer of a system that has no watches left."""

    def __init__(self) -> None:
        super().__init__(EventEmitter)

    def schedule(self, *_: object, **__: object) -> None:  # type: ignore[override]
        """Refuse."""
        raise OSError(28, "No space left on device")


class Deaf(Refusing):
    """An observer of a system that has no watches left for folders below the first, which it does not say."""

    def schedule(self, *_: object, **__: object) -> None:  # type: ignore[override]
        """Watch nothing."""


@pytest.mark.parametrize("observer", [Refusing, Deaf])
def test_watching_polls_when_the_system_refuses(root: Path, observer: Callable[[], BaseObserver]) -> None:
    """Without events of the system, changes are found by looking, and who did not ask for that is told."""
    changes = Changes()
    said: list[str] = []
    with Watcher(root, ("content",), changes, say=said.append, observer=observer):
        assert said == ["the system tells of no more folders; they are looked through twice a second instead"]
        (root / "content" / "pages" / "a.md").write_text("another text")

        assert taken(changes) == Batch(frozenset({"content/pages/a.md"}))


def test_kernel_watches_counts_folders(root: Path) -> None:
    """The kernel says how many folders it watches for us, where it says anything."""
    before = kernel_watches() or 0
    with watched(root):
        assert (kernel_watches() or 0) - before == 3
    assert kernel_watches(root / "no such folder") is None


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("content/briefings/a", "briefings/a.html"),
        ("content/briefings/a/article.md", "briefings/a.html"),
        ("content/glossary/a.md", "glossary/a.html"),
        ("content/pages/a.md", "pages/a.html"),
        ("content/pages/a.txt", ""),
        ("content/sources/a.bib", ""),
        ("templates/pages/a.md", ""),
    ],
)
def test_page_of_names_the_page_of_a_file(path: str, page: str) -> None:
    """A file of content with a page of its own leads to it."""
    assert page_of(path, "content") == page


def test_moved_page_follows_renamings() -> None:
    """A page is followed through several renamings, to one that is there."""
    moves = [("content/pages/a.md", "content/pages/b.md"), ("content/pages/b.md", "content/pages/c.md")]

    assert moved_page("pages/a.html", moves, "content", {"pages/c.html"}.__contains__) == "pages/c.html"
    assert moved_page("pages/a.html", moves, "content", {"pages/b.html"}.__contains__) == ""
    assert moved_page("pages/x.html", moves, "content", {"pages/c.html"}.__contains__) == ""


class Bench:
    """A builder that does what it is told, and keeps what it was asked."""

    def __init__(self, changes: Changes, *steps: Callable[[], None]) -> None:
        self._changes = changes
        self._steps = list(steps)
        self.asked: list[frozenset[str] | None] = []
        self.rounds: list[Round] = []
        self.published = 0

    def build(self, changed: frozenset[str] | None, first: str, early: Early) -> Built:
        """Take a step; without any left, end the loop."""
        self.asked.append(changed)
        early(first, b"early")
        if self._steps:
            self._steps.pop(0)()
        else:
            self._changes.close()
        return Built(False, (), self.publish)

    def publish(self) -> None:
        """Count."""
        self.published += 1

    def showing(self) -> Showing:
        """Give what keeps the rounds."""
        return Showing(
            lambda built: built.publish(), self.rounds.append, lambda _: None, lambda *_: None, lambda: "index.html"
        )


def test_rounds_build_first_and_after_each_batch() -> None:
    """The first build looks at everything, the next at what changed, also while it was being built."""
    changes = Changes(quiet=0)
    bench = Bench(changes, lambda: changes.add("a"), lambda: changes.add("b"))

    run(bench, changes, bench.showing(), ())

    assert bench.asked == [None, {"a"}, {"b"}]
    assert bench.published == 3


def test_rounds_outlive_what_goes_wrong() -> None:
    """A bug, or a disk that fails, is told; the next save builds again."""
    changes = Changes(quiet=0)

    def fail() -> None:
        changes.add("a")
        raise OSError(5, "Input/output error")

    bench = Bench(changes, fail)

    run(bench, changes, bench.showing(), ())

    assert [type(made.error) for made in bench.rounds] == [OSError, type(None)]
    assert bench.rounds[0].built is None
    assert "Input/output error" in list(round_lines(bench.rounds[0], WEIGHING, ""))[-1]


def test_rounds_find_files_that_no_event_told_of(root: Path) -> None:
    """Once it is quiet after a change of folders, a file that came unseen is found by looking, once."""
    changes = Changes(quiet=0)
    bench = Bench(changes, (root / "content" / "unseen.md").touch)

    run(bench, changes, bench.showing(), [root / "content"])

    assert bench.asked == [None, None]


def test_rounds_look_only_once_when_nothing_was_missed(root: Path) -> None:
    """After a look that finds nothing, the loop waits for events."""
    changes = Changes(quiet=0)
    looks: list[int] = []

    class Looking(Changes):
        def take(self, patience: float | None = None) -> Batch | None:
            """Note how long the loop is ready to wait, and end it when that is for ever."""
            looks.append(patience is not None)
            return Batch() if patience is not None else None

    bench = Bench(changes, lambda: None)
    run(bench, Looking(), bench.showing(), [root / "content"])

    assert looks == [True, False]
    assert bench.asked == [None]


def test_snapshot_differs_when_a_file_does(root: Path) -> None:
    """A change, a new file and a deletion show; a link to nothing is passed over."""
    content = root / "content"
    before = snapshot([content, root / "not there"])
    (content / "dangling").symlink_to(root / "nowhere")
    assert snapshot([content]) == before

    (content / "pages" / "a.md").write_text("longer than it was")
    assert snapshot([content]) != before


def test_workshop_builder_tells_what_is_different(project: Make) -> None:
    """A build says which files differ from the last one that was published, and which are gone."""
    made = project({"content/pages/about.md": ABOUT, "content/pages/other.md": ABOUT.replace("About", "Other")})
    folders = Folders(made.root)
    builder = WorkshopBuilder(folders, made.root / "out", Manner(health=True), WEIGHING, lambda *_: None, "watch")

    first = builder.build(None, "", lambda *_: None)
    first.publish()
    assert "pages/about.html" in first.changed
    assert (made.root / "out" / "health.html").exists()

    again = builder.build(None, "", lambda *_: None)
    assert (again.changed, again.removed) == (frozenset(), frozenset())

    made.write({"content/pages/other.md": ABOUT.replace("About", "Other").replace("Text", "New text")})
    (made.root / "content/pages/about.md").unlink()
    third = builder.build(None, "", lambda *_: None)
    assert "pages/other.html" in third.changed
    assert third.removed == {"pages/about.html"}

    made.write({"content/pages/other.md": ABOUT + "[[Nothing]]"})
    failed = builder.build(None, "", lambda *_: None)
    failed.publish()
    assert failed.failed
    assert [fault.code for fault in failed.diagnostics] == ["LNK001"]
    assert (made.root / "out" / "pages" / "about.html").exists()


def loop_of(made: Project, tell: Callable[[Round], None], say: Callable[[str], None] = lambda _: None) -> Loop:
    """Give what a command is told."""
    return Loop(Folders(made.root), WEIGHING, drafts=False, poll=False, progress=lambda *_: None, tell=tell, say=say)


def test_watch_publishes_after_each_change_and_ends_when_interrupted(project: Make) -> None:
    """Each save is published into the folder; broken content leaves the last good site; an interruption ends quietly."""
    made = project({"content/pages/about.md": ABOUT})
    out = made.root / "public"
    page = out / "pages" / "about.html"
    told: list[str] = []

    def tell(made_round: Round) -> None:
        told.extend(round_lines(made_round, WEIGHING, ""))
        match len([line for line in told if line.startswith("built")]):
            case 1:
                made.write({"content/pages/about.md": ABOUT + "\nSecond.\n"})
            case 2:
                assert "Second." in page.read_text("utf-8")
                made.write({"content/pages/about.md": ABOUT + "\n[[Nothing]]\n"})
            case 3:
                assert "Second." in page.read_text("utf-8")
                made.write({"content/pages/about.md": ABOUT + "\nThird.\n"})
            case _:
                assert "Third." in page.read_text("utf-8")
                signal.raise_signal(signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    watch(loop_of(made, tell), out, index=False)

    assert signal.getsignal(signal.SIGTERM) is before
    assert [line.split(";")[0] for line in told if line.startswith("built")][1:] == [
        "built: 1 changed, 0 removed", "built: not published", "built: 1 changed, 0 removed",
    ]  # fmt: skip
    assert any("error LNK001" in line for line in told)
    assert not (made.root / "site").exists()
    assert not (out / "health.html").exists()


def test_watch_sees_a_save_during_a_build(project: Make) -> None:
    """What is saved while a build runs is in the page when all is quiet."""
    made = project({"content/pages/about.md": ABOUT})
    saved = Event()
    rounds: list[Round] = []

    def progress(stage: str, _done: int, _all: int) -> None:
        if stage == "rendering" and not saved.is_set():
            saved.set()
            made.write({"content/pages/about.md": ABOUT + "\nSaved meanwhile.\n"})

    def tell(made_round: Round) -> None:
        rounds.append(made_round)
        if "Saved meanwhile." in (made.root / "out/pages/about.html").read_text("utf-8"):
            signal.raise_signal(signal.SIGINT)

    loop = Loop(
        Folders(made.root), WEIGHING, drafts=False, poll=False, progress=progress, tell=tell, say=lambda _: None
    )
    watch(loop, made.root / "out", index=False)

    assert len(rounds) == 2


def test_watch_command_names_its_folder(project: Make) -> None:
    """`watch` builds into `site`, or into what `--out` names, and ends with 0 when interrupted."""
    made = project({"content/pages/about.md": ABOUT})
    content = str(made.root / "content")

    def interrupt(changes: Changes) -> None:
        changes.take(PATIENCE)
        os.kill(os.getpid(), signal.SIGINT)

    for folder, options in (("site", ()), ("out", ("--out", str(made.root / "out"), "--drafts", "--no-search"))):
        (made.root / folder).mkdir()
        changes = Changes()
        with Watcher(made.root, (folder,), changes):
            waiting = Thread(target=interrupt, args=[changes])
            waiting.start()
            assert made.run("watch", "--content", content, *options).exit_code == 0
            waiting.join()

    assert (made.root / "site" / "pages" / "about.html").exists()
    assert not (made.root / "site" / "health.html").exists()
    assert (made.root / "out" / "health.html").exists()
