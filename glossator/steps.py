"""The stages of a build, in order, and the kinds of records that the engine treats in a way of their own."""

from __future__ import annotations

from typing import Final

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

LISTED: Final = frozenset(("card", "claims", "term"))
WORDED: Final = frozenset(("token",))
NEWS: Final = frozenset(("path", "citation", "cited as"))
