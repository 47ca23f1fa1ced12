"""What an editor may ask for, one method each; the server only reads and writes JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from glossator.acceptance import LOCK, accept
from glossator.model.anchor import Orphan
from glossator.model.diagnostics import Severity
from glossator.model.project import SHARED_KEYS
from glossator.read.annotations import CHOICES, DATES
from glossator.read.files import source_of
from glossator.read.slugs import is_slug, slug_from
from glossator.read.written import WrittenNote
from glossator.resolve.standing import FoundTarget
from glossator.scaffold import concept_text

from .desk import Desk, Shown
from .files import Conflict, Files, Refused
from .notes import Draft, Notebook, Plan, as_it_is, open_notebook
from .steps import Step, hash_of

Seen = Mapping[str, str]
"""Hashes of the files of notes, by path, as the editor saw them."""


class Passage(Struct, frozen=True):
    """A selection in an article, in code points, with its words."""

    start: int
    end: int
    words: str


_ASKED: Final = {
    "claim": ("verdict", "who", "confidence", "checked"),
    "quotation": ("who", "when"),
    "forecast": ("who", "when"),
}
"""Keys for all kinds that a note of a kind is expected to have; a kind's own keys always are."""


class ConflictingTexts(Exception):  # noqa: N818 - it is an answer, not an error
    """A file is not what the editor saw: what it says now, and what was to be written."""

    def __init__(self, path: str, now: str, yours: str, seen: Seen) -> None:
        """`seen` are the hashes to come again with, by whoever wants to write all the same."""
        super().__init__(f"another program changed {path}, so nothing was written")
        self.path, self.now, self.yours, self.seen = path, now, yours, seen


class Faulty(Refused):
    """What was to be saved has an error, with which the site is not built; it can be written all the same."""


class Editor:
    """Edits the notes of a project."""

    def __init__(self, root: Path, content: str, state: Path) -> None:
        """`state` is what the last build remembers; what can be undone is kept beside it."""
        self.files: Final = Files(root, content, state.parent / "undo")
        self.desk: Final = Desk(root, content, state)
        self._last: tuple[object, Notebook] | None = None

    def form(self, slug: str, id_: str = "") -> dict[str, Any]:
        """Give what a form for a note needs: kinds with their keys, and what a note says now."""
        notebook = self._notebook(slug)
        settings = notebook.settings
        return {
            "kinds": [
                {
                    "id": kind.id,
                    "label": kind.label,
                    "means": kind.means,
                    "asks": [*_ASKED.get(kind.id, ()), *kind.keys],
                    "keys": [*kind.keys, *SHARED_KEYS],
                }
                for kind in settings.kinds
            ],
            "choices": {"verdict": [each.id for each in settings.verdicts], **{k: list(v) for k, v in CHOICES.items()}},
            "labels": {each.id: each.label for each in settings.verdicts},
            "dates": list(DATES),
            "seen": _seen(notebook),
            "undo": self.files.undoable(),
            "note": _note_data(notebook, id_) if id_ else None,
        }

    def show(self, slug: str, id_: str, draft: Draft, passage: Passage | None) -> tuple[Plan, Shown]:
        """Give what would be written, and how the page would show it."""
        notebook = self._notebook(slug)
        plan = _planned(notebook, id_, draft, passage)
        return plan, self.desk.show(notebook, plan)

    def save(self, slug: str, id_: str, draft: Draft, passage: Passage | None, seen: Seen, *, faulty: bool) -> Plan:
        """Write a new note, or what a note now says; unless `faulty`, only one with which the site can be built. Raises Faulty."""
        notebook = self._notebook(slug)
        plan = _planned(notebook, id_, draft, passage)
        if not faulty:
            errors = [each for each in self.desk.show(notebook, plan).faults if each.severity is Severity.ERROR]
            if errors:
                raise Faulty(errors[0].message)
        return self._write(notebook, plan, seen, "changed" if id_ else "added")

    def remove(self, slug: str, id_: str, seen: Seen) -> Plan:
        """Take a note away."""
        notebook = self._notebook(slug)
        return self._write(notebook, notebook.removed(id_), seen, "deleted")

    def accept(self, slug: str, id_: str, seen: Seen) -> Plan:
        """Have the quotes of a note that are only near to the article say what stands there now."""
        notebook = self._notebook(slug)
        near = notebook.approximate(id_)
        if not near:
            raise Refused("all passages of this note stand in the article as they are quoted")
        return self._write(notebook, notebook.requoted(id_, near), seen, "quoted anew")

    def keep(self, slug: str, id_: str) -> str:
        """Have the quotes of a note stay, and accept in the ledger where they stand; give its path."""
        notebook = self._notebook(slug)
        if not notebook.approximate(id_):
            raise Refused("no passage of this note waits to be accepted")
        path = f"{notebook.folder}/{LOCK}"
        with self.files.lock:
            before = self.files.read(path)
            if accept(self.files.root, slug, {id_}, content=self.files.content).account.blocked:
                raise Refused("the files of the briefing have errors; mend them first")
            self.files.record(path, before, self.files.read(path), f"passages of “{id_}” accepted")
        return path

    def quote(self, slug: str, id_: str, number: int, passage: Passage, seen: Seen) -> Plan:
        """Have a quote of a note, counted from 0, be another passage."""
        notebook = self._notebook(slug)
        span = notebook.passage(passage.start, passage.end, passage.words)
        return self._write(notebook, notebook.requoted(id_, {number: span}), seen, "quoted anew")

    def undo(self) -> Step:
        """Bring back what was there before the last step."""
        try:
            step = self.files.undo()
        except Conflict as conflict:
            raise ConflictingTexts(conflict.path, _text(conflict.now), "", {}) from conflict
        if step is None:
            raise Refused("there is nothing to undo")
        return step

    def forget(self, path: str) -> None:
        """Have the steps of a file be none that can be undone, so that those of others are."""
        self.files.forget(path)

    def concept(self, term: str, slug: str) -> str:
        """Write the file of a new concept, as `new concept` does; give its path."""
        term = " ".join(term.split())
        slug = slug or slug_from(term)
        if not term:
            raise Refused("a concept needs a term")
        if not is_slug(slug):
            raise Refused(f"`{slug}` is no slug; did you mean `{slug_from(slug)}`?")
        if bearer := self.desk.bearer(term):
            raise Refused(f"“{term}” is a name of the {bearer} already")
        path = f"{self.files.content}/glossary/{slug}.md"
        try:
            self.files.write(path, concept_text(term).encode(), hash_of(None), f"concept “{term}” added")
        except Conflict as conflict:
            raise Refused(f"{path} exists") from conflict
        return path

    def _notebook(self, slug: str) -> Notebook:
        """Read a briefing, if it is not as it was: a preview comes with every few letters."""
        settings = self.desk.settings()
        try:
            now = (slug, settings, as_it_is(self.files, slug))
            last = self._last
            if last is not None and last[0] == now:
                return last[1]
            notebook = open_notebook(self.files, slug, settings)
            if as_it_is(self.files, slug) == now[2]:
                self._last = (now, notebook)
        except OSError as error:
            raise Refused(f"the files of the briefing cannot be read: {(error.strerror or '').lower()}") from error
        return notebook

    def _write(self, notebook: Notebook, plan: Plan, seen: Seen, what: str) -> Plan:
        """Write a plan if its file is what the editor saw."""
        title = plan.note.title if plan.note is not None else notebook.find(plan.id)[1].title
        expected = plan.seen if seen.get(plan.path) == plan.seen else "another one"
        try:
            self.files.write(plan.path, plan.raw, expected, f"note “{title}” {what}")
        except Conflict as conflict:
            raise ConflictingTexts(
                conflict.path, _now(notebook, plan, conflict), plan.text, _seen(notebook)
            ) from conflict
        return plan


def _planned(notebook: Notebook, id_: str, draft: Draft, passage: Passage | None) -> Plan:
    if id_:
        return notebook.changed(id_, draft)
    span = None if passage is None else notebook.passage(passage.start, passage.end, passage.words)
    return notebook.added(draft, span)


def _seen(notebook: Notebook) -> dict[str, str]:
    return {file.path: hash_of(file.raw) for file in notebook.files}


def _now(notebook: Notebook, plan: Plan, conflict: Conflict) -> str:
    """Give what stands in the file: the note in question if it is there, else all of it."""
    for file in notebook.files:
        for note in file.notes:
            if file.path == plan.path and note.annotation.id == plan.id:
                return note.text
    return _text(conflict.now)


def _text(raw: bytes | None) -> str:
    source, _ = source_of("", raw or b"")
    return source.text if source is not None else ""


def _note_data(notebook: Notebook, id_: str) -> dict[str, Any]:
    file, note = notebook.find(id_)
    return {
        "id": id_,
        "path": file.path,
        "line": note.block.place.line,
        "title": note.title,
        "kind": note.annotation.kind,
        "attributes": note.attributes,
        "body": note.body,
        "text": note.text,
        "targets": [_target(notebook, note, number, each) for number, each in enumerate(notebook.standing(note))],
    }


def _target(notebook: Notebook, note: WrittenNote, number: int, each: FoundTarget) -> dict[str, Any]:
    """Give a quote as it is written, and what stands there."""
    text = notebook.haystack.text if notebook.haystack is not None else ""
    said = {
        "lines": note.quote_span(number).of(note.source.text),
        "reason": each.found.reason,
        "pending": each.pending,
        "was": each.was.words if each.was is not None else "",
    }
    if isinstance(each.found, Orphan):
        return {**said, "state": "detached", "words": "", "fits": False}
    fits = each.found.state in ("exact", "normalised")
    return {**said, "state": each.found.state, "words": each.found.span.of(text), "fits": fits}
