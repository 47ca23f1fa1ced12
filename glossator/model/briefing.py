"""A briefing: our text about one article, the article, and its annotations."""

from __future__ import annotations

from msgspec import Struct

from .annotation import Annotation
from .article import Article, Provenance
from .date import Date
from .diagnostics import Diagnostic
from .ledger import ArticleVersion, Ledger
from .prose import Prose
from .text import Place, Source


class Naming(Struct, frozen=True):
    """How a text of ours treats names: what an ambiguous one means there, and whether names become links."""

    senses: tuple[tuple[str, str, Place], ...] = ()
    """Name, concept slug, where it is declared."""
    autolink: bool = True


class Reference(Struct, frozen=True):
    """A name or slug written in a header, to be looked up."""

    name: str
    place: Place


class BriefingHead(Struct, frozen=True):
    """What `briefing.md` says."""

    place: Place
    title: str
    summary: str = ""
    date: Date | None = None
    updated: Date | None = None
    authors: tuple[str, ...] = ()
    status: str = "published"
    lang: str = ""
    topics: tuple[Reference, ...] = ()
    naming: Naming = Naming()
    provenance: tuple[tuple[str, str, Place], ...] = ()
    """`article:` as key, value and place; the article's own header wins."""
    body: Prose = Prose()


class ArticleFile(Struct, frozen=True):
    """An article and what its own header says."""

    path: str
    raw: str
    """The file's text, header included, to tell where a passage stands in it."""
    article: Article
    provenance: tuple[tuple[str, str, Place], ...] = ()

    @property
    def source(self) -> Source:
        """The file as text with places."""
        return Source(self.path, self.raw)


class AnnotationFile(Struct, frozen=True):
    """A file of annotations, as read."""

    path: str
    annotations: tuple[Annotation, ...]
    naming: Naming


class FileRead(Struct, frozen=True):
    """What one file of a briefing says by itself: as long as its text is the same, it need not be read again."""

    path: str
    digest: bytes
    """Of its text, and of the settings by which it was read."""
    says: object
    faults: tuple[Diagnostic, ...]
    code: tuple[tuple[str, str], ...] = ()
    """Its blocks of code, as written and as converted."""


class Briefing(Struct, frozen=True):
    """A briefing, as read. An annotation's file gives its notes in order; files are read in name order."""

    slug: str
    head: BriefingHead
    article: ArticleFile | None
    provenance: Provenance
    source_place: Place | None
    """Where `source` of the provenance is written."""
    annotations: tuple[Annotation, ...]
    note_naming: Naming = Naming()
    ledger: Ledger | None = None
    versions: tuple[ArticleVersion, ...] = ()
    """Older versions of the article, oldest first."""
    files: tuple[FileRead, ...] = ()
