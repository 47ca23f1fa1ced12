"""Events: where they come from, which are one, to which concepts they belong."""

from __future__ import annotations

from pathlib import Path

import pytest
from resolving import site
from told import by_concept, by_page

from glossator.resolve.timeline import Event

BRIEFING = {"briefings/b/briefing.md": "---\ntitle: B\n---\nText.\n"}
GLOSSARY = {
    "glossary/alpha.md": "---\nterm: Alpha\n---\nText.\n",
    "glossary/beta.md": "---\nterm: Beta\n---\nText.\n",
    "glossary/nine.md": "---\nterm: Nine\naliases: [Shared]\n---\nText.\n",
    "glossary/ten.md": "---\nterm: Ten\naliases: [Shared]\n---\nText.\n",
}


def events(root: Path, files: dict[str, str], codes: tuple[str, ...] = ()) -> list[Event]:
    """Give the events of a project whose only faults have the codes given."""
    made, faults = site(root, files)
    assert tuple(fault.code for fault in faults) == codes, [str(fault) for fault in faults]
    return list(made.events)


def places(event: Event) -> list[str]:
    """Give where an event is told."""
    return [f"{spot.path}#{spot.fragment}" for spot in event.spots]


def test_events_come_from_notes_concepts_and_files_in_order(tmp_path: Path) -> None:
    """Sorted by their dates, then labels; each with an id of its own, its places and its concepts."""
    files = {
        **BRIEFING,
        **GLOSSARY,
        "briefings/b/annotations.md": "## A note on Beta {#n when=1950}\n\nText.\n\n## Told {#f .forecast when=1940 label='Alpha rises'}\n\nText.\n",
        "glossary/alpha.md": '---\nterm: Alpha\ndates: [{when: "1945", label: Beta lands, id: landing}]\n---\nText.\n',
        "timeline/t.md": "## Then {#then when=1945}\n\nText.\n",
    }
    found = events(tmp_path, files)
    assert [(each.id, each.label, each.forecast, each.concepts) for each in found] == [
        ("b--f", "Alpha rises", True, ("alpha",)),
        ("alpha---landing", "Beta lands", False, ("alpha", "beta")),
        ("then", "Then", False, ()),
        ("b--n", "A note on Beta", False, ("beta",)),
    ]
    assert [places(each) for each in found] == [
        ["briefings/b.html#note-f"],
        ["glossary/alpha.html#"],
        [],
        ["briefings/b.html#note-n"],
    ]
    assert {slug: [each.id for each in told] for slug, told in by_concept(found).items()} == {
        "alpha": ["b--f", "alpha---landing"], "beta": ["alpha---landing", "b--n"],
    }  # fmt: skip
    assert {path: [each.id for each in told] for path, told in by_page(found).items()} == {
        "briefings/b.html": ["b--f", "b--n"], "glossary/alpha.html": ["alpha---landing"],
    }  # fmt: skip


def test_events_of_equal_date_and_label_are_one_with_all_places(tmp_path: Path) -> None:
    """Also if the date is written otherwise, and the label in other letters; links to either lead to the one that is shown."""
    files = {
        **BRIEFING,
        **GLOSSARY,
        "briefings/b/annotations.md": '## WAR  ends {#n when="c. 1945"}\n\nAbout Beta, see [[timeline#second]].\n',
        "glossary/alpha.md": '---\nterm: Alpha\ndates: [{when: "1945~", label: War ends}]\n---\nText.\n',
        "timeline/t.md": "## War ends {#first when=1945~}\n\nOne.\n\n## War ends {#second when='c. 1945'}\n\nTwo, Beta.\n",
    }
    (event,) = events(tmp_path, files)
    assert event.id == "first"
    assert places(event) == ["briefings/b.html#note-n", "glossary/alpha.html#"]
    assert event.concepts == ("alpha", "beta")
    assert "One." in event.body.html
    assert "Two" in event.body.html
    made, _ = site(tmp_path, files)
    assert "timeline/index.html#event-first" in made.briefings[0].notes[0].body.html
    assert [mention.spot.fragment for mention in made.filed[1].body.mentions] == ["event-first"]


@pytest.mark.parametrize(("one", "other"), [("1945", "1945~"), ("1945-08", "1945-08-01/1945-08-31"), ("1945", "1945?")])
def test_events_of_other_dates_are_others(one: str, other: str, tmp_path: Path) -> None:
    """Doubt and precision tell dates apart."""
    assert len(events(tmp_path, {"timeline/t.md": f"## War {{#a when={one}}}\n\n## War {{#b when={other}}}\n"})) == 2


def test_events_of_briefing_and_concept_with_one_slug_have_two_ids(tmp_path: Path) -> None:
    """A slug may name a briefing and a concept; their events are still two."""
    files = {
        **BRIEFING,
        "briefings/b/annotations.md": "## One {#n when=1950}\n\nText.\n",
        "glossary/b.md": '---\nterm: Bee\ndates: [{when: "1945", label: Two, id: n}]\n---\nText.\n',
    }
    assert [each.id for each in events(tmp_path, files)] == ["b---n", "b--n"]


def test_events_filed_under_another_are_places_of_it(tmp_path: Path) -> None:
    """`event=` makes a note a place of the event that it names, and no event of its own."""
    files = {
        **BRIEFING,
        "briefings/b/annotations.md": "## A note {#n when=1950 event=war}\n\nText.\n",
        "timeline/t.md": "## War {#war when=1945}\n\nText.\n",
    }
    (event,) = events(tmp_path, files)
    assert places(event) == ["briefings/b.html#note-n"]
    wrong = {**files, "briefings/b/annotations.md": "## A note {#n when=1950 event=wat}\n\nText.\n"}
    assert [each.id for each in events(tmp_path, wrong, ("LNK003",))] == ["war"]


@pytest.mark.parametrize("autolink", ["first", "off"])
def test_events_belong_to_what_title_and_body_name(autolink: str, tmp_path: Path) -> None:
    """Names and links count, in title and body, whether names become links or not; senses decide."""
    files = {
        **BRIEFING,
        **GLOSSARY,
        "site.toml": f'title = "T"\nbase_url = "https://example.org/"\nlanguage = "en"\n[glossary]\nautolink = "{autolink}"\n',
        "briefings/b/annotations.md": "---\nsenses: {Shared: Nine}\n---\n## Shared and [[beta|more]] {when=1950}\n\nAlpha.\n",
        "glossary/alpha.md": '---\nterm: Alpha\nsenses: {Shared: ten}\ndates: [{when: "1945", label: Shared}]\n---\nText.\n',
        "timeline/t.md": "## On Beta {when=1946}\n\nOn Alpha.\n",
    }
    made, _ = site(tmp_path, files)
    assert [each.concepts for each in made.events] == [("alpha", "ten"), ("alpha", "beta"), ("alpha", "beta", "nine")]
