"""A source that can be cited: an item in CSL's sense, with what this project adds to it (FORMAT.md §6)."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from msgspec import Struct

from .text import Place

Kind = Literal["primary", "secondary", "opinion", ""]

NAME_VARIABLES: Final = (
    "author",
    "editor",
    "translator",
    "director",
    "compiler",
    "chair",
    "collection-editor",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "editor-translator",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
)
"""Variables of CSL 1.0.2 that hold names, appendix IV; the three that can stand for an author come first."""

DATE_VARIABLES: Final = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
"""Variables of CSL 1.0.2 that hold dates, appendix IV."""

_PRESS: Final = ("article-newspaper", "article-magazine", "broadcast", "post-weblog")
_ARTICLES: Final = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)
_MARKUP: Final = re.compile(r"</?(?:i|b|sc|sub|sup|span)(?:\s[^<>]*)?>", re.IGNORECASE)


class Item(Struct, frozen=True):
    """One entry of a bibliography. Two items are equal if they say the same, wherever they stand."""

    key: str
    place: Place
    """Of the entry in its file."""
    csl: dict[str, Any]
    """CSL-JSON: `id` and `type` are there, other values are text, lists of names or dates with integers in `date-parts`.

    Treat it as frozen. Titles may hold CSL's inline markup (`<i>`, `<span class="nocase">`).
    """
    title: str = ""
    """Without markup."""
    title_short: str = ""
    """Without markup; empty if the entry has none."""
    issued: str = ""
    """EDTF, for sorting and timelines; empty if the date is not known or is words."""
    language: str = ""
    """BCP 47, or as written if it is no known name of a language."""
    kind: Kind = ""
    reliability: str = ""
    origin: str = ""
    """Key of the work that this one repeats."""
    archive: str = ""
    """URL of a snapshot."""
    note: str = ""
    """Of CSL's `note` and `annote`, as paragraphs with a blank line between them; not for reference lists."""
    abstract: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and (self.key, self.csl) == (other.key, other.csl)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def type(self) -> str:
        """Give CSL's type: `book`, `article-journal`."""
        return self.text("type")

    @property
    def url(self) -> str:
        """Give the address as written; with a DOI only, the resolver's."""
        return self.text("URL") or (f"https://doi.org/{self.doi}" if self.doi else "")

    @property
    def doi(self) -> str:
        """Give the DOI without a resolver before it."""
        return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", self.text("DOI"), flags=re.IGNORECASE)

    @property
    def isbn(self) -> str:
        """Give the ISBN as written, hyphens included."""
        return self.text("ISBN")

    @property
    def container(self) -> str:
        """Give the title of the newspaper, journal, book or site it is part of, without markup."""
        return plain_title(self.text("container-title"))

    @property
    def authors(self) -> tuple[str, ...]:
        """Give the names of the authors in their natural order; the editors' if there is no author, then the translators'."""
        return tuple(name_words(name) for name in self._names())

    @property
    def sort_name(self) -> str:
        """Give what a list by authors puts the item under: the first family name, else the title without its article."""
        names = self._names()
        return family_name(names[0]) if names else _ARTICLES.sub("", self.title)

    @property
    def year(self) -> str:
        """Give the year in figures: `2016`, `1945–1949`, `44 BCE`; words if that is all there is; empty if undated."""
        return date_year(self.csl.get("issued"))

    @property
    def short(self) -> str:
        """Give a label for lists and links, in no style: `Brown 2016`, `Treaty of Shimoda 1855`, `Roe & Poe n.d.`."""
        names = [family_name(name) for name in self._names()]
        if "others" in names[1:] or len(names) > 2:
            label = f"{names[0]} et al."
        else:
            label = " & ".join(names) or self._name_of_work() or self.key
        year = self.year or "n.d."
        return label if year in label else f"{label} {year}"

    @property
    def slug(self) -> str:
        """Give the key as a file's name: what is safe in no file system or address becomes a hyphen."""
        return key_slug(self.key)

    def _name_of_work(self) -> str:
        """Give what stands for a missing author: of a report in the press its paper."""
        container = self.container if self.type in _PRESS else ""
        return self.title_short or container or self.title

    def text(self, variable: str) -> str:
        """Give a variable that holds text; empty if it is missing."""
        value = self.csl.get(variable, "")
        return value if isinstance(value, str) else ""

    def _names(self) -> list[dict[str, Any]]:
        for variable in NAME_VARIABLES[:3]:
            if names := self.csl.get(variable):
                return list(names)
        return []


class Bibliography(Struct, frozen=True):
    """A file of sources, as read."""

    path: str
    items: tuple[Item, ...]


def key_slug(key: str) -> str:
    """Give a key as a file's name; two keys may give one, which is a fault of the project (OUT001)."""
    return re.sub(r"[^\w.-]+", "-", key).strip(".-") or "source"


def name_words(name: dict[str, Any]) -> str:
    """Give a CSL name in its natural order: `Ursula von der Leyen`, `Robert Smith Jr.`."""
    if "literal" in name:
        return "et al." if name["literal"] == "others" else str(name["literal"])
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(str(name[part]) for part in parts if name.get(part)).replace("’ ", "’").replace("' ", "'")


def family_name(name: dict[str, Any]) -> str:
    """Give what a name is sorted and abbreviated by, with the particles that belong to it."""
    whole = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()
    return whole or str(name.get("literal") or name.get("given") or "")


def date_year(date: dict[str, Any] | None) -> str:
    """Give the year or years of a CSL date in figures, else its words."""
    if not date:
        return ""
    years = [_year_words(int(parts[0])) for parts in date.get("date-parts", ()) if parts]
    words = "–".join(dict.fromkeys(years)) or str(date.get("literal", ""))
    return f"c. {words}" if years and date.get("circa") else words


def plain_title(title: str) -> str:
    """Take CSL's inline markup out of a text."""
    return _MARKUP.sub("", title)


def _year_words(year: int) -> str:
    """CSL counts years as historians do: there is no year 0, and -586 is 586 BCE."""
    return str(year) if year > 0 else f"{-year} BCE"
