"""The nearest known word, for help lines."""

from __future__ import annotations

from collections.abc import Iterable

_FLOOR = 60
"""Below this likeness, in per cent, a guess misleads more often than it helps: `kind` and `lang` reach 50."""


def nearest(word: str, known: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Give the known words most like `word`, best first; equal ones in the order of the alphabet."""
    from rapidfuzz import fuzz

    scored = ((fuzz.ratio(word.casefold(), other.casefold()), other) for other in set(known))
    best = sorted((-score, other) for score, other in scored if score >= _FLOOR)
    return tuple(other for _, other in best[:count])


def did_you_mean(word: str, known: Iterable[str], *, all_of_them: bool = False) -> str:
    """Give a help line that names the nearest word, or all words if asked and none is near."""
    words = tuple(known)
    found = nearest(word, words)
    if found:
        return f"did you mean `{found[0]}`?"
    return "one of " + ", ".join(f"`{each}`" for each in words) if all_of_them and words else ""
