"""`senses` and `autolink`: fields that any header of ours may have (FORMAT.md §2, §4)."""

from __future__ import annotations

from glossator.model.briefing import Naming

from .fields import Fields


def read_naming(fields: Fields) -> Naming:
    """Take the two fields."""
    return Naming(fields.pairs("senses"), fields.choice("autolink", ("on", "off"), "on") == "on")
