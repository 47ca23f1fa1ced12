"""Notes added, changed, quoted anew and taken away: what the file is then. Nothing is written here.

Each plan is read back before it is given: it must say just the note that was asked for, at just the passage, and every other
note must be what it was. What cannot be written so is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from glossator.model.anchor import Anchor
from glossator.model.briefing import Briefing
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.text import Source, Span
from glossator.read.files import Role, source_of, what_is
from glossator.read.slugs import free_id, slug_from
from glossator.read.spelling import block, can_be_written, heading
from glossator.read.spelling import body as written_body
from glossator.read.splice import Change, gap_before, spliced
from glossator.read.units import read_unit
from glossator.read.written import WrittenNote, written_notes
from glossator.resolve.anchor_text import Haystack
from glossator.resolve.anchoring import find
from glossator.resolve.quoting import Unquotable, quote_passage, trimmed
from glossator.resolve.standing import FoundTarget, Standings

from .files import EDITABLE, Files, Refused
from .steps import hash_of


class Draft(Struct, frozen=True):
    """What a note is to say."""

    title: str
    kind: str
    attributes: Mapping[str, str]
    """As they stand in braces."""
    body: str


class NoteFile(Struct, frozen=True):
    """A file of notes as it is now."""

    path: str
    raw: bytes | None
    """None if there is no such file yet."""
    source: Source
    notes: tuple[WrittenNote, ...]


class Plan(Struct, frozen=True):
    """What is to be written."""

    path: str
    raw: bytes
    seen: str
    """Hash of what the file is now."""
    id: str
    text: str
    """The note as it will stand there; empty if it is taken away."""
    source: Source
    """The whole file."""
    note: WrittenNote | None = None
    faults: tuple[Diagnostic, ...] = ()
    """Of reading the file."""


class Notebook(Struct, frozen=True, dict=True):
    """The notes of one briefing, and the article that they are about."""

    briefing: Briefing
    files: tuple[NoteFile, ...]
    settings: Settings
    haystack: Haystack | None
    folder: str
    trusted: bool = False
    ids: frozenset[str] = field(default_factory=frozenset)

    def find(self, id_: str) -> tuple[NoteFile, WrittenNote]:
        """Give a note and its file. Raises Refused."""
        for file in self.files:
            for note in file.notes:
                if note.annotation.id == id_:
                    return file, note
        raise Refused(f"there is no note `{id_}` any more")

    def passage(self, start: int, end: int, words: str) -> Span:
        """Give the span of a passage that was selected, if the article has these words there. Raises Refused."""
        if self.haystack is None:
            raise Refused("the briefing has no article")
        text = self.haystack.text
        if self.briefing.provenance.rights == "excerpt" and text.count(words.strip()) == 1:
            start, end = text.index(words.strip()), text.index(words.strip()) + len(words.strip())
            words = words.strip()  # the page counts what it shows, which is not all
        span = Span(start, end)
        if not 0 <= start < end <= len(text) or span.of(text) != words or not words.strip():
            raise Refused("the article has other words there now; load the page again and select them once more")
        return trimmed(text, span)

    def quote(self, span: Span) -> str:
        """Give the lines that quote a passage. Raises Refused."""
        if self.haystack is None:
            raise Refused("the briefing has no article")
        found = quote_passage(self.haystack, span)
        if isinstance(found, Unquotable):
            raise Refused(f"the passage cannot be quoted: {found.reason}")
        return found

    def file_for(self, span: Span | None) -> NoteFile:
        """Choose where a new note goes: beside the note whose passage comes before it, else into annotations.md, else the last."""
        main = next((file for file in self.files if file.path == f"{self.folder}/annotations.md"), self.files[-1])
        if span is None or self.haystack is None or len(self.files) == 1:
            return main
        best: tuple[tuple[bool, int], NoteFile] | None = None
        for file in self.files:
            for note in file.notes:
                for target in note.annotation.targets[:1]:
                    found = find(self.haystack, target.selector)
                    if isinstance(found, Anchor):
                        far = found.span.start - span.start
                        rank = (far > 0, abs(far))
                        best = (rank, file) if best is None or rank < best[0] else best
        return main if best is None else best[1]

    def added(self, draft: Draft, span: Span | None) -> Plan:
        """Plan a new note at the end of a file; without a passage, on the whole article. Raises Refused."""
        _check(draft, self.settings)
        file = self.file_for(span)
        id_ = free_id(slug_from(draft.title), self.ids)
        quote = self.quote(span) if span is not None else ""
        text = block(heading(draft.title, id_, draft.kind, draft.attributes), quote, written_body(draft.body))
        end = Span(len(file.source.text), len(file.source.text))
        plan = self._plan(file, [(end, gap_before(file.source.text) + text)], id_, text.rstrip())
        self._check_note(plan, draft, (span,) if span is not None else ())
        return plan

    def changed(self, id_: str, draft: Draft) -> Plan:
        """Plan that a note says something else about the same passage. Raises Refused."""
        _check(draft, self.settings)
        file, note = self.find(id_)
        if any(place.line == note.block.place.line for place in _heading_faults(file, self.settings)):
            raise Refused("the heading of the note has a fault; mend it in the file first")
        plan = self._plan(
            file, note.changes(" ".join(draft.title.split()), draft.kind, draft.attributes, draft.body), id_
        )
        self._check_note(plan, draft, None)
        return plan

    def removed(self, id_: str) -> Plan:
        """Plan that a note is no more. Raises Refused."""
        file, note = self.find(id_)
        start, end, text = note.span.start, note.span.end, file.source.text
        while end == len(text) and text.endswith("\n\n", 0, start):
            start -= 1  # the empty line stood between it and the note before
        return self._plan(file, [(Span(start, end), "")], id_, gone=True)

    def requoted(self, id_: str, spans: Mapping[int, Span]) -> Plan:
        """Plan that targets of a note, counted from 0, quote other passages. Raises Refused."""
        file, note = self.find(id_)
        if not spans or not all(0 <= number < len(note.block.targets) for number in spans):
            raise Refused("the note has no such quote")
        plan = self._plan(file, [(note.quote_span(n), self.quote(span)) for n, span in spans.items()], id_)
        assert plan.note is not None
        found = self._spans(plan.note)
        _must_agree(quote=({number: found[number] for number in spans}, dict(spans)))
        return plan

    def approximate(self, id_: str) -> dict[int, Span]:
        """Give the passages that a note's quotes were found at only approximately, by the number of the target."""
        _, note = self.find(id_)
        return {
            number: each.found.span
            for number, each in enumerate(self.standing(note))
            if isinstance(each.found, Anchor) and each.pending
        }

    def standing(self, note: WrittenNote) -> tuple[FoundTarget, ...]:
        """Give where the targets of a note stand, by the ledger if there is one."""
        return Standings(self.briefing).all_of(note.annotation)

    def _plan(self, file: NoteFile, changes: list[Change], id_: str, text: str = "", *, gone: bool = False) -> Plan:
        raw = spliced(file.raw or b"", changes)
        source, _ = source_of(file.path, raw)
        assert source is not None  # UTF-8 with UTF-8 put in
        notes, faults = written_notes(source, self.settings, trusted=self.trusted)
        mine = next((note for note in notes if note.annotation.id == id_), None)
        others = [_sign(note) for note in notes if note.annotation.id != id_]
        if others != [_sign(note) for note in file.notes if note.annotation.id != id_]:
            raise Refused(
                "other notes of the file would then read otherwise: perhaps a heading, a footnote or a link of this text belongs to them, "
                "or code or a comment is not closed"
            )
        if (mine is None) is not gone:
            raise Refused("the text would not be read as one note")
        text = mine.text if mine is not None else text if not gone else ""
        return Plan(file.path, raw, hash_of(file.raw), id_, text, source, mine, faults)

    def _check_note(self, plan: Plan, draft: Draft, spans: tuple[Span, ...] | None) -> None:
        note = plan.note
        assert note is not None
        found = None if spans is None else self._spans(note)
        _must_agree(
            title=(note.title, " ".join(draft.title.split())),
            kind=(note.annotation.kind, draft.kind),
            details=(note.attributes, _folded(draft.attributes)),
            text=(note.body, written_body(draft.body)),
            quote=(found, spans),
        )

    def _spans(self, note: WrittenNote) -> tuple[Span | None, ...]:
        """Say where the quotes of a note would be found by what they say, whatever the ledger knows of it."""
        assert self.haystack is not None or not note.annotation.targets
        found = [find(self.haystack, each.selector) for each in note.annotation.targets if self.haystack is not None]
        return tuple(each.span if isinstance(each, Anchor) else None for each in found)


def _must_agree(**said: tuple[object, object]) -> None:
    """Compare what is read with what was asked. Raises Refused."""
    for what, (read, asked) in said.items():
        if read != asked:
            raise Refused(f"the {what} would be read otherwise than it is written")


def open_notebook(files: Files, slug: str, settings: Settings) -> Notebook:
    """Read a briefing with its article and its notes. Raises Refused."""
    folder = f"{files.content}/briefings/{slug}"
    there = sorted(_paths(files.root, folder))
    value = read_unit(files.root, there, settings).value if there else None
    if not isinstance(value, Briefing):
        raise Refused(f"there is no briefing `{slug}`")
    trusted = any(f"briefings/{slug}/".startswith(f"{each}/") for each in settings.trusted)
    paths = [path for path in there if _role(path) is Role.ANNOTATIONS] or [f"{folder}/annotations.md"]
    notes = tuple(note_file(path, files.read(path), settings, trusted=trusted) for path in paths)
    haystack = Haystack(value.article.article.text) if value.article else None
    ids = frozenset(note.annotation.id for file in notes for note in file.notes)
    return Notebook(value, notes, settings, haystack, folder, trusted, ids)


def as_it_is(files: Files, slug: str) -> tuple[tuple[str, str], ...]:
    """Give what tells the files of a briefing from others: their paths and hashes. Raises OSError and Refused."""
    paths = sorted(_paths(files.root, f"{files.content}/briefings/{slug}"))
    return tuple(
        (path, hash_of(files.read(path) if _role(path) in EDITABLE else (files.root / path).read_bytes()))
        for path in paths
    )


def note_file(path: str, raw: bytes | None, settings: Settings, *, trusted: bool = False) -> NoteFile:
    """Read the bytes of a file of notes. Raises Refused."""
    source, faults = source_of(path, raw or b"")
    if source is None:
        raise Refused(f"{path} is {faults[0].message}; mend it first")
    return NoteFile(path, raw, source, written_notes(source, settings, trusted=trusted)[0])


def _paths(root: Path, folder: str) -> Iterable[str]:
    for pattern in ("*", "annotations/*"):
        for file in (root / folder).glob(pattern):
            path = file.relative_to(root).as_posix()
            if file.is_file() and not file.name.startswith(".") and _role(path) is not None:
                yield path


def _role(path: str) -> Role | None:
    file, _ = what_is(path)
    return file.role if file is not None else None


def _sign(note: WrittenNote) -> tuple[str, str, tuple[str, ...]]:
    return note.annotation.id, note.text, note.leans


def _folded(attributes: Mapping[str, str]) -> dict[str, str]:
    return {key: " ".join(value.split()) for key, value in attributes.items()}


def _heading_faults(file: NoteFile, settings: Settings) -> list:  # type: ignore[type-arg]
    faults = written_notes(file.source, settings)[1]
    return [fault.place for fault in faults if fault.code == "ANN001"]


def _check(draft: Draft, settings: Settings) -> None:
    """Refuse what cannot be a note. Raises Refused."""
    if not draft.title.strip():
        raise Refused("the note has no title")
    if draft.kind not in [kind.id for kind in settings.kinds]:
        raise Refused(f"there is no kind `{draft.kind}`")
    for key, value in draft.attributes.items():
        if not can_be_written(value):
            raise Refused(f"`{key}` cannot hold both kinds of straight quotes; write curly ones")
        if not value.strip():
            raise Refused(f"`{key}` has no value")
