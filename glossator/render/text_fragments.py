"""Addresses that lead to words in a source on the web: text fragments, https://wicg.github.io/scroll-to-text-fragment/.

A browser that does not know them opens the page at its top, as it does if the words are not there.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from glossator.model.source import Item
from glossator.resolve.passages import Passage

from .views import Link

_RESOLVERS: Final = frozenset(("doi.org", "dx.doi.org", "hdl.handle.net", "n2t.net", "search.worldcat.org"))
"""Hosts whose addresses lead to a description of the work, which does not hold its words."""
_NO_TEXT: Final = re.compile(r"\.(?:pdf|djvu?|epub|docx?|zip|jpe?g|png|tiff?|mp[34])\Z", re.IGNORECASE)
"""Files in which browsers find no fragment, or that they do not show."""
_SHOWN: Final = 60
"""Characters by which a link names a passage."""


def passage_address(item: Item, passage: Passage) -> str:
    """Give the address of a passage, in the source or else in its snapshot; empty if there is none that could lead there."""
    found = [address for address in (item.text("URL"), item.archive) if _holds_text(address)]
    if not passage or not found:
        return ""
    ends = ",".join(_encoded(words) for words in passage)
    return f"{found[0]}{'' if '#' in found[0] else '#'}:~:text={ends}"


def passage_link(item: Item, passage: Passage, lang: str) -> Link | None:
    """Link to a passage by the words themselves, on a page in the language `lang`, if the source can be read on the web."""
    address = passage_address(item, passage)
    if not address:
        return None
    limit = _SHOWN // len(passage)
    first, last = _head(passage[0], limit), passage[-1] if len(passage) > 1 else ""
    more = " … " if last else " …" if first != passage[0] else ""
    shown = f"{first}{more}{_head(last[::-1], limit)[::-1]}"
    return Link(address, f"“{shown}”", "" if item.language == lang else item.language)


def _head(words: str, limit: int) -> str:
    """Cut words at the last space before a limit; if there is none, at the limit."""
    if len(words) <= limit:
        return words
    return words[: words.rfind(" ", 0, limit) if " " in words[:limit] else limit]


def _holds_text(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.netloc.lower().removeprefix("www.")
    return parts.scheme in ("http", "https") and host not in _RESOLVERS and not _NO_TEXT.search(parts.path)


def _encoded(words: str) -> str:
    """Encode everything but letters and digits of ASCII; `-`, `,` and `&` mean something in a fragment."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
