"""Which attributes of an article's elements are kept: those that carry meaning, and of these only values that HTML allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
_INTEGER = r"-?[0-9]{1,9}"
_SPAN = r"[1-9][0-9]{0,2}"
_ANYTHING = r"[\s\S]*"

_VALUES: Final[dict[str, dict[str, str]]] = {
    "*": {"lang": _LANGUAGE, "dir": "ltr|rtl|auto", "title": _ANYTHING, "id": r"\S+"},
    "a": {"href": r"(?:https?://|mailto:)[^\s<>\"]+|#\S+"},
    "div": {"class": "code"},
    "img": {
        "src": r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]+",
        "alt": _ANYTHING,
        "width": "[0-9]{1,5}",
        "height": "[0-9]{1,5}",
    },
    "li": {"value": _INTEGER},
    "ol": {"start": _INTEGER, "type": "[1aAiI]", "reversed": ""},
    "td": {"colspan": _SPAN, "rowspan": _SPAN, "class": "align-(?:left|center|right)"},
    "th": {
        "colspan": _SPAN,
        "rowspan": _SPAN,
        "scope": "(?:row|col)(?:group)?",
        "class": "align-(?:left|center|right)",
    },
}
_PATTERNS: Final = {
    tag: {
        name: re.compile(rf"(?:{values})\Z", re.IGNORECASE if name in ("dir", "href") else 0)
        for name, values in names.items()
    }
    for tag, names in _VALUES.items()
}
_CODE_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}\Z")
"""Pygments' short names of token types."""


def allowed_attributes(
    tag: str, written: Mapping[str, str | None], *, in_code: bool = False
) -> tuple[tuple[str, str], ...]:
    """Give the attributes that stay, by name. Of classes stay those of our own Markdown: cells' alignment, code."""
    found: dict[str, str] = {}
    patterns = {**_PATTERNS["*"], **_PATTERNS.get(tag, {})}
    if in_code and tag == "span":
        patterns["class"] = _CODE_CLASS
    for name, pattern in patterns.items():
        value = written.get(name, "") or "" if name in written else None
        value = value.strip() if value is not None and name in ("href", "src", "id") else value
        if value is not None and pattern.match(value):
            found[name] = value.lower() if name == "dir" else value
    if tag == "img" and "src" in found:
        found.setdefault("alt", "")
    return tuple(sorted(found.items()))
