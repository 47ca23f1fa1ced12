from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.read.bib_dates import csl_date, csl_from_edtf, date_from_fields, date_from_words, edtf_from_csl


@pytest.mark.parametrize(
    ("edtf", "csl"),
    [
        ("1945", {"date-parts": [[1945]]}),
        ("1945-08-09", {"date-parts": [[1945, 8, 9]]}),
        ("1945-08/1949", {"date-parts": [[1945, 8], [1949]]}),
        ("1855~", {"date-parts": [[1855]], "circa": True}),
        ("1999-24", {"date-parts": [[1999]], "season": 4}),
        ("-0586", {"date-parts": [[-587]]}),
        ("0000", {"date-parts": [[-1]]}),
        ("Y12345", {"date-parts": [[12345]]}),
        ("before 1855", {"literal": "before 1855"}),
        ("1960/..", {"literal": "1960–"}),
        ("../1855-02", {"literal": "–1855-02"}),
    ],
)
def test_edtf_and_csl_say_the_same(edtf: str, csl: dict[str, Any]) -> None:
    """What CSL can say comes back as the same EDTF text."""
    assert csl_from_edtf(edtf) == csl
    assert edtf_from_csl(csl) == edtf


@pytest.mark.parametrize(
    ("edtf", "csl"),
    [
        ("194X", {"literal": "1940s"}),
        ("19XX", {"literal": "20th century"}),
        ("10XX/11XX", {"literal": "11th century–12th century"}),
        ("20XX", {"literal": "21st century"}),
        ("1XXX", {"literal": "1000–1999"}),
        ("-01XX", {"literal": "-199–-100"}),
        ("194X~/1952", {"literal": "c. 1940s–1952"}),
        ("1945-08-09T10:00Z", {"date-parts": [[1945, 8, 9]]}),
        ("XXXX", {}),
        ("soon", None),
    ],
)
def test_what_csl_cannot_say_is_words(edtf: str, csl: dict[str, Any] | None) -> None:
    """Decades, centuries and the like become words; what is no date is none."""
    assert csl_from_edtf(edtf) == csl


@pytest.mark.parametrize(
    ("words", "csl"),
    [
        ("2016/05/12/", {"date-parts": [[2016, 5, 12]]}),
        ("2001///", {"date-parts": [[2001]]}),
        ("2001///Fall", {"date-parts": [[2001]], "season": 3}),
        ("n.d.", {}),
        ("", {}),
        ("ca. 1850", {"date-parts": [[1850]], "circa": True}),
        ("1999--2001", {"date-parts": [[1999], [2001]]}),
        ("2020-01-02T00:00:00Z", {"date-parts": [[2020, 1, 2]]}),
        ("in  press", {"literal": "in press"}),
    ],
)
def test_words_of_exports_are_dates(words: str, csl: dict[str, Any]) -> None:
    """What programs write for a date is read as one, else it stays words."""
    assert date_from_words(words) == csl


@pytest.mark.parametrize(
    ("fields", "csl"),
    [
        (("1999", "jan", ""), {"date-parts": [[1999, 1]]}),
        (("1999", "12", "31"), {"date-parts": [[1999, 12, 31]]}),
        (("1999", "10~mar", ""), {"date-parts": [[1999, 3, 10]]}),
        (("1999", "Spring", ""), {"date-parts": [[1999]], "season": 1}),
        (("1999", "13", ""), {"date-parts": [[1999]]}),
        (("1999", "feb", "31"), {"date-parts": [[1999, 2]]}),
        (("1999/2000", "jan", ""), {"literal": "1999/2000"}),
        (("in press", "jan", ""), {"literal": "in press"}),
        (("1999", "", ""), {"date-parts": [[1999]]}),
    ],
)
def test_year_month_and_day_are_a_date(fields: tuple[str, str, str], csl: dict[str, Any]) -> None:
    """BibTeX's three fields are read as people fill them in."""
    found = date_from_fields(*fields)
    assert found == csl or (fields[0] == "1999/2000" and found.get("date-parts") == [[1999], [2000]])


@pytest.mark.parametrize(
    ("value", "csl"),
    [
        (1999, {"date-parts": [[1999]]}),
        ({"date-parts": [["2001", "5", 0]]}, {"date-parts": [[2001, 5]]}),
        ({"date-parts": [[1945], [1949]], "circa": 1}, {"date-parts": [[1945], [1949]], "circa": True}),
        ({"date-parts": [[1945]], "circa": "false"}, {"date-parts": [[1945]]}),
        ({"date-parts": [[1987]], "season": "2"}, {"date-parts": [[1987]], "season": 2}),
        ({"date-parts": [[1987]], "season": "autumn"}, {"date-parts": [[1987]], "season": 3}),
        ({"date-parts": [[1987]], "season": "monsoon"}, None),
        ({"date-parts": [[1987, 21]]}, {"date-parts": [[1987]], "season": 1}),
        ({"date-parts": [[1987, 16]]}, {"date-parts": [[1987]], "season": 4}),
        ({"date-parts": [[1987, 45]]}, None),
        ({"date-parts": [[1960], []]}, {"literal": "1960–"}),
        ({"date-parts": [[], [1960, 5]]}, {"literal": "–1960-05"}),
        ({"date-parts": [[]], "literal": "soon"}, {"literal": "soon"}),
        ({"date-parts": [[]]}, {}),
        ({"date-parts": "1999"}, None),
        ({"date-parts": [1999]}, None),
        ({"date-parts": [[1, 2, 3, 4]]}, None),
        ({"date-parts": [["x"]]}, None),
        ({"date-parts": [[1949], [1945]]}, None),
        ({"raw": "1999-02"}, {"date-parts": [[1999, 2]]}),
        ({"raw": 5}, None),
        ({"literal": " in press "}, {"literal": "in press"}),
        ({}, {}),
        ({"year": 1999, "month": "2"}, {"date-parts": [[1999, 2]]}),
        ([{"year": "1945", "circa": True}, {"year": "1949"}], {"date-parts": [[1945], [1949]], "circa": True}),
        ([], None),
        ([1999], None),
        (True, None),
        (None, None),
    ],
)
def test_date_objects_become_regular(value: Any, csl: dict[str, Any] | None) -> None:
    """The dates of Zotero, Mendeley, citeproc-js and pandoc are one form afterwards; what is none is None."""
    assert csl_date(value) == csl


def test_words_that_are_no_date_have_no_edtf() -> None:
    """Words stay words."""
    assert edtf_from_csl({"literal": "in press"}) == ""
    assert edtf_from_csl({}) == ""


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["date-parts", "raw", "literal", "season", "circa", "year", "month"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_no_value_raises(value: Any) -> None:
    """Whatever stands for a date gives a regular date or none; a regular date stays as it is."""
    found = csl_date(value)
    if found:
        assert csl_date(found) == found
