"""Texts of ours, resolved: links, citations, sentences, and nothing that could run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from conftest import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st
from resolving import PLACE, concept, glossary, resolve
from told import Told, index_names

from glossator.model.prose import ROOT, START, STOP, Part, Prose, Styled, WikiLink
from glossator.model.source import Item
from glossator.resolve.prose import Resolved, joined

ATTACKS = ("<img src=x onerror=alert(1)>", '"onmouseover="alert(1)', "'><script>alert(1)</script>", "&lt;b&gt;")
VOID = {"br", "hr", "img", "wbr", "input"}


class Checked(HTMLParser):
    """Checks that tags nest, and gathers the tags and attributes there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)
        self.close()
        assert not self.stack, (self.stack, html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; no link may stand in a link."""
        assert tag != "a" or "a" not in self.stack
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.stack += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.stack.pop() == tag


def sources(*keys: str) -> Told:
    """Give the facts of some sources and two concepts."""
    items = [
        Item(
            key,
            PLACE,
            {"id": key, "type": "book", "author": [{"family": key.title()}], "issued": {"date-parts": [[2001]]}},
        )
        for key in keys
    ]
    return index_names([concept("kurils: Kurils"), concept("japan: Japan = 日本@ja")], (), (), (), items)


def test_resolve_prose_of_nothing_is_nothing() -> None:
    """An empty text has no walk."""
    assert resolve(Prose(), glossary("a: A")).resolved == Resolved()


def test_resolve_prose_writes_links() -> None:
    """Concepts have a class, an address from the root and a card; names in other scripts their language."""
    facts = sources("roe")
    html = resolve("Kurils, 日本; [[japan]], [[日本]], [[@roe]], [[@roe|a *book*]]", facts).resolved.html
    assert f'<a class="term" href="{ROOT}glossary/kurils.html" data-pop="c-kurils">Kurils</a>' in html
    assert html.count(f'<a class="term" href="{ROOT}glossary/japan.html" data-pop="c-japan" lang="ja">日本</a>') == 2
    assert f'<a class="term" href="{ROOT}glossary/japan.html" data-pop="c-japan">Japan</a>' in html
    assert f'<a class="cite" href="{ROOT}sources/roe.html">Roe 2001</a>' in html
    assert f'<a class="cite" href="{ROOT}sources/roe.html">a <em>book</em></a>' in html


@pytest.mark.parametrize(
    ("autolink", "expected"),
    [
        ("first", "[Kurils→kurils] Kurils"),
        ("all", "[Kurils→kurils] [Kurils→kurils]"),
        ("off", "Kurils Kurils"),
    ],
)
def test_resolve_prose_follows_the_house_rule(autolink: str, expected: str) -> None:
    """`autolink` is first, all or off; what is named is told in each case."""
    found = resolve("Kurils Kurils", sources(), autolink=autolink)  # type: ignore[arg-type]
    assert found.links == expected
    assert found.resolved.named == ("kurils",)
    assert found.resolved.named_or_linked == {"kurils"}


def test_resolve_prose_shares_what_was_linked() -> None:
    """Two texts that count as one link a concept once."""
    seen: set[str] = set()
    assert resolve("[[kurils]]", sources(), seen=seen).links == "[Kurils→kurils]"
    assert resolve("Kurils", sources(), seen=seen).links == "Kurils"


def test_resolve_prose_never_links_a_concept_to_itself() -> None:
    """On its own page a concept's name stays plain, and is not advised about, though it be ambiguous."""
    facts = glossary("one: Article 9", "two: Article 9", "three: Urup")
    found = resolve("Article 9, Urup", facts, own="one", advice=True)
    assert (found.links, found.codes) == ("Article 9, [Urup→three]", [])
    assert resolve("Urup", facts, own="three", advice=True).codes == []


def test_resolve_prose_advises_of_names_without_links() -> None:
    """Ambiguous and switched-off names are told once a text, if the text links to none of the concepts meant."""
    facts = glossary("one: Article 9", "two: Article 9", "three: Urup")
    assert resolve("Article 9, Article 9", facts, advice=True).codes == ["LNK004"]
    assert resolve("Article 9", facts).codes == []
    assert resolve("[[one|Article 9]], Article 9", facts, advice=True).codes == []
    (told,) = resolve("Urup", facts, autolink="off", advice=True).faults
    assert told.message == '"Urup" is not linked to `three`: automatic links are off here'
    assert resolve("Urup and [[Urup]]", facts, autolink="off", advice=True).codes == []


def test_resolve_prose_links_fault_and_stay_words() -> None:
    """A link to nothing is a fault once an occurrence, and its words are shown."""
    found = resolve("[[Nowhere]], [[Nowhere|there]] and Kurils", sources())
    assert (found.links, found.codes) == ("Nowhere, there and [Kurils→kurils]", ["LNK001", "LNK001"])


def test_resolve_prose_citations_stay_marks() -> None:
    """Citations are kept in order; an unknown key is a fault once an occurrence, and the rest of its bracket stays."""
    found = resolve(
        "A [see @roe, p. 3; supports @row; @doe]. B [@row]. @poe said; @row said.", sources("roe", "doe", "poe")
    )
    assert [[cite.key for cite in each.cites] for each in found.resolved.citations] == [["roe", "doe"], ["poe"]]
    assert found.codes == ["CIT001"] * 3
    assert re.findall(f"{START}\\d+{STOP}", found.resolved.html) == [f"{START}0{STOP}", f"{START}1{STOP}"]
    assert [(each.key, each.locator) for each in found.resolved.cites] == [("roe", "p. 3"), ("doe", ""), ("poe", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. The *Kurils* lie north of it. Three.", "The <b>Kurils</b> lie north of it."),
        ("One. See *Kurils*. Three.", "One. See <b>Kurils</b>."),
        ("| A | B |\n|---|---|\n| [[kurils|isles]] | 7,364 |", "<b>isles</b> · 7,364"),
        ("- One [[kurils|they & <q>]]\n- Two", "One <b>they &amp;</b>"),
        ("| A | B |\n|---|---|\n| Other. | In Kurils |", "In <b>Kurils</b>"),
        ("Text[^1] here.\n\n[^1]: A note on Kurils. Yes.", "A note on <b>Kurils</b>."),
        ("The Kurils[^1] lie.\n\n[^1]: Yes.", "The <b>Kurils</b> lie."),
        ("## On [[kurils]]\n\nText", "On <b>Kurils</b>"),
        ("Line  \nKurils", "Line <b>Kurils</b>"),
        ("The Kurils [@roe]; so.", "The <b>Kurils</b>; so."),
        ("> One. Much later [[kurils|the\n> isles]] came.", "Much later <b>the isles</b> came."),
    ],
)
def test_mentions_have_their_sentence(text: str, expected: str) -> None:
    """A backlink shows the sentence in which it stands, its words in bold, and no sign of a citation or footnote."""
    (sentence,) = resolve(text, sources("roe")).sentences
    assert sentence == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. It was so [@roe]. Three.", "It was so."),
        ("One. It was so. [@roe] Three.", "It was so."),
        ("One. It was so.[@roe]\n\nThree.", "It was so."),
        ("[@roe] says. So.", "says."),
        ("One. @roe [p. 3] says so. Three.", "Roe 2001 says so."),
        ("One.\n\n[@roe]\n\nThree.", "One."),
        ("| Zero. | | *One* | [@roe] |\n|---|---|---|---|\n| x | y | z | w |", "Zero. · One"),
        ("| a | [@roe] b |\n|---|---|\n| x | y |", "b"),
        ("| a | b |\n|---|---|\n| x | y |\n\n[@roe]", "y"),
        ("[@roe]", ""),
        ("It was [@roe] so.", "It was so."),
    ],
)
def test_cites_have_their_sentence(text: str, expected: str) -> None:
    """What stands in brackets after the stop belongs to the sentence before it; an author in the text is part of his."""
    (cite,) = resolve(text, sources("roe")).resolved.cites
    assert cite.sentence_html == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a [[kurils|b* c]] d", "a [b→kurils] c d"),
        ("[[kurils|a *b]] c* d", "[a b c→kurils] d"),
        ("[[kurils|a **b]] *c* d** e", "[a b c d→kurils] e"),
        ('<a href="https://example.org/">x [[kurils]] y</a>', "x Kurils y"),
        ('<a href="https://example.org/">x [[kurils|z]] y</a>', "x z y"),
        ("*a [b* 日本]{lang=ja}", "a b [日本→japan]"),
    ],
)
def test_crossing_markup_stays_well_nested(text: str, expected: str) -> None:
    """A link that crosses emphasis ends with it or lasts as long; a link in a link is words; either counts as a mention."""
    found = resolve(text, sources())
    Checked(found.resolved.html)
    assert found.links == expected
    assert len(found.resolved.mentions) == 1


PIECES = (
    "[[kurils|",
    "]]",
    "*",
    "**",
    "_",
    "`",
    "[",
    "]{lang=ja}",
    "Kurils ",
    "a",
    "[[japan]]",
    "\n\n",
    "- ",
    "> ",
    "[@roe]",
    " ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_resolve_prose_is_well_nested(text: str) -> None:
    """Whatever the markup, tags nest and no mark of a link is left."""
    html = resolve(text, sources("roe")).resolved.html
    Checked(html)
    assert not re.search("[\ue001\ue002]", html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_resolve_prose_escapes_what_content_says(attack: str) -> None:
    """Markup in terms, names, languages, titles, shown words and styles comes out as text."""
    made = concept("kurils: x" + f" = {attack.replace('=', 'is')} thing@ja")
    item = Item("roe", PLACE, {"id": "roe", "type": "book", "title": attack}, title=attack)
    from msgspec.structs import replace

    made = replace(
        made,
        term=f"Term {attack}",
        lang=attack,
        aliases=(*made.aliases, made.aliases[0].__class__(f"日本 {attack}", attack)),
    )
    facts = index_names([made], (), (), (), [item])
    parts = (
        Part("", WikiLink(PLACE, "kurils", wraps=False)),
        Part("", WikiLink(PLACE, "@roe", wraps=False)),
        Part("", WikiLink(PLACE, attack, wraps=False)),
        Part("", Styled((("class", attack), ("lang", attack), ("onclick", "x")))),
    )
    from html import escape

    words = escape(f"Term {attack} and 日本 {attack}", quote=False)
    text = f"<p>\ue0000\ue003 \ue0001\ue003 \ue0002\ue003 \ue0013\ue003x\ue0023\ue003 {words}</p>"
    found = resolve(Prose(text, parts), facts, autolink="all")
    for html in (found.resolved.html, *found.sentences):
        checked = Checked(html)
        assert checked.tags <= {"p", "a", "b", "span"}
        assert checked.attributes <= {"class", "href", "lang", "data-pop"}
    assert found.codes == ["LNK001"]
    assert attack in " ".join(fault.message for fault in found.faults)


def test_trusted_markup_is_kept_as_it_is() -> None:
    """Raw HTML of trusted folders passes: comments, scripts, marks in attributes, tags in capitals, stray signs."""
    raw = '<DIV title="a>b"><!-- Kurils > --><script>if (a<b) {Kurils}</script><P>Kurils &lt; b<IMG SRC="x.png"></P></DIV>'
    html = resolve(Prose(raw), sources()).resolved.html
    assert html == raw.replace(
        "<P>Kurils", f'<P><a class="term" href="{ROOT}glossary/kurils.html" data-pop="c-kurils">Kurils</a>'
    )
    assert resolve(Prose("a < b</i> <b>c</p>"), sources()).resolved.html == "a &lt; b</i> <b>c</p>"
    assert resolve(Prose("<p><b>c</p>Kurils"), sources()).links == "c[Kurils→kurils]"
    assert resolve(Prose("<!-- Kurils"), sources()).resolved.html == "<!-- Kurils"


def test_joined_texts_keep_their_citations_apart() -> None:
    """Two texts become one, with citations counted on; equal and empty ones leave one."""
    one, other = (
        resolve(f"{word} [@{key}].", sources("roe", "doe")).resolved
        for word, key in (("Kurils", "roe"), ("Japan", "doe"))
    )
    both = joined(one, other)
    assert [each.cites[0].key for each in both.citations] == ["roe", "doe"]
    assert f"{START}1{STOP}" in both.html
    assert (both.concepts, both.named) == (("kurils", "japan"), ("kurils", "japan"))
    assert [each.key for each in both.cites] == ["roe", "doe"]
    assert joined(one, one) == joined(one, Resolved()) == joined(Resolved(), one) == one


def test_resolve_prose_takes_time_in_proportion() -> None:
    """A text takes time by its length, however it is made."""
    facts = glossary(*(f"c{number}: Treaty of {number} | never: [never {number}]" for number in range(200)))
    for piece in (
        "<p>Treaty of 7 never 8. </p>",
        "Treaty of 7 never 8. ",
        "<b>x ",
        "<",
        '<p a="',
        "<!--",
        "<script>",
        "<i>Treaty</i>",
    ):
        grown = growth(
            lambda count, piece: resolve(Prose("<p>" + piece * count), facts, autolink="all"), 100, piece, runs=2
        )
        assert grown < LINEAR, piece
