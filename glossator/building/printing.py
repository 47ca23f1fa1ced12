"""The last part of a build: the stale files of the site are made, and published all at once.

Of a page that shows what it showed before, nothing is rendered; of a file whose bytes are the same, nothing is written. What
was printed is kept in the state only once the journal of the publication is there: a build that is killed before is done
again, one that is killed after it is finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from glossator.engine.ask import Ask
from glossator.engine.state import State
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.text import Place
from glossator.publish.folder import Publication, Published, known_files

from .steps import MEET, PAGES, Progress

if TYPE_CHECKING:
    from .stages import Printed

Shown = Callable[[str, bytes], None]
"""Is told a path of the site and its bytes."""


class Prints(Struct):
    """What came of printing."""

    rendered: list[tuple[str, str]] = []
    changed: list[str] = []
    removed: list[str] = []
    faults: list[Diagnostic] = []
    new: bool = False
    """Whether there are files that were not there before."""
    ours: set[str] | None = None
    """All files of the site, if they are others than before."""


def settle_paths(state: State, faults: tuple[Diagnostic, ...]) -> None:
    """Have a node for each path that is claimed, and none for others; the page that tells of faults is stale if they changed."""
    if state.meta("told") != faults:
        state.set_meta("told", faults)
        if state.has(PAGES, "health.html"):
            state.add(PAGES, "health.html", "there are other faults")
    ask = Ask(state, MEET)
    for key in state.take_news("path"):
        if ask.fact("path", key, len):
            if not state.has(PAGES, key):
                state.add(PAGES, key, "it is new")
        else:
            before = state.value(PAGES, key)
            if before is not None:
                state.leave(before[0])
            state.drop(PAGES, key)


def settle_folder(state: State, publication: Publication) -> None:
    """Make stale what is missing in the output folder. For another folder than the last time, take what we made from there."""
    out = publication.out
    before = state.meta("out")
    if before != str(out.resolve()):
        if before is not None:
            _take_over(state, Path(before), publication)
        state.set_meta("index", None)
        state.set_meta("sweep", value=True)
        return
    known: dict[str, tuple[int, int]] = state.meta("folders") or {}
    touched = {folder for folder, stamp in known.items() if _stamp(out / folder) != stamp}
    if not touched:
        return
    there = {folder: _names(out / folder) for folder in touched}
    if any(path.rpartition("/")[0] in touched for path in state.meta("index") or ()):
        state.set_meta("index", None)
        state.set_meta("sweep", value=True)
    for key in state.names(PAGES):
        before = state.value(PAGES, key)
        if before is not None:
            folder, _, name = before[0].rpartition("/")
            if folder in touched and name not in there[folder]:
                state.unmake(PAGES, key)
                state.add(PAGES, key, "it is missing in the output folder")


def put(
    state: State, publication: Publication | None, done: Iterable[tuple[Printed, str]], first: str, shown: Shown
) -> Prints:
    """Take up what was printed: stage new bytes, note the rest."""
    prints = Prints()
    for printed, why in done:
        prints.faults += printed.faults
        if not printed.looked:
            prints.rendered.append((printed.path, why))
        if printed.before and printed.before != printed.path:
            state.leave(printed.before)
        prints.new = prints.new or printed.before != printed.path
        state.put(PAGES, printed.name, printed.made)
        if printed.content is None:
            continue
        if printed.path == first:
            shown(first, printed.content)
        if publication is not None and (printed.before or publication.differs(printed.path, printed.content)):
            publication.write(printed.path, printed.content)
            prints.changed.append(printed.path)
    return prints


def settle_index(
    state: State, publication: Publication, prints: Prints, settings: Settings, place: Place, progress: Progress
) -> tuple[Diagnostic, ...]:
    """Have an index of all texts, if there is to be one and what it is made of changed. Gives SCH001, with which none is made.

    Pagefind indexes all again each time: so it is not run as long as no page says anything else to a reader.
    """
    known: dict[str, bytes] | None = state.meta("index")
    if not Ask(state, MEET).fact("full text", "", lambda rows: rows and rows[0][0]):
        _put_index(state, publication, prints, None if known is None else {})
        return ()
    from glossator.publish.search import build_index, searchable

    pages = [path for path in _paths(state) if path.endswith(".html")]
    told = {}
    for path in prints.changed if known is not None else pages:
        if path.endswith(".html"):
            text = searchable(publication.read(path).decode())
            told[f"searched {path}"] = blake2b(text.encode(), digest_size=16).hexdigest()
    same = all(state.strings.get(key) == digest for key, digest in told.items())
    if known is not None and same and not any(path.endswith(".html") for path in state.left()):
        return ()
    progress("indexing", 0, 1)
    state.strings.update(told)
    contents = {path: publication.read(path) for path in pages}
    made = build_index(contents, settings.language, publication.state, timeout=settings.search.timeout)
    _put_index(state, publication, prints, made.files)
    if not made.fault:
        return ()
    help_ = "readers still find names, titles, claims and sources; `--no-search` builds without the index"
    return (Diagnostic(place, "SCH001", f"no index of the texts: {made.fault}", help=help_),)


def _put_index(state: State, publication: Publication, prints: Prints, files: dict[str, bytes] | None) -> None:
    """Have the files of an index in the site, and no others of an earlier one; None changes nothing."""
    if files is None:
        return
    known: dict[str, bytes] = state.meta("index") or {}
    digests = {path: blake2b(content, digest_size=16).digest() for path, content in files.items()}
    for path, content in files.items():
        if known.get(path) != digests[path] and publication.differs(path, content):
            publication.write(path, content)
            prints.changed.append(path)
    for path in known.keys() - digests.keys():
        state.leave(path)
    prints.new = prints.new or known.keys() != digests.keys()
    state.set_meta("index", digests if files else None)


def prepare(state: State, publication: Publication, prints: Prints) -> None:
    """Say which files are to go, and keep in the state, uncommitted, what will be true once all of it shows."""
    gone = set(state.left())
    sweep = state.meta("sweep")
    if not (prints.new or gone or sweep):
        return
    prints.ours = {*_paths(state), *(state.meta("index") or ())}
    gone |= set(known_files(publication.out, publication.state)) if sweep else set()
    prints.removed = sorted(gone - prints.ours)
    publication.remove(prints.removed)
    state.set_meta("out", str(publication.out.resolve()))
    state.forget_left()
    state.set_meta("sweep", value=False)


def finish(state: State, publication: Publication, prints: Prints) -> Published:
    """Publish, and keep what was printed."""
    published = publication.commit(state.commit, prints.ours)
    known = state.meta("folders") or {}
    folders = set(known) if prints.ours is None else {path.rpartition("/")[0] for path in prints.ours}
    stamps = {folder: _stamp(publication.out / folder) for folder in folders}
    if known != stamps:
        state.set_meta("folders", stamps)
        state.commit()
    return published


def _paths(state: State) -> Iterator[str]:
    for key in state.names(PAGES):
        yield state.value(PAGES, key)[0]


def _take_over(state: State, old: Path, publication: Publication) -> None:
    """Stage what stands in another output folder as we made it; all else is stale."""
    for key in state.names(PAGES):
        made = state.value(PAGES, key)
        if made is None:
            continue
        path, _, digest = made
        try:
            content = (old / path).read_bytes()
        except OSError:
            content = b""
        if blake2b(content, digest_size=16).digest() == digest:
            publication.write(path, content)
        else:
            state.unmake(PAGES, key)
            state.add(PAGES, key, "it goes to another folder")


def _names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()} if folder.is_dir() else set()


def _stamp(folder: Path) -> tuple[int, int]:
    try:
        found = folder.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)
