"""Answer selectors given as JSON lines, with the code that anchors the notes of a build (FORMAT.md §8, `locate`).

Reads no files itself: texts come from a callable, and each is read and prepared once.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from glossator.model.anchor import Anchor, Orphan, Selector
from glossator.model.text import Span

from .anchor_diff import Comparison, compare
from .anchoring import Haystack, find, prepare
from .carry import carry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_RANGE: Final = re.compile(r"\\?\[(?:…|\.\.\.)\\?\]")


class _MalformedError(Exception):
    """A line that cannot be answered; its text is the reason."""


def locate(lines: Iterable[str], read: Callable[[str], str], article: str = "") -> Iterator[str]:
    """Answer each line with one of `{"id", "start", "end", "state", "score", "reason"}`; an orphan has no start.

    `read` gives the text of a path or raises `OSError` or `ValueError`; `article` is the path for lines without `new`.
    A malformed line is answered with the state `error` and its reason. Blank lines are passed over.
    """
    texts = cache(lambda path: prepare(read(path)))
    comparisons = cache(lambda old, new: compare(texts(old), texts(new)))
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        answer: dict[str, Any] = {
            "id": number,
            "start": None,
            "end": None,
            "state": "error",
            "score": 0.0,
            "reason": "",
        }
        try:
            request = _parse(line)
            answer["id"] = request.get("id", number)
            answer |= _answer(request, article, texts, comparisons)
        except (_MalformedError, OSError, ValueError) as fault:
            answer["reason"] = f"line {number}: {fault}"
        yield json.dumps(answer, ensure_ascii=False)


def _parse(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except ValueError as fault:
        raise _MalformedError(f"not JSON: {fault}") from fault
    if not isinstance(request, dict):
        raise _MalformedError("not a JSON object")
    return request


def _answer(
    request: dict[str, Any],
    article: str,
    texts: Callable[[str], Haystack],
    comparisons: Callable[[str, str], Comparison],
) -> dict[str, Any]:
    selector = _selector(request)
    new = _string(request, "new") or article
    if not new:
        raise _MalformedError("neither “new” nor an article is given")
    old = _string(request, "old")
    if not old:
        return _told(find(texts(new), selector))
    return _told(carry(comparisons(old, new), selector, _span(request, texts(old))))


def _told(found: Anchor | Orphan) -> dict[str, Any]:
    if isinstance(found, Orphan):
        score = max((candidate.score for candidate in found.candidates), default=0.0)
        return {"state": "detached", "score": score, "reason": found.reason}
    span = found.span
    return {"start": span.start, "end": span.end, "state": found.state, "score": found.score, "reason": found.reason}


def _selector(request: dict[str, Any]) -> Selector:
    exact = _string(request, "exact")
    if not exact.strip():
        raise _MalformedError("“exact” is missing or empty")
    parts = tuple(part for part in _RANGE.split(exact) if part.strip())
    return Selector(exact, _string(request, "prefix"), _string(request, "suffix"), parts if len(parts) > 1 else ())


def _string(request: dict[str, Any], key: str) -> str:
    value = request.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _MalformedError(f"“{key}” is not a string")
    return value


def _span(request: dict[str, Any], old: Haystack) -> Span | None:
    """Give the place in the old text, if it is told."""
    start, end = request.get("old_start"), request.get("old_end")
    if start is None and end is None:
        return None
    if type(start) is not int or type(end) is not int:
        raise _MalformedError("“old_start” and “old_end” are not both whole numbers")
    if not 0 <= start < end <= len(old.text):
        raise _MalformedError("“old_start” and “old_end” are no stretch of the old text")
    return Span(start, end)
