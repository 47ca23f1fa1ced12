"""The stages of a build, in order, and how a site is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

Progress = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done, and how much there is."""

READ: Final = 1
"""A node a unit: its files become a value."""
MEET: Final = 2
"""A node a unit: its value meets the others."""
CUTS: Final = 3
"""One node: how long lists are cut."""
SITE: Final = 4
"""What is to be said of all texts together: lists of files, circles of concepts, unused sources."""
CITES: Final = 5
"""One node: how each source is cited."""
PAGES: Final = 6
"""A node a file of the site."""
STAGES: Final = (READ, MEET, CUTS, SITE, CITES, PAGES)

ASSETS: Final = "_assets"
"""The node, among those that are read, of all files in the folders of assets."""
TEMPLATES: Final = "_templates"
"""The same of all templates."""

# Kinds of records: those that have an order of their own, those asked for by every word, those looked at one by one.
LISTED: Final = frozenset(("card", "claims", "term"))
WORDED: Final = frozenset(("searched",))
NEWS: Final = frozenset(("path", "citation", "cited as", "style"))


class Manner(Struct, frozen=True):
    """How a site is wanted."""

    drafts: bool = False
    """Whether briefings that are drafts are in it."""
    health: bool = False
    """Whether it has the page of what needs work, which no reader is to see."""
    index: bool = False
    """Whether it has an index of all texts: it takes the longest and is not for an editor who waits."""
