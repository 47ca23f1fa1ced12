"""`anchors`: what waits to be accepted in a briefing, and `anchors.lock` written anew when a person accepts it.

The command line and the editor in the browser both call `accept`. Each call looks at the files as they are now.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from .model.anchor import Anchor
from .model.diagnostics import Diagnostic, Severity
from .model.ledger import Entry, Ledger, Settled, quote_line
from .model.text import Place, Span

if TYPE_CHECKING:
    from .model.briefing import Briefing
    from .resolve.standing import FoundTarget, Standings

LOCK: Final = "anchors.lock"


class UnknownBriefingError(LookupError):
    """There is no such briefing, or no such annotation in it."""


class Row(Struct, frozen=True):
    """A target, where it stands, and whether a person has yet to accept that."""

    note: str
    """Id of its annotation."""
    number: int
    """Of the target in it, from 1."""
    place: Place
    """Of the quote."""
    state: Settled | None
    """None of a quote that is not found, and never was: that cannot be accepted."""
    pending: bool
    quote: str
    span: Span | None
    """In code points of the article's text; None if it does not stand there."""
    words: str
    """What stands there, white space folded."""
    was: str
    """What the passage read before; empty if nothing else."""
    until: str
    """Date of the latest version that read so, in EDTF; empty if it is not known."""


class Account(Struct, frozen=True):
    """Where the targets of one briefing stand."""

    slug: str
    lock: str
    """Path of its ledger, from the project."""
    locked: bool
    """Whether that is there."""
    rows: tuple[Row, ...]
    """In the order of the notes' files."""
    faults: tuple[Diagnostic, ...]
    """What is to be told: of targets, of the ledger, and whatever keeps it from being written."""
    blocked: bool
    """Whether the files have faults with which nothing can be accepted: what they spoil would be lost."""


class Acceptance(Struct, frozen=True):
    """What came of accepting."""

    account: Account
    """As it is afterwards."""
    accepted: tuple[Row, ...]
    """What waited, and does no more; as it was before."""
    dropped: tuple[str, ...]
    """Entries that were let go, as the ledger names them (`id`, `id 2`), because no found quote is theirs any more."""
    written: bool
    """Whether the ledger is another now."""


def briefings(root: Path, content: str = "content") -> tuple[str, ...]:
    """List the slugs of all briefings of a project, also of drafts, sorted."""
    return tuple(sorted(each.parent.name for each in (root / content / "briefings").glob("*/briefing.md")))


def look(root: Path, slug: str, *, content: str = "content") -> Account:
    """Tell where the targets of a briefing stand, and write nothing. Raises UnknownBriefingError and OSError."""
    return _Desk(root, content, slug).account


def asked(targets: Iterable[str]) -> dict[str, set[str] | None]:
    """Give for each briefing in a list of `briefing` and `briefing#note` the notes that are meant, None for all."""
    found: dict[str, set[str] | None] = {}
    for target in targets:
        slug, hash_, note = target.partition("#")
        notes = found.setdefault(slug, set() if hash_ else None)
        if not hash_:
            found[slug] = None
        elif notes is not None:
            notes.add(note)
    return found


def unaccepted(root: Path, slug: str, notes: Collection[str] | None = None, *, content: str = "content") -> Acceptance:
    """Do as `accept` does, but accept and write nothing."""
    account = look(root, slug, content=content)
    rows = tuple(row for row in account.rows if notes is None or row.note in notes)
    _refuse_unknown(account, notes)
    return Acceptance(replace(account, rows=rows), (), (), written=False)


def _refuse_unknown(account: Account, notes: Collection[str] | None) -> None:
    unknown = sorted(set(notes or ()) - {row.note for row in account.rows})
    if unknown:
        raise UnknownBriefingError(f"the briefing `{account.slug}` has no annotation `{unknown[0]}` with a quote")


def accept(root: Path, slug: str, notes: Collection[str] | None = None, *, content: str = "content") -> Acceptance:
    """Accept where the targets of a briefing stand, and write that to its `anchors.lock`, whole or not at all.

    `root` is the folder of the project, `slug` the briefing's; `notes` are ids of the annotations that are accepted, None for all of
    them. What waits of other annotations goes on waiting, and is written down as such, so that no old words are lost. If the files
    have faults with which entries would be lost (`Account.blocked`), nothing is written. Quotes that were never found stay
    faults. Raises UnknownBriefingError for a briefing or an annotation that is not there, and OSError.
    """
    desk = _Desk(root, content, slug)
    before = desk.account
    _refuse_unknown(before, notes)
    if before.blocked or desk.briefing is None or desk.briefing.article is None:
        return Acceptance(before, (), (), written=False)
    ledger = desk.ledger(notes)
    dropped = desk.standings.unclaimed if desk.standings else ()
    written = (bool(ledger.entries) or before.locked) and _put(root / before.lock, ledger)
    accepted = tuple(row for row in before.rows if row.pending and (notes is None or row.note in notes))
    return Acceptance(
        look(root, slug, content=content), accepted, tuple(_name(each.id, each.number) for each in dropped), written
    )


class _Desk:
    """One briefing, read and anchored."""

    def __init__(self, root: Path, content: str, slug: str) -> None:
        from .engine.files import Files
        from .read.units import read_unit, settings_of
        from .resolve.standing import Standings

        folder = f"{content}/briefings/{slug}"
        if "/" in slug or not (root / folder / "briefing.md").is_file():
            raise UnknownBriefingError(f"there is no briefing `{slug}`")
        files = Files({folder: root / folder})
        toml = f"{content}/site.toml"
        settings, _ = settings_of(root, toml, there=(root / toml).is_file())
        unit = read_unit(root, sorted(files.look()), settings)
        self.briefing: Briefing | None = unit.value  # type: ignore[assignment]  # the unit of a briefing is one
        self.slug, self.path = slug, f"{folder}/{LOCK}"
        self.blocking = tuple(each for each in (*unit.faults, *unit.inner) if each.severity is Severity.ERROR)
        self.locked = self.path in files.table
        self.targets: dict[str, tuple[FoundTarget, ...]] = {}
        self.standings: Standings | None = None
        if self.briefing is not None:
            self.standings = Standings(self.briefing)
            self.targets = {each.id: self.standings.all_of(each) for each in self.briefing.annotations}

    @property
    def account(self) -> Account:
        """Say how it stands."""
        from .resolve.anchor_faults import anchor_faults

        faults = list(self.blocking)
        text = ""
        if self.briefing is not None and self.briefing.article is not None and self.standings is not None:
            text = self.briefing.article.article.text
            faults += anchor_faults(self.briefing, self.standings, self.targets)
        rows = (_row(id_, number, each, text) for id_, number, each in self._numbered())
        faults.sort(key=lambda each: each.sort_key)
        return Account(self.slug, self.path, self.locked, tuple(rows), tuple(faults), bool(self.blocking))

    def _numbered(self) -> Iterator[tuple[str, int, FoundTarget]]:
        for id_, inside in self.targets.items():
            for number, each in enumerate(inside, 1):
                yield id_, number, each

    def ledger(self, notes: Collection[str] | None) -> Ledger:
        """Make the ledger that is true once these notes are accepted, None for all."""
        assert self.briefing is not None
        assert self.briefing.article is not None
        assert self.standings is not None
        entries = []
        for id_, number, each in self._numbered():
            accepted = notes is None or id_ in notes
            known = self.standings.entry(id_, number)
            if each.state is None or (each.pending and not accepted and known is None):
                continue  # it was never found, or never accepted: the quote says all there is to know
            span = each.found.span if isinstance(each.found, Anchor) else None
            quote = quote_line(each.target.selector)
            entries.append(Entry(id_, number, each.state, quote, span, each.was, each.pending and not accepted))
        entries.sort(key=lambda each: (each.id, each.number))
        return Ledger(self.path, self.briefing.article.article.text, _version(self.briefing), tuple(entries))


def _version(briefing: Briefing) -> str:
    """Give the date of a briefing's article: when it was retrieved, else that of the version that it is the same as."""
    from .model.date import Date
    from .read.dates import parse_date

    retrieved = parse_date(briefing.provenance.retrieved)
    if isinstance(retrieved, Date):
        return retrieved.source
    text = briefing.article.article.text if briefing.article else ""
    return next((each.date.source for each in reversed(briefing.versions) if each.article.text == text), "")


def _row(id_: str, number: int, each: FoundTarget, text: str) -> Row:
    span = each.found.span if isinstance(each.found, Anchor) else None
    words = " ".join(span.of(text).split()) if span else ""
    was, until = (each.was.words, each.was.date) if each.was else ("", "")
    quote = quote_line(each.target.selector)
    return Row(id_, number, each.target.place, each.state, each.pending, quote, span, words, was, until)


def _name(id_: str, number: int) -> str:
    return id_ if number == 1 else f"{id_} {number}"


def _put(path: Path, ledger: Ledger) -> bool:
    """Write a ledger, if it is not there as it is; a crash leaves the old one or the new one."""
    from .read.lock import written

    content = written(ledger).encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return True


# How it is told.


def as_lines(made: Acceptance, prefix: str = "", *, accepting: bool) -> Iterator[str]:
    """Tell how it stands with a briefing, or what was accepted; `prefix` leads from the working folder to the project."""
    account = made.account
    if not accepting:
        yield from _standing_lines(account)
        return
    if account.blocked:
        yield f"{account.slug}: nothing accepted, because of faults in its files"
        return
    for row in made.accepted:
        yield f"{account.slug}: accepted {_name(row.note, row.number)} ({row.state})"
    for name in made.dropped:
        yield f"{account.slug}: dropped {name}, which no quote has any more"
    yield f"{account.slug}: {'wrote' if made.written else 'no change to'} {prefix}{account.lock}"


def _standing_lines(account: Account) -> Iterator[str]:
    """Count the targets, and name the ones that wait, or are not where their quotes say."""
    counts = Counter(row.state or "not found" for row in account.rows)
    waiting = sum(row.pending for row in account.rows)
    told = ", ".join(f"{count} {state}" for state, count in counts.items()) or "no quotes"
    how = f"; {waiting} to accept" if waiting else "" if account.locked or not account.rows else f"; no {LOCK} yet"
    yield f"{account.slug}: {told}{how}"
    for row in account.rows:
        if row.pending or row.state not in ("exact", "moved"):
            yield f"  {_name(row.note, row.number)}: {row.state or 'not found'}{', to accept' * row.pending}"


def as_data(made: Acceptance, prefix: str = "") -> dict[str, Any]:
    """Give the same as JSON has it."""
    account = made.account
    rows = [
        {
            "note": row.note, "target": row.number, "path": prefix + row.place.path, "line": row.place.line,
            "state": row.state or "not found", "pending": row.pending, "quote": row.quote,
            "start": row.span.start if row.span else None, "end": row.span.end if row.span else None,
            "words": row.words, "was": row.was, "until": row.until,
        }
        for row in account.rows
    ]  # fmt: skip
    return {
        "briefing": account.slug,
        "lock": prefix + account.lock,
        "locked": account.locked,
        "written": made.written,
        "accepted": [_name(row.note, row.number) for row in made.accepted],
        "dropped": list(made.dropped),
        "targets": rows,
    }
