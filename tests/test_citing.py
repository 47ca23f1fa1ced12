from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from glossator.model.citation import Citation, Cite
from glossator.model.diagnostics import Diagnostic
from glossator.model.source import Item
from glossator.model.text import Place, Source
from glossator.read.bib_item import make_item
from glossator.read.bib_pandoc import run_pandoc
from glossator.read.bibliography import read_bibliography
from glossator.render import citing
from glossator.render.cite_neighbours import Neighbours
from glossator.render.cite_order import collate
from glossator.render.citing import Formatted, format_citations
from glossator.render.csl_style import Style, find_style
from glossator.render.entry_links import mark_named_links, with_breaks
from glossator.render.pandoc import Pandoc

HERE = Place("site.toml", 4, 9)
CASES = Path(__file__).parent / "cases" / "bib"
STYLES = ("chicago-author-date", "apa", "chicago-notes-bibliography")


def style(name: str, folder: Path = CASES) -> Style:
    """Load a style that must be there."""
    found = find_style(name, folder, HERE)
    assert isinstance(found, Style), found
    return found


def item(key: str, author: str = "", year: int = 0, title: str = "Title", **more: Any) -> Item:
    """Make a book; `author` is "Family, Given; …"."""
    csl: dict[str, Any] = {"id": key, "type": "book", "title": title, "language": "en", **more}
    names = (name.partition(",") for name in author.split(";") if name)
    csl["author"] = [{"family": family.strip(), "given": given.strip()} for family, _, given in names]
    csl["issued"] = {"date-parts": [[year]]} if year else {}
    made = make_item(csl, HERE)
    assert isinstance(made, Item), made
    return made


def cite(*cites: tuple[str, ...], narrative: bool = False, bare: bool = False) -> Citation:
    """Write a citation of (key, prefix, locator) in short."""
    padded = ((*one, "", "")[:3] for one in cites)
    made = (Cite(key, HERE, prefix, locator, suppress_author=bare) for key, prefix, locator in padded)
    return Citation(tuple(made), narrative)


def done(items: list[Item], citations: list[Citation], name: str, language: str = "en", **more: Any) -> Formatted:
    """Format without a store, and expect no fault."""
    with Pandoc() as pandoc:
        by_key = {one.key: one for one in items}
        used = more.pop("style", None) or style(name)
        store = more.pop("store", {})
        formatted, faults = format_citations(by_key, citations, used, language, pandoc=pandoc, store=store, place=HERE)
    assert faults == ()
    assert formatted is not None
    return formatted


def words(text: str) -> str:
    """Give what a reader sees."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


DOE = [
    item("b", "Doe, Jane", 1990, "Beta"),
    item("a", "Doe, Jane", 1990, "Alpha"),
    item("c", "Roe, Al; Poe, E.", 1999, "Gamma"),
]


def test_each_cite_is_a_link() -> None:
    """Parentheses, separators and what stands before a key are outside the links, locators inside."""
    asked = cite(("c", "see also", "pp. 3-5"), ("a", "", "art. 9"))
    assert done(DOE, [asked], "chicago-author-date").html(asked) == (
        '(see also <a class="cite" href="#cite-c" data-pop="cite-c">Roe and Poe 1999, 3–5</a>; '
        '<a class="cite" href="#cite-a" data-pop="cite-a">Doe 1990a, art. 9</a>)'
    )


def test_year_suffixes_are_of_the_site() -> None:
    """A suffix follows the bibliography of all items, whichever are cited, and is in the entry too."""
    asked = cite(("b",))
    found = done(DOE, [asked], "chicago-author-date")
    assert words(found.html(asked)) == "(Doe 1990b)"
    assert words(found.entries["a"]) == "Doe, Jane. 1990a. Alpha."
    assert found.order == ("a", "b", "c")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chicago-author-date", ["Doe (1990a, 7)", "(1990a)", "(Doe 1990a, 1990b)"]),
        ("apa", ["Doe (1990a, p. 7)", "(1990a)", "(Doe, 1990a, 1990b)"]),
        ("chicago-notes-bibliography", ["Doe (Alpha, 7)", "(Alpha)", "(Doe, Alpha; Doe, Beta)"]),
        ("modern-language-association", ["Doe (Alpha 7)", "(Alpha)", "(Doe, Alpha; Doe, Beta)"]),
        ("ieee", ["[1, p. 7]", "[1]", "[1], [2]"]),
    ],
)
def test_narrative_suppressed_and_joined(name: str, expected: list[str]) -> None:
    """An author in the sentence is not repeated, a suppressed one is left out, works of one author may collapse."""
    asked = [cite(("a", "", "p. 7"), narrative=True), cite(("a",), bare=True), cite(("a",), ("b",))]
    found = done(DOE, asked, name)
    assert [words(found.html(one)) for one in asked] == expected


def test_narrative_without_author_has_no_parentheses() -> None:
    """Where a style knows no author, the sentence goes on with the work's name."""
    treaty = item("t", "", 1951, "Treaty of Peace", type="treaty")
    asked = cite(("t", "", "art. 2(c)"), narrative=True)
    assert words(done([treaty], [asked], "chicago-author-date").html(asked)) == "Treaty of Peace 1951, art. 2(c)"
    named = cite(("c",), narrative=True)
    found = done(DOE, [named], "modern-language-association").html(named)
    assert found == '<a class="cite" href="#cite-c" data-pop="cite-c">Roe and Poe</a>'


def test_given_names_tell_persons_apart() -> None:
    """Chicago gives the initials of different first authors of one family name, whatever the year; the same person needs none."""
    people = [item("x", "Lee, Ann", 1990), item("y", "Lee, Bo", 2001, "Other"), item("z", "Lee, Bo", 2003, "Third")]
    asked = [cite(("x",)), cite(("y",)), cite(("z",))]
    found = done(people, asked, "chicago-author-date")
    assert [words(found.html(one)) for one in asked] == ["(A. Lee 1990)", "(B. Lee 2001)", "(B. Lee 2003)"]
    alone = done(people[1:], asked[1:], "chicago-author-date")
    assert words(alone.html(asked[1])) == "(Lee 2001)"


def test_names_in_east_asian_scripts_are_whole() -> None:
    """A Japanese name is written together, family name first, and never abbreviated; Russian names are as Latin ones."""
    both = [
        item("ja", "山内, 昌之; 和田, 春樹", 1999, "北方領土問題", language="ja"),
        item("ru", "Кузнецов, Андрей Иванович", 2001, "Проблема", language="ru"),
    ]
    found = done(both, [cite(("ja",)), cite(("ru",))], "apa")

    assert words(found.entries["ja"]) == "山内昌之, & 和田春樹. (1999). 北方領土問題."
    assert words(found.html(cite(("ja",)))) == "(山内 & 和田, 1999)"
    assert words(found.entries["ru"]) == "Кузнецов, А. И. (2001). Проблема."


def test_particles_stay_in_notes() -> None:
    """The beginning of a note in the text is no beginning of a sentence."""
    name = {"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"}
    book = make_item({"id": "l", "type": "book", "title": "Europe", "author": [name]}, HERE)
    assert isinstance(book, Item)
    asked = [cite(("l",)), cite(("l", "see", "ch. 2"))]
    found = done([book], asked, "chicago-notes-bibliography")
    assert [words(found.html(one)) for one in asked] == [
        "(von der Leyen, Europe)",
        "(see von der Leyen, Europe, ch. 2)",
    ]


def test_locales_differ() -> None:
    """Terms and quotation marks are those of the site's language."""
    article = item("q", "Doe, J.; Roe, B.", 1999, "Quoted", type="article-journal", **{"container-title": "Journal"})
    asked = cite(("q", "", "S. 5"))
    german = done([article], [asked], "apa", "de")
    assert words(german.html(asked)) == "(Doe & Roe, 1999, S. 5)"
    assert "„Quoted“" in done([article], [asked], "chicago-author-date", "de").entries["q"]
    assert "« Quoted »" in done([article], [asked], "chicago-author-date", "fr").entries["q"].replace("\xa0", " ")


def test_dates_in_words_and_before_our_era() -> None:
    """Words stay words, about stays about, and years before our era are counted as historians count them."""
    old = [
        item("w", "Doe, J.", issued="194X"),
        item("c", "Roe, J.", issued="1855~"),
        item("e", "Poe, J.", issued="-0586"),
    ]
    fixed = [
        make_item({**one.csl, "issued": date}, HERE) for one, date in zip(old, ["194X", "1855~", "-0586"], strict=True)
    ]
    asked = [cite(("w",)), cite(("c",)), cite(("e",))]
    found = done([one for one in fixed if isinstance(one, Item)], asked, "apa")
    assert [words(found.html(one)) for one in asked] == ["(Doe, 1940s)", "(Roe, ca. 1855)", "(Poe, 587 B.C.E.)"]


def test_markup_and_signs_are_escaped() -> None:
    """Titles keep CSL's markup and nothing else, keys and locators are text."""
    odd = item("a&b", "O'Neil, <b>", 2001, "On <i>Homo</i> & <script>x</script>")
    asked = cite(("a&b", "<see>", "<p>"))
    found = done([odd], [asked], "apa")
    assert found.html(asked).startswith(
        '(&lt;see&gt; <a class="cite" href="#cite-a&amp;b" data-pop="cite-a&amp;b">O’Neil, 2001'
    )
    assert "<script" not in found.entries["a&b"]
    assert "<em>Homo</em>" in found.entries["a&b"]
    percent = item("50%", "Doe, J.", 2001)
    asked = cite(("50%",))
    assert 'href="#cite-50%25" data-pop="cite-50%"' in done([percent], [asked], "apa").html(asked)


def test_notes_and_abstracts_are_not_listed() -> None:
    """What belongs to the source's page does not show in a reference list."""
    told = item("n", "Doe, J.", 2001, note="A note.", abstract="An abstract.", keyword="key", annote="More.")
    for name in STYLES:
        assert not re.search("note|abstract|key|More", done([told], [], name).entries["n"])


def test_links_with_other_words_than_their_address_are_marked() -> None:
    """A link of a reference that does not show its address is told apart, so that paper can add it; others stay."""
    shown = '<a href="https://example.org/?a=1&amp;b">https://example.org/?a=1&amp;b</a>'
    assert mark_named_links(f'A. {shown}. <a href="https://example.org/t">Title</a>.') == (
        f'A. {shown}. <a class="away" href="https://example.org/t">Title</a>.'
    )


@pytest.mark.parametrize(
    ("address", "broken"),
    [
        ("https://www.example.org/a/b_c.html", "https://www.example.org<wbr>/a<wbr>/b<wbr>_c<wbr>.html"),
        ("http://example.org/x?a=1&amp;b=&#x27;", "http://example.org<wbr>/x<wbr>?a<wbr>=1&amp;b<wbr>=&#x27;"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org/tokyo/", "https://example.org<wbr>/tokyo/"),
    ],
)
def test_addresses_break_where_they_may(address: str, broken: str) -> None:
    """A printed address may break before signs of its path, never within a host or an entity or before its last sign; its link stays."""
    assert with_breaks(f'A. <a href="{address}">{address}</a>.') == f'A. <a href="{address}">{broken}</a>.'
    assert with_breaks(f'A. <a href="{address}">T//e.x</a>.') == f'A. <a class="away" href="{address}">T//e.x</a>.'


def test_unknown_keys_are_left_out() -> None:
    """A key that is not there is somebody else's fault to report; the rest of the citation stands."""
    asked = [cite(("a",), ("nowhere",)), cite(("nowhere",))]
    found = done(DOE[1:2], asked, "apa")
    assert [words(found.html(one)) for one in asked] == ["(Doe, 1990)", ""]


def test_work_without_words_is_cited_by_label() -> None:
    """Where a style has nothing to print, our own label stands, as a link."""
    anonymous = make_item({"id": "nameless"}, HERE)
    assert isinstance(anonymous, Item)
    asked = cite(("nameless", "see", "p. 3"), bare=True)
    found = done([anonymous], [asked], "modern-language-association")
    assert 'href="#cite-nameless"' in found.html(asked)
    assert found.entries["nameless"]


def test_style_of_no_words_is_answered_in_ours(tmp_path: Path) -> None:
    """A style that prints nothing for a work still gives a link to it, with prefix and locator, and dates sort as dates."""
    xml = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
      <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
      <citation><layout prefix="(" suffix=")"><text variable="archive"/></layout></citation>
      <bibliography><sort><key variable="issued" sort="descending"/><key variable="title"/></sort>
      <layout><text variable="title"/></layout></bibliography></style>"""
    (tmp_path / "mute.csl").write_text(xml, "utf-8")
    asked = cite(("b", "see", "p. 3"), ("c",))
    found = done(DOE, [asked], "", style=style("mute.csl", tmp_path))
    shown = words(found.html(asked))
    assert "see Doe 1990, p. 3" in shown
    assert "Roe & Poe 1999" in shown
    assert found.order == ("c", "a", "b")


def test_no_repeated_author_becomes_a_dash() -> None:
    """An entry is read alone, in a popover or a list of one page, so it names its author."""
    entries = done(DOE, [], "modern-language-association").entries
    assert [words(entries[key])[:9] for key in "ab"] == ["Doe, Jane", "Doe, Jane"]


def test_numeric_styles_number_the_site() -> None:
    """Numbers follow the first cites, or the style's order, and are the same in cite and entry; the uncited come last."""
    asked = [cite(("c",)), cite(("b", "", "p. 2"), ("c",))]
    found = done(DOE, asked, "ieee")
    assert [words(found.html(one)) for one in asked] == ["[1]", "[1], [2, p. 2]"]
    assert found.order == ("c", "b", "a")
    assert [words(found.entries[key])[:3] for key in "cba"] == ["[1]", "[2]", "[3]"]
    raised = done(DOE, asked, "nature")
    assert words(raised.html(asked[1])) in ("2,1", "1,2")


def test_style_without_bibliography_lists_notes(tmp_path: Path) -> None:
    """Where a style makes no entries, the full note serves; where there are no notes either, our own words do."""
    xml = """<style xmlns="http://purl.org/net/xbiblio/csl" class="CLASS" version="1.0">
      <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
      <citation><layout suffix="."><names variable="author"/><text variable="title" prefix=", "/></layout></citation></style>"""
    (tmp_path / "note.csl").write_text(xml.replace("CLASS", "note"), "utf-8")
    (tmp_path / "text.csl").write_text(xml.replace("CLASS", "in-text"), "utf-8")
    note = done(DOE[:1], [cite(("b",))], "", style=style("note.csl", tmp_path))
    assert words(note.entries["b"]) == "Jane Doe, Beta."
    text = done(DOE[:1], [], "", style=style("text.csl", tmp_path))
    assert text.entries["b"] == "Jane Doe. Beta. 1990."


def test_second_run_asks_nothing() -> None:
    """What is stored is not asked for again, and a change of one item asks only for it and its neighbours."""
    store: dict[str, str] = {}
    asked = [cite((one.key,)) for one in DOE]
    first = done(DOE, asked, "chicago-author-date", store=store)
    with Pandoc(program="/nowhere/pandoc") as pandoc:
        items = {one.key: one for one in DOE}
        again, _ = format_citations(
            items, asked, style("chicago-author-date"), "en", pandoc=pandoc, store=store, place=HERE
        )
    assert again == first
    known = set(store)
    changed = item("a", "Doe, Jane", 1990, "Zeta")
    found = done([DOE[0], changed, DOE[2]], asked, "chicago-author-date", store=store)
    assert [words(found.html(one)) for one in asked] == ["(Doe 1990a)", "(Doe 1990b)", "(Roe and Poe 1999)"]
    assert sorted(name.partition(":")[0] for name in set(store) - known) == ["cite", "cite", "entry", "entry", "sort"]


def test_stored_strings_are_of_one_style_and_locale() -> None:
    """Another style or language shares nothing."""
    store: dict[str, str] = {}
    for name, language in (("apa", "en"), ("apa", "de"), ("ieee", "en")):
        before = len(store)
        done(DOE[:1], [], name, language, store=store)
        assert len(store) > before


@pytest.mark.parametrize("name", ["chicago-author-date", "apa", "chicago-author-date-17th-edition"])
@pytest.mark.parametrize("batch", [2, 60])
def test_batches_give_what_one_run_gives(name: str, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cites and entries are those that pandoc makes of the whole site at once, however the work is cut."""
    monkeypatch.setattr(citing, "BATCH", batch)
    items = [
        *demo(),
        *DOE,
        item("lee", "Lee, Ann", 1990),
        item("bo", "Lee, Bo", 1990),
        item("cy", "Lee, Bo; Doe, J.", 1991),
    ]
    items += [item(f"many{n}", "Kim, A.; Lim, B.; " + last, 2000) for n, last in enumerate(["Tan, C.", "Wu, D."])]
    asked = [cite((one.key, "", "p. 3")) for one in items]
    asked += [cite((one.key,), (two.key, "see", "ch. 4")) for one, two in zip(items, items[5:], strict=False)]
    found = done(items, asked, name)
    told = {one.key: {**one.csl, "id": one.key, "note": "", "abstract": ""} for one in items}
    text = "\n\n".join(_markdown(one) for one in asked)
    whole = _whole(text, json.dumps(list(told.values()), ensure_ascii=False), name)
    assert [words(found.html(one)) for one in asked] == whole[: len(asked)]


@pytest.mark.parametrize(
    "name",
    [
        *STYLES,
        "modern-language-association",
        "harvard-cite-them-right",
        "elsevier-harvard",
    ],
)
def test_order_is_that_of_the_style(name: str) -> None:
    """Sorting by printed keys orders the list as pandoc does for all at once, names and titles in several scripts included."""
    items = [
        *demo(),
        *DOE,
        item("lee", "Lee, Ann", 1990),
        item("bo", "Lee, Bo", 1980, "À propos"),
        item("o", "Ó Nuallain, P.", 1990),
    ]
    items += [item(f"doe{year}", "Doe, Jane", year, f"T{year}") for year in (2001, 1989, 2010)]
    items = sorted(
        (one for one in items if one.key != "trumpet-2017"), key=lambda one: one.key
    )  # Of "The Trumpet": see below.
    told = json.dumps([{**one.csl, "note": "", "abstract": ""} for one in items], ensure_ascii=False)
    whole = _whole("---\nnocite: '@*'\n---\n", told, name, "html")
    out = list(done(items, [], name).order)
    assert out == re.findall(r'id="ref-([^"]+)"', "\n".join(whole))


def test_titles_are_sorted_without_their_article() -> None:
    """A title that stands for an author is found under its first word; collation knows no case, accent or length of numbers."""
    laws = [
        item("w", "", 1, "The Windsor Treaty", type="treaty"),
        item("x", "", 1, "An X", type="treaty"),
        item("a", "An, Bo", 1),
    ]
    assert done(laws, [], "chicago-author-date").order == ("a", "w", "x")
    assert [collate(text) for text in ("Émile “Zola”", "D’Arcy 12", "U.S.")] == ["emile zola", "darcy 00000012", "us"]


def test_neighbours_share_a_label() -> None:
    """Works that could be cited alike are neighbours; the year tells them apart only in styles that print it."""
    items = {one.key: one for one in (*DOE, item("d", "Doe, Jane", 2001))}
    assert Neighbours(items, style("apa")).group("a") == ("a", "b")
    assert Neighbours(items, style("modern-language-association")).group("a") == ("a", "b", "d")
    assert Neighbours(items, style("chicago-notes-bibliography")).group("a") == ("a",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "chicago-autor-date",
            'site.toml:4:9 STY001 unknown style "chicago-autor-date" | did you mean `chicago-author-date`?',
        ),
        (
            "zzzzzz",
            'site.toml:4:9 STY001 unknown style "zzzzzz" | give the name of a style of the CSL repository, as apa, or a .csl file',
        ),
        ("../apa", 'site.toml:4:9 STY001 unknown style "../apa" | did you mean `apa`?'),
        (
            "",
            'site.toml:4:9 STY001 unknown style "" | give the name of a style of the CSL repository, as apa, or a .csl file',
        ),
        ("hous.csl", 'site.toml:4:9 STY001 there is no style file "hous.csl" | did you mean `house.csl`?'),
        ("house.csl", 'house.csl:2:11 STY002 the style "house.csl" does not parse: mismatched tag | download it again'),
        ("html.csl", 'html.csl:1:1 STY002 "html.csl" is no CSL style: its root is not <style> | use a CSL 1.0 style'),
        ("empty.csl", 'empty.csl:1:1 STY002 the style "empty.csl" has no <citation> | use a CSL 1.0 style'),
        (
            "orphan.csl",
            (
                'orphan.csl:1:1 STY002 the style "orphan.csl" depends on "http://example.org/nowhere", which is not known | '
                "use that style's own file"
            ),
        ),
    ],
)
def test_unusable_styles_are_said(name: str, expected: str, tmp_path: Path) -> None:
    """A style that is not there or is no style is one fault, at the setting or in its file, with the nearest name."""
    space = 'xmlns="http://purl.org/net/xbiblio/csl"'
    (tmp_path / "house.csl").write_text("<style>\n  <info></style>", "utf-8")
    (tmp_path / "html.csl").write_text("<html/>", "utf-8")
    (tmp_path / "empty.csl").write_text(f"<style {space}/>", "utf-8")
    link = '<link rel="independent-parent" href="http://example.org/nowhere"/>'
    (tmp_path / "orphan.csl").write_text(f"<style {space}><info>{link}</info></style>", "utf-8")
    fault = find_style(name, tmp_path, HERE)
    assert isinstance(fault, Diagnostic)
    assert f"{fault.place} {fault.code} {fault.message} | {fault.help}" == expected


def test_dependent_style_is_its_parent() -> None:
    """Most journals' styles only name another style; a project's own file may do so too."""
    dependent = style("academic-medicine")
    assert dependent.numeric
    assert dependent.name == "academic-medicine"


def test_pandoc_that_fails_is_one_fault() -> None:
    """Without pandoc there are no citations and no traceback, but one fault where the style is chosen."""
    with Pandoc(program="/nowhere/pandoc") as pandoc:
        found, faults = format_citations(
            {"a": DOE[1]}, [cite(("a",))], style("apa"), "en", pandoc=pandoc, store={}, place=HERE
        )
    assert found is None
    assert [(fault.code, fault.place) for fault in faults] == [("STY002", HERE)]
    assert "cannot be started" in faults[0].message


def test_style_that_pandoc_refuses_is_one_fault(tmp_path: Path) -> None:
    """A style that is XML but lacks what every style has is pandoc's to refuse, in its words."""
    (tmp_path / "odd.csl").write_bytes(re.sub(rb"(?s)<citation.*?</citation>", b"<citation/>", style("apa").listing))
    odd = style("odd.csl", tmp_path)
    with Pandoc() as pandoc:
        found, faults = format_citations({"a": DOE[1]}, [], odd, "en", pandoc=pandoc, store={}, place=HERE)
    assert found is None
    assert "layout" in faults[0].message


@pytest.mark.parametrize("name", STYLES)
def test_three_styles_are_right(name: str) -> None:
    """Twenty references and cites of the demo stand as the style's manual has them: the expected files were checked by hand."""
    items = demo()
    locators = {
        "p. 45": "brown-2016",
        "ch. 7": "hasegawa-2005",
        "art. 9": "joint-declaration-1956",
        "doc. 450": "frus-1945-v6",
    }
    asked = [cite((one.key,)) for one in items]
    asked += [cite((key, "see", locator)) for locator, key in locators.items()]
    asked += [cite((key,), narrative=True) for key in ("allen-2022", "tass-2017", "putin-press-2018", "sf-treaty-1951")]
    asked += [cite(("armstrong-1971",), ("trumpet-2017",)), cite(("hasegawa-2005", "", "pp. 201-205"), bare=True)]
    found = done(items, asked, name)
    shown = [f"{one.cites[0].key}: {_plain_links(found.html(one))}" for one in asked]
    told = "\n".join(["# Cites", *shown, "", "# References", *(found.entries[key] for key in found.order), ""])
    path = CASES / f"twenty.{name}.txt"
    if os.environ.get("UPDATE"):
        path.write_text(told, "utf-8")
    assert told == path.read_text("utf-8")


def _plain_links(text: str) -> str:
    """Write a link as the words in angle brackets, so that a person can check the file."""
    return re.sub(r'<a class="cite" href="#cite-[^"]*" data-pop="cite-[^"]*">(.*?)</a>', r"‹\1›", text)


def _markdown(citation: Citation) -> str:
    parts = [f"{one.prefix} @{{{one.key}}}, {one.locator}".strip(" ,") for one in citation.cites]
    return f"[{'; '.join(parts)}]"


def _whole(text: str, items: str, name: str, form: str = "plain") -> list[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "items.json")
        path.write_text(items, "utf-8")
        csl = Path(folder, "style.csl")
        csl.write_bytes(style(name).listing)
        arguments = f"-f markdown-smart -t {form} --wrap=none --citeproc --csl={csl} -M lang=en".split()
        out = run_pandoc([*arguments, f"--bibliography={path}"], text)
    return [line.replace("_", "") for line in out.split("\n\n")]


def demo() -> list[Item]:
    """Read twenty sources of the demo, as they were when the expected files were checked."""
    path = CASES / "twenty.json"
    items, faults = read_bibliography(Source("twenty.json", path.read_text("utf-8")))
    assert faults == ()
    return list(items)
