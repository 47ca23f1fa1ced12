"""What wiki-links and the names in headers mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from resolving import PLACE, read
from told import index_names

from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import WikiLink
from glossator.resolve.facts import Ref
from glossator.resolve.index import Lookup
from glossator.resolve.links import Context, LinkTarget, address, find_concept, resolve_link

FILES = {
    "briefings/visit/briefing.md": "---\ntitle: The C# visit\nlang: de\n---\nText.\n",
    "briefings/visit/annotations.md": "## Range of planes {#range}\n\nText.\n",
    "briefings/both/briefing.md": "---\ntitle: Both\n---\nText.\n",
    "briefings/sketch/briefing.md": "---\ntitle: A sketch\nstatus: draft\n---\nText.\n",
    "glossary/kurils.md": '---\nterm: Kuril Islands\naliases: [Kurils, {name: クリル, lang: ja}, "a#b", shared]\n---\nText.\n',
    "glossary/both.md": "---\nterm: Both of them\naliases: [shared, 'The method']\n---\nText.\n",
    "glossary/japan.md": "---\nterm: 日本\nlang: ja\n---\nText.\n",
    "pages/both.md": "# Both pages\n",
    "pages/method.md": "# The method\n",
    "timeline/t.md": "## War ends {#war when=1945}\n\nText.\n\n## WAR  ends {#again when=1945}\n\nMore.\n",
    "sources/s.json": '[{"id": "roe-2001", "type": "book", "title": "A book", "issued": {"date-parts": [[2001]]}}]',
}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    """Give the look-up of a small project."""
    project, faults = read(tmp_path_factory.mktemp("links"), FILES)
    assert not faults
    facts = index_names(
        project.concepts, project.briefings, project.pages, project.events, project.items.values(), project.drafts
    )
    return Lookup(facts)


def resolved(target: str, lookup: Lookup, briefing: str = "", senses: dict[str, str] | None = None) -> str:
    """Resolve a link to `kind:slug words@lang`, or to a fault's code, message and help."""
    found = resolve_link(WikiLink(PLACE, target, wraps=False), Context(lookup, briefing, senses=senses))
    if isinstance(found, Diagnostic):
        return f"{found.code} {found.message} | {found.help}"
    return f"{found.ref.kind}:{found.ref.slug} {found.words}" + (f"@{found.lang}" if found.lang else "")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("kurils", "concept:kurils Kuril Islands"),
        ("KURIL  islands", "concept:kurils KURIL  islands"),
        ("Kurils", "concept:kurils Kurils"),
        ("クリル", "concept:kurils クリル@ja"),
        ("japan", "concept:japan 日本@ja"),
        ("日本", "concept:japan 日本@ja"),
        ("both", "concept:both Both of them"),
        ("Both", "briefing:both Both"),
        ("visit", "briefing:visit The C# visit@de"),
        ("The C# visit", "briefing:visit The C# visit"),
        ("a#b", "concept:kurils a#b"),
        ("method", "page:method The method@en"),
        ("both pages", "page:both both pages"),
        ("visit#range", "note:visit#range Range of planes"),
        ("visit # range", "note:visit#range Range of planes"),
        ("timeline#war", "event:war War ends"),
        ("timeline#again", "event:war WAR  ends".replace("  ", " ")),
        ("@roe-2001", "source:roe-2001 A book 2001"),
        ("@{roe-2001}", "source:roe-2001 A book 2001"),
        (
            "shared",
            'LNK002 "shared" may mean `both`, `kurils` | write `[[both|shared]]`, or decide it with `senses: {shared: both}` in the header',
        ),
        (
            "The method",
            'LNK002 "The method" may mean `both`, `method` | write `[[both|The method]]`, or decide it with `senses: {The method: both}` in the header',
        ),
        ("Kurlis", 'LNK001 nothing is called "Kurlis" | did you mean `Kurils`?'),
        (
            "sketch",
            "LNK001 `sketch` is a draft, and drafts are left out | build with `--drafts`, publish it, or remove the link",
        ),
        (
            "a SKETCH",
            "LNK001 `sketch` is a draft, and drafts are left out | build with `--drafts`, publish it, or remove the link",
        ),
        (
            "sketch#x",
            "LNK001 `sketch` is a draft, and drafts are left out | build with `--drafts`, publish it, or remove the link",
        ),
        ("visit#rang", "LNK003 `visit` has no note `rang` | did you mean `range`?"),
        ("vist#range", "LNK001 there is no briefing `vist` | did you mean `visit`?"),
        ("kurils#range", 'LNK003 "kurils" is no briefing, and only briefings have notes | write `[[kurils]]`'),
        ("method#range", 'LNK003 "method" is no briefing, and only briefings have notes | write `[[method]]`'),
        ("クリル#range", 'LNK003 "クリル" is no briefing, and only briefings have notes | write `[[クリル]]`'),
        ("#range", "LNK003 `[[#range]]` stands in no briefing | write `[[briefing-slug#id]]`"),
        ("timeline#wat", "LNK003 the timeline has no event `wat` | did you mean `war`?"),
        ("@row-2001", "CIT001 no source has the key `row-2001` | did you mean `roe-2001`?"),
        ("@zzz", "CIT001 no source has the key `zzz` | add it to a file in sources/, or put the text in code"),
    ],
)
def test_resolve_link_gives_target_or_fault(target: str, expected: str, lookup: Lookup) -> None:
    """Slugs first, then names, folded; faults say what is meant."""
    assert resolved(target, lookup) == expected


def test_resolve_link_here_is_the_own_briefing(lookup: Lookup) -> None:
    """`[[#id]]` is a note of the briefing in which it stands; a briefing's title does instead of its slug."""
    assert resolved("#range", lookup, "visit") == "note:visit#range Range of planes"
    assert resolved("both#range", lookup, "visit").startswith("LNK003 `both` has no note")


def test_resolve_link_senses_decide(lookup: Lookup) -> None:
    """A sense decides an ambiguous name, and never a slug."""
    assert resolved("Shared", lookup, senses={"shared": "kurils"}) == "concept:kurils Shared"
    assert resolved("both", lookup, senses={"both": "kurils"}) == "concept:both Both of them"


def test_resolve_link_of_several_titles_asks_for_a_slug(tmp_path: Path) -> None:
    """If no concept bears an ambiguous name, `senses` is no way out and is not offered."""
    project, _ = read(tmp_path, {"pages/a.md": "# Same\n", "pages/b.md": "# Same\n"})
    facts = index_names((), (), project.pages, (), ())
    assert resolved("same", Lookup(facts)) == 'LNK002 "same" may mean `a`, `b` | write `[[a|same]]`'


def test_resolve_link_note_of_a_briefing_by_title(tmp_path: Path) -> None:
    """A note is found by its briefing's title too."""
    files = {
        "briefings/v/briefing.md": "---\ntitle: The visit\n---\n",
        "briefings/v/annotations.md": "## N {#n}\n\nText.\n",
    }
    project, _ = read(tmp_path, files)
    assert resolved("the visit#n", Lookup(index_names((), project.briefings, (), (), ()))) == "note:v#n N"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kurils", "kurils"),
        ("KURILS", "kurils"),
        ("The method", "both"),
        ("both", "both"),
        ("decided", "japan"),
        ("shared", "LNK002"),
        ("visit", 'LNK001 "visit" is a briefing, not a concept'),
        ("method", 'LNK001 "method" is a page, not a concept'),
        ("both pages", 'LNK001 "both pages" is a page, not a concept'),
        ("Nothing", 'LNK001 nothing is called "Nothing"'),
    ],
)
def test_find_concept_looks_at_concepts_only(name: str, expected: str, lookup: Lookup) -> None:
    """In headers a title of a page never competes with a concept's name."""
    found = find_concept(name, PLACE, lookup, {"decided": "japan"})
    told = found if isinstance(found, str) else f"{found.code} {found.message}"
    assert told.startswith(expected)


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (Ref("concept", "a"), "glossary/a.html"),
        (Ref("briefing", "a"), "briefings/a.html"),
        (Ref("page", "a"), "pages/a.html"),
        (Ref("source", "a/b:c"), "sources/a-b-c.html"),
        (Ref("event", "a"), "timeline/index.html#event-a"),
        (Ref("note", "a#b"), "briefings/a.html#note-b"),
    ],
)
def test_address_is_permanent(ref: Ref, expected: str) -> None:
    """Addresses are those of FORMAT.md §8."""
    assert address(ref) == expected
    assert LinkTarget(ref, "x").lang == ""
