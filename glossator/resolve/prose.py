"""A text of ours after resolving: HTML with links in place, and what it says of others.

How it comes about is in `walk`. Citations stay marks, because how they are written depends on all sources that the site
cites; rendering replaces them.
"""

from __future__ import annotations

import re

from msgspec import Struct

from glossator.model.citation import Citation
from glossator.model.project import Autolink
from glossator.model.prose import START, STOP
from glossator.model.text import Place

from .facts import CiteMention, Mention

_MARK = re.compile(f"{START}(\\d+){STOP}")


class Resolved(Struct, frozen=True):
    """A text of ours with its links in place."""

    html: str = ""
    """Addresses begin with `ROOT`; citation n is `START n STOP`, counted in `citations`."""
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cites: tuple[CiteMention, ...] = ()
    named: tuple[str, ...] = ()
    """Slugs of the concepts whose names stand in it without doubt, linked or not, each once."""

    @property
    def concepts(self) -> tuple[str, ...]:
        """Slugs of the concepts that it links to, in order, each once."""
        return tuple(dict.fromkeys(mention.ref.slug for mention in self.mentions if mention.ref.kind == "concept"))

    @property
    def named_or_linked(self) -> frozenset[str]:
        """Slugs of the concepts that it names or links to: FORMAT.md §7."""
        return frozenset((*self.concepts, *self.named))


class Manner(Struct, frozen=True):
    """How names become links in a text."""

    autolink: Autolink
    advice: Place | None = None
    """Where to report names that were not linked though they stand there; None to stay silent."""


def joined(first: Resolved, second: Resolved) -> Resolved:
    """Put two texts after each other; what both say alike stands once."""
    if not second.html or first.html == second.html:
        return first
    if not first.html:
        return second
    count = len(first.citations)
    shifted = _MARK.sub(lambda match: f"{START}{int(match[1]) + count}{STOP}", second.html)
    return Resolved(
        f"{first.html}\n{shifted}",
        (*first.citations, *second.citations),
        (*first.mentions, *second.mentions),
        (*first.cites, *second.cites),
        tuple(dict.fromkeys((*first.named, *second.named))),
    )
