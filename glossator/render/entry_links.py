"""Addresses in entries of reference lists: where a line may break in them, and which of them paper does not show."""

from __future__ import annotations

import re
from typing import Final

_NAMED_LINK: Final = re.compile(r'<a href="(https?://[^"]*)">(?!\1</a>)')
_ADDRESS: Final = re.compile(r'(?<=<a href=")((https?://[^"]*)">)\2(?=</a>)')
_BREAKS: Final = re.compile(r"(//[^/<]*|&#?\w+;)|(?:[/~.,_?#%=])(?=[^<]{2})")


def with_breaks(entry: str) -> str:
    """Let an address break in its path before a sign, as the Chicago Manual of Style has it, and not just before the full stop behind it."""
    return _ADDRESS.sub(lambda match: match[1] + _BREAKS.sub(_broken, match[2]), mark_named_links(entry))


def mark_named_links(entry: str) -> str:
    """Give links of a reference whose words are not their address the class `away`: on paper the address follows them."""
    return _NAMED_LINK.sub(r'<a class="away" href="\1">', entry)


def _broken(match: re.Match[str]) -> str:
    return match[1] or f"<wbr>{match[0]}"
