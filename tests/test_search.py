"""Search: what of a page is indexed, Pagefind's index as bytes, what goes wrong with it, and the finder's names."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import SITE_TOML, Project

from glossator.publish import search_order
from glossator.publish.search import build_index, searchable

Make = Callable[[Mapping[str, str | bytes]], Project]

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>
<main data-pagefind-filter="language:en"><article data-pagefind-body data-pagefind-filter="type:briefing">
<h1>Two islands</h1><nav>crumbs</nav><svg><text>drawn</text></svg>
<div class="para" id="p1">First <mark id="mark-a">words</mark>.</div>
<aside id="note-a" data-kind="claim" data-verdict="contested" data-pagefind-filter="kind[data-kind], verdict[data-verdict]"><h3 id="nt-a">A note</h3>Its body.</aside>
<div class="para" id="p2">Second words: 色丹島の返還 and 島.</div></article>
<ul><li><a data-pagefind-filter="concept">Kurils, the</a></li><li data-pagefind-filter="concept[data-none], empty: ,?!"></li></ul>
<p>Not on the page itself.</p></main></body></html>"""


def pages(count: int = 3) -> dict[str, bytes]:
    """Make pages that can be searched."""
    return {f"briefings/b{number}.html": PAGE.replace("Two", f"Word{number}").encode() for number in range(count)}


def test_searchable_keeps_what_readers_search() -> None:
    """A page is cut down to its body, without drawings and what stands around it."""
    text = searchable(PAGE)
    assert "First" in text
    assert "Its body." in text
    assert "drawn" not in text
    assert "Not on the page itself" not in text
    assert text.count("data-pagefind-body") == 1


def test_searchable_puts_parts_last_and_lists_them() -> None:
    """Elements with filters and an id come after all else, and the page's metadata say what they are."""
    text = searchable(PAGE)
    assert text.index("Second") < text.index("Its body.")
    assert 'data-is="note-a kind=claim verdict=contested"' in text
    assert text.count("Its body.") == 1


def test_searchable_collects_filters_from_all_of_the_page() -> None:
    """Filters are those of the body, of its parts and of what stands beside it; empty ones are none."""
    text = searchable(PAGE)
    for name, value in {
        "language": "en", "type": "briefing", "kind": "claim", "verdict": "contested", "concept": "Kurils, the",
    }.items():  # fmt: skip
        assert f'<i data-pagefind-filter="{name}[data-is]" data-is="{value}"></i>' in text
    assert text.count("data-pagefind-filter") == 5


def test_searchable_keeps_ids_of_blocks_alone() -> None:
    """Paragraphs, parts and headings are places to go to; marks and cites are not."""
    text = searchable(PAGE)
    assert [id_ in text for id_ in ('id="p1"', 'id="note-a"', 'id="nt-a"', 'id="mark-a"')] == [True, True, True, False]


def test_searchable_sets_signs_without_spaces_apart() -> None:
    """Each sign of a script without spaces is a word of its own, so that any part of a name is found as a phrase."""
    assert "色  丹  島  の  返  還" in searchable(PAGE)


def test_searchable_of_a_page_that_is_not_searched_is_empty() -> None:
    """A page without a body for Pagefind gives nothing."""
    assert searchable("<html><body><main><h1>Claims</h1></main></body></html>") == ""


def test_index_gives_files_that_pages_need(tmp_path: Path) -> None:
    """The index has Pagefind's program and its parts, and none of the faces that we do not use."""
    made = build_index(pages() | {"a.json": b"{}", "x.html": b"<p>none</p>"}, "en", tmp_path, timeout=60)
    assert (made.fault, made.reused) == ("", False)
    assert {"pagefind/pagefind.js", "pagefind/pagefind-worker.js", "pagefind/pagefind-entry.json"} <= set(made.files)
    assert not [path for path in made.files if "-ui." in path or "highlight" in path]
    assert json.loads(made.files["pagefind/pagefind-entry.json"])["languages"]["en"]["page_count"] == 3
    assert {path.split("/")[1] for path in made.files if path.count("/") == 2} == {"filter", "fragment", "index"}


def test_index_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    """The same pages give the same bundle, in whatever order they come."""
    first = build_index(pages(12), "en", tmp_path / "a", timeout=60)
    again = build_index(dict(reversed(pages(12).items())), "en", tmp_path / "b", timeout=60)
    assert first.files == again.files


def test_index_is_not_made_again_for_the_same_texts(tmp_path: Path) -> None:
    """Pagefind is not started while what readers search is as it was, whatever else of the pages has changed."""
    made = build_index(pages(), "en", tmp_path, timeout=60)
    same = build_index(pages(), "en", tmp_path, timeout=0)
    around = {path: page.replace(b"Not on", b"Never on") for path, page in pages().items()}
    beside = build_index(around, "en", tmp_path, timeout=0)
    assert [each.reused for each in (made, same, beside)] == [False, True, True]
    assert made.files == same.files == beside.files
    assert build_index(around, "en", tmp_path, timeout=0).reused


def test_index_is_made_again_for_other_texts(tmp_path: Path) -> None:
    """A changed word, a page more or another language makes the index anew, and no file of the old one is left in it."""
    first = build_index(pages(), "en", tmp_path, timeout=60)
    more = build_index(pages(4), "en", tmp_path, timeout=60)
    assert not more.reused
    assert len([path for path in more.files if "fragment" in path]) == 4
    assert not build_index(pages(4), "ru", tmp_path, timeout=60).reused
    assert build_index(pages(), "en", tmp_path, timeout=60).files == first.files


def test_index_of_another_form_is_told(tmp_path: Path) -> None:
    """Files that are not written as we know them give a reason and no files."""
    code = "import pathlib; p = pathlib.Path('index'); p.mkdir(); (p / 'a.pf_filter').write_bytes(b'pagefind_dcd' + {})"
    for broken in (r"b'\xa0'", r"b'\x81\x9f'", r"b'\x01'", r"b'\x80\x80'", "b''"):
        made = build_index(pages(), "en", tmp_path, timeout=60, command=(sys.executable, "-c", code.format(broken)))
        assert made.fault.startswith("pagefind wrote an index of another form: ")
        assert made.files == {}


def test_index_that_was_kept_is_doubted(tmp_path: Path) -> None:
    """A file that is no archive is no index."""
    (tmp_path / "search.zip").write_bytes(b"no archive")
    made = build_index(pages(), "en", tmp_path, timeout=60)
    assert made.files
    assert not made.reused


def test_index_of_nothing_is_empty(tmp_path: Path) -> None:
    """Without a text to search there are no files, and no fault."""
    made = build_index({"index.html": b"<p>home</p>"}, "en", tmp_path, timeout=0)
    assert (made.files, made.fault) == ({}, "")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("import sys; sys.exit('it broke')", "pagefind failed (1): it broke"),
        ("import sys; sys.exit(3)", "pagefind failed (3): it said nothing"),
        ("import time; time.sleep(60)", "pagefind was not done within 0.5 seconds"),
    ],
)
def test_index_that_fails_is_told(tmp_path: Path, code: str, fault: str) -> None:
    """A crash and a hang give a reason and no files, and nothing is kept of them."""
    made = build_index(
        pages(), "en", tmp_path, timeout=0.5 if "sleep" in code else 60, command=(sys.executable, "-c", code)
    )
    assert (made.files, made.fault) == ({}, fault)
    assert not (tmp_path / "search.zip").exists()


def test_index_without_the_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package and a program that cannot be started give a reason."""
    made = build_index(pages(), "en", tmp_path, timeout=9, command=(str(tmp_path / "no-such-program"),))
    assert made.fault == "pagefind cannot be started: No such file or directory"
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    assert build_index(pages(), "en", tmp_path, timeout=9).fault == "pagefind is not installed"


def test_order_keeps_lists_of_every_length() -> None:
    """Numbers and lengths of one, two, four and more bytes are read and written as they were; filters are put in order."""
    pages_ = [["en_1", count] for count in (0, 23, 24, 255, 256, 65535, 65536, 2**32)] + [["x" * 300, 1]] * 300
    meta = search_order._MARK + search_order._written(
        ["1.5.2", pages_, [], [["b", "en_b"], ["a", "en_a"]], [], ["title"]]
    )
    filters = {name: search_order._written([name, [["z", [1]], ["a", [0, 1]]]]) for name in "ab"}
    files = {
        f"p/filter/en_{name}.pf_filter": gzip.compress(search_order._MARK + data) for name, data in filters.items()
    }
    files |= {"p/pagefind.en_m.pf_meta": meta, "p/pagefind-entry.json": b'{"languages":{"en":{"hash":"en_m"}}}'}
    made = search_order.ordered(files, "p")
    (path,) = (path for path in made if path.endswith("pf_meta"))
    version, kept, _, named, _, fields = search_order._read(made[path])
    assert (version, kept, fields) == ("1.5.2", pages_, ["title"])
    assert [name for name, _ in named] == ["a", "b"]
    assert search_order._read(made[f"p/filter/{named[0][1]}.pf_filter"]) == ["a", [["a", [0, 1]], ["z", [1]]]]
    assert json.loads(made["p/pagefind-entry.json"])["languages"]["en"]["hash"] in path


CONTENT = {
    "content/briefings/one/briefing.md": "---\ntitle: One\nsummary: About it.\ndate: 2026-11-20\nlang: en\n---\n\nOur text.\n",
    "content/briefings/one/article.md": "The islands are four. They lie in the north.\n",
    "content/briefings/one/annotations.md": (
        '## Four islands {#four .claim verdict=contested who="A paper"}\n\n> The islands are four.\n\nCounted so [@k].\n'
    ),
    "content/glossary/hoppo.md": (
        "---\nterm: Northern Territories\naliases:\n  - { name: 北方領土, lang: ja, roman: Hoppō ryōdo }\n"
        "  - { name: Хабомаи, lang: ru }\nshort: A name.\n---\n\nA body.\n"
    ),
    "content/sources/s.json": json.dumps([{"id": "k", "type": "book", "title": "A Book", "issued": {"date-parts": [[1990]]}}]),
    "content/pages/about.md": "---\ntitle: About\nsummary: What this is.\n---\n\nText.\n",
}  # fmt: skip


def finder(project: Project) -> Any:
    """Read what the finder knows."""
    text = project.read("assets/finder-data.js")
    assert text.startswith("window.glossatorFinder={")
    return json.loads(text.removeprefix("window.glossatorFinder=").removesuffix(";\n"))


def test_finder_knows_all_names(project: Make) -> None:
    """Each concept stands with all its names in every script, then briefings, pages, claims and sources."""
    data = finder(project(CONTENT).built())
    assert (data["full"], data["left"]) == (True, 0)
    assert data["rows"] == [
        [0, "glossary/hoppo.html", "Northern Territories", "", "A name.", "北方領土", "Hoppō ryōdo", "Хабомаи"],
        [1, "briefings/one.html", "One", "", "About it."],
        [4, "pages/about.html", "About", "", "What this is."],
        [2, "briefings/one.html#note-four", "Four islands", "", "A paper"],
        [3, "sources/k.html", "A Book", "", "1990", data["rows"][4][5], "k"],
    ]


def test_finder_leaves_out_what_is_looked_for_least(project: Make) -> None:
    """Beyond its size the finder drops rows, counts them, and keeps what comes first."""
    words = "word " * 500
    concepts = {
        f"content/glossary/c{number}.md": f"---\nterm: Name {number}\nshort: {words}\n---\n\nA body.\n"
        for number in range(150)
    }
    data = finder(
        project(CONTENT | concepts | {"content/site.toml": SITE_TOML + "[search]\npagefind = false\n"}).built()
    )
    assert data["left"] > 10
    assert len(data["rows"]) + data["left"] == 155
    assert data["full"] is False


def test_search_is_published_and_removed_with_the_site(project: Make) -> None:
    """The index is published; without it no file of it is left, and pages are the same but for the finder's sign."""
    made = project(CONTENT).built()
    with_index = made.files()
    without = made.built("--no-search").files()
    gone = {path for path in with_index if path.startswith("pagefind/")}
    assert gone
    assert set(without) == set(with_index) - gone
    assert [path for path in without if without[path] != with_index[path]] == ["assets/finder-data.js"]


@pytest.mark.parametrize(
    ("table", "full", "codes"),
    [
        ("", True, []),
        ("pagefind = false", False, []),
        ("largest = 3", False, ["SCH002"]),
        ("largest = 3\npagefind = true", True, []),
        ("largest = 3\npagefind = false", False, []),
        ("timeout = 0", True, ["SCH001"]),
    ],
)
def test_search_follows_the_settings(project: Make, table: str, full: bool, codes: list[str]) -> None:
    """`[search]` says whether there is an index; a large site has none unasked, and a failed one is a warning."""
    made = project(CONTENT | {"content/site.toml": f"{SITE_TOML}\n[search]\n{table}\n"})
    assert made.codes() == codes
    assert finder(made)["full"] is full
    assert ("pagefind/pagefind.js" in made.files()) is (full and not codes)


def test_search_is_never_made_for_a_check(project: Make) -> None:
    """`check` writes nothing and indexes nothing."""
    made = project(CONTENT | {"content/site.toml": f"{SITE_TOML}\n[search]\ntimeout = 0\n"})
    assert "SCH001" not in made.codes("check")


@pytest.mark.parametrize("table", ["largest = -1", "largest = true", 'timeout = "1"', "pagefind = 1"])
def test_search_settings_are_checked(project: Make, table: str) -> None:
    """A value of the wrong type is an error."""
    assert project({**CONTENT, "content/site.toml": f"{SITE_TOML}\n[search]\n{table}\n"}).codes() == ["SET003"]


def test_search_setting_that_is_no_table_is_an_error(project: Make) -> None:
    """`search` and `social` are tables."""
    made = project({**CONTENT, "content/site.toml": f"{SITE_TOML}search = true\nsocial = 1\n"})
    assert made.codes() == ["SET003", "SET003"]
