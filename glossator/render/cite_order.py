"""Order items as a style's bibliography does, from the sort keys that the style printed for each item alone."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from .csl_style import KEY_BEGINS, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from glossator.model.citation import Signature
    from glossator.model.source import Item

_ARTICLE: Final = re.compile(r"^\W*(?:the|an?)\s+", re.IGNORECASE)


def bibliography_order(
    items: Mapping[str, Item], citations: Iterable[Signature], sort_keys: Mapping[str, str], style: Style
) -> tuple[str, ...]:
    """Give all keys in order; a style that does not sort lists works as they are first cited, then the uncited by key.

    As CSL has it, an item without a sort key comes last. As its styles' manuals have it, and CSL does not, an English title that stands for
    an author is sorted without its article. Letters with and without accents, capital and small, are one, and punctuation does
    not count; other scripts follow Latin in the order of Unicode.
    """
    plain = sorted(items)
    if not style.sorting:
        cited = dict.fromkeys(cite[0] for one in citations for cite in one[1])
        known = set(plain)
        return tuple(dict.fromkeys([*(key for key in cited if key in known), *plain]))
    parts = {key: sort_keys[key].split(KEY_BEGINS)[1:] for key in plain}
    collated: dict[str, str] = {}
    for number, descending in reversed(list(enumerate(style.descending))):
        folded = {key: _collated(_bare(items[key], parts[key][number]), collated) for key in plain}
        plain.sort(key=folded.__getitem__, reverse=descending)
        plain.sort(key=lambda key, folded=folded: not folded[key])  # type: ignore[misc]
    return tuple(plain)


def _bare(item: Item, text: str) -> str:
    english = item.language.startswith("en") or not item.language
    return _ARTICLE.sub("", text) if english and "author" not in item.csl else text


def _collated(text: str, known: dict[str, str]) -> str:
    """Collate a text once: years and names come again and again."""
    if text not in known:
        known[text] = collate(text)
    return known[text]


def collate(text: str) -> str:
    """Give a text that compares as people sort: folded, without accents and punctuation, numbers by their value."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = re.findall(r"\w+", re.sub(r"[’'‘.]", "", bare.casefold()))
    return " ".join(re.sub(r"\d+", lambda m: m[0].zfill(8), word) for word in words)
