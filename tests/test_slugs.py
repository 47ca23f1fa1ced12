from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.read.nearest import did_you_mean, nearest
from glossator.read.slugs import free_id, is_slug, slug_from


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a", True),
        ("a-1", True),
        ("1956-x", True),
        ("", False),
        ("-a", False),
        ("a--b", False),
        ("A", False),
        ("ä", False),
        ("a\n", False),
    ],
)
def test_slug_is_lower_case_letters_digits_and_single_hyphens(text: str, right: bool) -> None:
    """Nothing else can be a permanent id."""
    assert is_slug(text) is right


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("No peace treaty!", "no-peace-treaty"),
        ("Hoppō ryōdo’s “map”", "hoppo-ryodos-map"),
        ("Japan's İstanbul", "japans-istanbul"),
        ("a" * 70, "a" * 60),
        ("word " * 20, "-".join(["word"] * 12)),
    ],
)
def test_slug_of_a_title_is_readable(title: str, slug: str) -> None:
    """Accents go, words are joined, and a long title is cut at a word."""
    assert slug_from(title) == slug


@settings(deadline=None)
@given(st.text())
def test_slug_of_any_title_is_one(title: str) -> None:
    """Short, and the same each time; also for a title without a Latin letter."""
    slug = slug_from(title)
    assert is_slug(slug)
    assert len(slug) <= 60
    assert slug == slug_from(title)


def test_slug_that_is_taken_gets_a_number() -> None:
    """The first free one."""
    assert [free_id("a", taken) for taken in ((), ("a",), ("a", "a-2", "a-4"))] == ["a", "a-2", "a-3"]


def test_nearest_words_are_told() -> None:
    """Best first, equal ones in the order of the alphabet, none if none is near."""
    assert nearest("Clam", ("claim", "clan", "question"), 2) == ("claim", "clan")
    assert nearest("ab", ("ac", "ad"), 2) == ()
    assert nearest("abc", ("abe", "abd"), 2) == ("abd", "abe")
    assert did_you_mean("clam", ("claim",)) == "did you mean `claim`?"
    assert did_you_mean("x", ("claim", "b")) == ""
    assert did_you_mean("x", ("claim", "b"), all_of_them=True) == "one of `claim`, `b`"
    assert did_you_mean("x", (), all_of_them=True) == ""
