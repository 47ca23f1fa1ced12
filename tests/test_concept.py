from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.concept import Concept, Name
from glossator.model.text import Source
from glossator.read.concept import read_concept


def read(header: str, body: str = "Body.\n") -> tuple[Concept, list[str]]:
    """Read a concept; write its faults down in a line each."""
    concept, faults = read_concept(Source("c.md", f"---\n{header}\n---\n{body}"), "kurils")
    return concept, [f"{each.place.line}:{each.place.column} {each.code} {each.message}" for each in faults]


def test_concept_has_all_the_fields_of_the_format() -> None:
    """The example of FORMAT.md §5."""
    concept, faults = read(
        "term: Disputed islands\naliases:\n  - Kurils\n  - {name: Northern Territories, used_by: Japan}\n"
        "  - {name: 北方領土, lang: ja, roman: Hoppō ryōdo, used_by: Japan}\nkind: place\nshort: Four islands.\nmatch: exact\n"
        "never: [Kuril Trench]\nbroader: [kuril-islands]\nrelated: [1956 Joint Declaration]\ncoordinates: '44.1, 146.0'\n"
        "dates: [{when: '1945-08-28/1945-09-05', label: Soviet landings, id: landings}, {when: 1956, label: Soviet Talks}]\n"
        "house: the disputed islands\nlang: en\nautolink: off\nsenses: {x: y}"
    )
    assert faults == []
    assert concept.names == (
        Name("Disputed islands", "en"),
        Name("Kurils"),
        Name("Northern Territories", used_by="Japan"),
        Name("北方領土", "ja", "Hoppō ryōdo", "Japan"),
    )
    assert (concept.kind, concept.match, concept.never, concept.house) == (
        "place",
        "exact",
        ("Kuril Trench",),
        "the disputed islands",
    )
    assert ([each.name for each in concept.broader], [each.name for each in concept.related]) == (
        ["kuril-islands"],
        ["1956 Joint Declaration"],
    )
    assert [(each.id, each.label, each.date.source) for each in concept.dates] == [
        ("landings", "Soviet landings", "1945-08-28/1945-09-05"),
        ("soviet-talks", "Soviet Talks", "1956"),
    ]
    assert (concept.coordinates, concept.short, concept.body.html) == ("44.1, 146.0", "Four islands.", "<p>Body.</p>")


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        ("kind: place", ["1:1 HDR001 `term` is missing"]),
        ("term: a: b", ["2:8 HDR003 not YAML: mapping values are not allowed in this context"]),
        ("term: a\nkind: lake", ['3:7 HDR006 `kind` cannot be "lake"']),
        ("term: a\nmatch: no", ['3:8 HDR006 `match` cannot be "no"']),
        ("term: a\nterms: b", ["3:1 HDR002 unknown field `terms`"]),
        ("term: a\naliases: [b, [c], '', b, {name: b, lang: de}, {nam: x}]",
         ["3:14 HDR006 a name must be a word or fields", "3:19 HDR005 `aliases` has an empty item", '3:23 CON001 the name "b" stands twice',
          "3:47 HDR001 `name` is missing", "3:48 HDR002 unknown field of a name `nam`"]),
        ("term: a\ndates: [x, {label: y}, {when: 1956}, {when: 1956-13, label: z}]",
         ["3:9 HDR006 a date of a concept must be fields", "3:12 HDR001 `when` is missing", "3:24 HDR001 `label` is missing",
          '3:45 DAT001 "1956-13" is no EDTF date: there is no month 13']),
        ("term: a\ndates: [{when: 1956, label: y, id: Z z}, {when: 1957, label: x, id: y}, {when: 1958, label: w, id: y-2}, {when: 1959, label: y 2}]",
         ["3:36 HDR006 `Z z` is no id", "3:69 ANN006 the id `y` stands twice"]),
        ("term: a\ncoordinates: north", ['3:14 HDR006 `coordinates` cannot be "north"']),
        ("term: a\ncoordinates: '91, 0'", ['3:14 HDR006 `coordinates` cannot be "91, 0"']),
        ("term: a\ncoordinates: '0, 181'", ['3:14 HDR006 `coordinates` cannot be "0, 181"']),
        ("term: a\nrelated: [b, '']", ["3:14 HDR005 `related` has an empty item"]),
    ],
)  # fmt: skip
def test_concept_faults_are_told_at_their_place(header: str, faults: list[str]) -> None:
    """What is wrong is left out, the rest is read."""
    concept, found = read(header)
    assert found == faults
    assert concept.term == ("a" if "term: a\n" in header else "kurils")
    assert concept.body.html == "<p>Body.</p>"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=80))
def test_concept_takes_any_text(text: str) -> None:
    """Nothing raises; the slug is the file's."""
    for written in (text, f"---\n{text}\n---\n{text}", f"---\nterm: {text}\naliases: [{text}]\n---\n"):
        concept, _ = read_concept(Source("c.md", written), "c")
        assert concept.slug == "c"
        assert concept.term
