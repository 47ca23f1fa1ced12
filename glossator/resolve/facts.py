"""What one text may know of others: small facts under plain keys.

Facts are folded from records, and each page is a function of its own value and of the facts that it asked for
(ARCHITECTURE.md, "records → index → recorded look-ups"). A fact holds what a page prints of another one, no more, so that a
change in a body changes no fact.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from glossator.model.date import Date
from glossator.model.text import Place

TargetKind = Literal["concept", "briefing", "page", "note", "event", "source"]
NameUse = Literal["link", "off", "never"]
"""What a name is searched for: to be linked; only to see that it is ambiguous (`match: off`); or as a phrase in which the
names of its concept are never meant."""


class Ref(Struct, frozen=True, order=True):
    """Something that a link can lead to. Of a note: `briefing#id`."""

    kind: TargetKind
    slug: str


class ConceptFact(Struct, frozen=True):
    """A concept, as other pages print it."""

    slug: str
    term: str
    lang: str
    short: str
    also: tuple[tuple[str, str], ...]
    """Other names with their languages, no name twice."""
    place: Place


class PageFact(Struct, frozen=True):
    """A briefing or page, as others print it."""

    slug: str
    title: str
    lang: str
    place: Place


class NoteFact(Struct, frozen=True):
    """An annotation, as others print it."""

    briefing: str
    id: str
    title: str
    kind: str


class PreviewFact(Struct, frozen=True):
    """A briefing, page or annotation, as the cards of other pages show it."""

    title: str
    html: str
    """The summary, or how the note begins: running text without links."""
    lang: str
    date: Date | None = None
    kind: str = ""
    """Of an annotation only, as is the verdict."""
    verdict: str = ""


class EventFact(Struct, frozen=True):
    """An event of a timeline file."""

    id: str
    """The id under which the timeline shows it: another's, if that one has the same date and label."""
    label: str
    place: Place
    date: Date


class NameFact(Struct, frozen=True):
    """A name for which texts are searched, under the key of its first token."""

    folded: tuple[str, ...]
    """Its tokens, folded."""
    written: tuple[str, ...]
    """Its tokens as they are compared: as written if `exact`, else folded."""
    separators: tuple[str, ...]
    """What stands before, between and after the tokens, white space folded; one more."""
    slugs: tuple[str, ...]
    """The concepts that bear it, more than one if it is ambiguous; sorted."""
    name: str
    """As written."""
    lang: str
    exact: bool = False
    use: NameUse = "link"


class Spot(Struct, frozen=True):
    """Where something is said: a page, a place on it, and what it is called there."""

    path: str
    """From the site's root: `briefings/x.html`."""
    fragment: str
    page_title: str
    note: NoteFact | None = None
    lang: str = ""


class Mention(Struct, frozen=True):
    """A sentence that links to something."""

    ref: Ref
    sentence_html: str
    """The sentence with the linked words in `<b>`."""
    spot: Spot


class CiteMention(Struct, frozen=True):
    """A sentence that cites a source."""

    key: str
    locator: str
    stance: str
    sentence_html: str
    spot: Spot
    passage: tuple[str, ...] = ()
    """The words of the source for which it is cited, or the first and the last of them; empty if they are not known."""
