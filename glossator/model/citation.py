"""Citations as written in a text of ours: Pandoc's syntax with a stance (FORMAT.md §4).

*Cite* and *locator* are CSL's words: a citation is what stands between one pair of brackets, a cite is its part
for one source.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from .text import Place


class Stance(StrEnum):
    """What a source does for the annotated passage."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    CONTEXT = "context"


class Cite(Struct, frozen=True):
    """One source in a citation."""

    key: str
    place: Place
    """Of the `@`."""
    prefix: str = ""
    """What stands before the key, without the stance; plain text."""
    locator: str = ""
    """All that follows the key and its comma, as written, line breaks as spaces."""
    stance: Stance | None = None
    suppress_author: bool = False
    """`[-@key]`."""
    quote: str = ""
    """Words of the source to which the cite leads, if an editor gives them: `[@key]{quote="…"}`."""


Signature = tuple[bool, tuple[tuple[str, str, str, bool], ...]]
"""Of a citation: whether it is narrative, and of each cite the key, prefix, locator and whether the author is left out."""


class Citation(Struct, frozen=True):
    """What stands between one pair of brackets, or a key in the running text with its locator."""

    cites: tuple[Cite, ...]
    """At least one; exactly one if `narrative`."""
    narrative: bool = False
    """`@key [p. 3]`: the author's name is part of the sentence."""

    @property
    def signature(self) -> Signature:
        """What decides how it looks."""
        cites = ((cite.key, cite.prefix, cite.locator, cite.suppress_author) for cite in self.cites)
        return self.narrative, tuple(cites)
