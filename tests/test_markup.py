from __future__ import annotations

import pytest
from conftest import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.citation import Citation
from glossator.model.prose import END, OPEN, START, STOP, Part, Styled, WikiLink
from glossator.model.text import Source, Span
from glossator.read.markup import Scan

MARKDOWN = st.text(st.sampled_from('[]|@{}();,\\`<> \n#^=."ab-'), max_size=60)
PIECES = st.lists(
    st.sampled_from(
        [
            "[[",
            "]]",
            "[",
            "]",
            "@a",
            "@{b.c}",
            "|",
            ";",
            "`",
            "```\n",
            "{lang=ja}",
            '{quote="',
            '"}',
            "{x}",
            "(u)",
            "[ref]",
            "\\",
            "\n",
            "\n\n",
            "w ",
            "-",
            "supports ",
        ]
    ),
    max_size=25,
).map("".join)


def scan(text: str, labels: tuple[str, ...] = ()) -> tuple[str, Scan]:
    """Scan a text as a file, with readable marks."""
    found = Scan(labels=frozenset(labels))
    marked = found.stretch(Source("a.md", text), Span(0, len(text)))
    for mark, shown in ((START, "‹"), (OPEN, "‹‹"), (END, "››"), (STOP, "›")):
        marked = marked.replace(mark, shown)
    return marked, found


def told(part: Part) -> str:
    """Write a part down in one line."""
    match part.what:
        case WikiLink(target=target, wraps=wraps):
            return f"link {target}{' wraps' if wraps else ''}"
        case Styled(attributes=attributes):
            return "styled " + " ".join(f"{key}={value}" for key, value in attributes)
        case Citation(cites=cites, narrative=narrative):
            shown = (
                " ".join(
                    each
                    for each in (
                        cite.prefix and f"<{cite.prefix}>",
                        cite.stance and f"={cite.stance.value}",
                        "-" * cite.suppress_author + cite.key,
                        cite.locator and f"({cite.locator})",
                    )
                    if each
                )
                for cite in cites
            )
            return ("says " if narrative else "cites ") + "; ".join(shown)


@pytest.mark.parametrize(
    ("text", "marked", "parts"),
    [
        # Wiki-links.
        ("a [[Name]] b", "a ‹0› b", ["link Name"]),
        ("[[Name|shown *so*]]", "‹‹0›shown *so*››0›", ["link Name wraps"]),
        ("[[kuril-visit#range]] [[#id]] [[@key]]", "‹0› ‹1› ‹2›", ["link kuril-visit#range", "link #id", "link @key"]),
        ("\\[\\[Name\\|shown\\]\\] \\[[Name]\\]", "‹‹0›shown››0› ‹1›", ["link Name wraps", "link Name"]),
        ("| [[A\\|b]] | c |", "| ‹‹0›b››0› | c |", ["link A wraps"]),
        ("[[A\nb]] [[A\n\nb]]", "‹0› [[A\n\nb]]", ["link A b"]),
        ("[[A\\_b]] [[1956\\. x]]", "‹0› ‹1›", ["link A_b", "link 1956. x"]),
        ("[[A|]] [[A| ]] [[]] [[ ]] [[|b]]", "‹0› ‹1› [[]] [[ ]] [[|b]]", ["link A", "link A"]),
        ("[see [[A]] and [[B|b [sic]]]]", "[see ‹0› and ‹‹1›b [sic]››1›]", ["link A", "link B wraps"]),
        ("[[[A]]]", "[‹0›]", ["link A"]),
        ("[[A [b] c]] [[a] b]", "[[A [b] c]] [[a] b]", []),
        ("[[A|see @b, [[C]]]]", "‹‹0›see @b, [[C]]››0›", ["link A wraps"]),
        ("[[A `b`]]", "‹0›", ["link A `b`"]),
        # Citations.
        ("x [@a].", "x ‹0›.", ["cites a"]),
        ("x [@a]: y [@b]; z", "x ‹0›: y ‹1›; z", ["cites a", "cites b"]),
        ("[@a; @b, p. 3]", "‹0›", ["cites a; b (p. 3)"]),
        ("[see @a, [sic] p. 3]", "‹0›", ["cites <see> a ([sic] p. 3)"]),
        ("[see @key, pp. 3–5; @other]", "‹0›", ["cites <see> key (pp. 3–5); other"]),
        ("[-@a] [see -@a]", "‹0› ‹1›", ["cites -a", "cites <see> -a"]),
        ("[@a p. 3; @b,]", "‹0›", ["cites a (p. 3); b"]),
        ("[supports @a; Disputes @b; see\ncontext @c]", "‹0›", ["cites =supports a; =disputes b; <see> =context c"]),
        ("it supports @a; [he supports, @a]", "it supports ‹0›; ‹1›", ["says a", "cites <he supports,> a"]),
        ("[@a,\np. 3\n  and 4]", "‹0›", ["cites a (p. 3 and 4)"]),
        ("\\[@a, p\\. 3\\]", "‹0›", ["cites a (p. 3)"]),
        ("[@a, `x;y]` p. 3]", "‹0›", ["cites a (`x;y]` p. 3)"]),
        ("[@a, https://x.org/b;c@d]", "‹0›", ["cites a (https://x.org/b;c@d)"]),
        ("[our note: see [@a] and [[B]]]", "[our note: see ‹0› and ‹1›]", ["cites a", "link B"]),
        ("[@a][@b] [@a] [@b]", "‹0›‹1› ‹2› ‹3›", ["cites a", "cites b", "cites a", "cites b"]),
        ("[@a](see below) [@a](https://x.org)", "‹0›(see below) [@a](https://x.org)", ["cites a"]),
        ("[me@x.org; b] [\\@a]", "[me@x.org; b] [\\@a]", []),
        ("Wow![@a]", "Wow!‹0›", ["cites a"]),
        ("[@a\n\np. 3]", "[‹0›\n\np. 3]", ["says a"]),
        ("[[@a]; x]", "[‹0›; x]", ["cites a"]),
        # Keys.
        ("@a.", "‹0›.", ["says a"]),
        ("@a:b/c.d, @a's @{key.with.dots.} @a--b @a_1", "‹0›, ‹1›'s ‹2› ‹3›--b ‹4›",
         ["says a:b/c.d", "says a", "says key.with.dots.", "says a", "says a_1"]),
        ("@{https://x.org/a} [@{a}b]", "‹0› ‹1›", ["says https://x.org/a", "cites a (b)"]),
        ("me@x.org @user@x.org \\@a a/@b https://x.org/@c?d=@e", "me@x.org @user@x.org \\@a a/@b https://x.org/@c?d=@e", []),
        ("<https://x.org/@a> <me@x.org> `@a` ``@a ` [[b]]`` <a href='@b'>", None, []),
        ("```\n@a [[b]]\n```\n\n~~~\n[@a]", "```\n@a [[b]]\n```\n\n~~~\n‹0›", ["cites a"]),
        ("(@a) “@a” x-@a @ a -@a @{a b} @-", "(‹0›) “‹1›” x-@a @ a -‹2› @{a b} @-", ["says a", "says a", "says a"]),
        # Locators of keys in the running text.
        ("@a [p. 3] says", "‹0› says", ["says a (p. 3)"]),
        ("@a\n[p. [sic] 3]", "‹0›", ["says a (p. [sic] 3)"]),
        ("@a [[B]] @a[^1] @a [see @b] @a [t](u) @a [t]{lang=ja}", "‹0› ‹1› ‹2›[^1] ‹3› ‹4› ‹5› [t](u) ‹6› ‹‹7›t››7›",
         ["says a", "link B", "says a", "says a", "cites <see> b", "says a", "says a", "styled lang=ja"]),
        ("@a [p. 3][^1]", "‹0›[^1]", ["says a (p. 3)"]),
        ("@a\n\n[p. 3]", "‹0›\n\n[p. 3]", ["says a"]),
        # Links of Markdown.
        ("[x @a][ref] [@a][] [ref] [x @a] [ref] [@b] [c]", "[x @a][ref] ‹0›[] [ref] [x @a] [ref] ‹1› [c]", ["cites a", "cites b"]),
        ("[Ref\\] x @a][REF] [ref][]", "[Ref\\] x ‹0›][REF] [ref][]", ["says a"]),
        ("![alt @a [[b]]](c.png) [see [[A]]](u)", "![alt @a [[b]]](c.png) [see [[A]]](u)", []),
        ("[[北]{lang=ja} x](u)", "[‹‹0›北››0› x](u)", ["styled lang=ja"]),
        ("@a [ref]", "‹0› [ref]", ["says a"]),
        # Footnotes.
        ("a[^1] [^@b] [^x]{.y}", "a[^1] [^@b] [^x]{.y}", []),
        ("[^1]: [@a]", "[^1]: ‹0›", ["cites a"]),
        # Styled words.
        ("[北方]{lang=ja}", "‹‹0›北方››0›", ["styled lang=ja"]),
        ("\\[a [b] @c\\]{: .x .y dir='rtl' #i}", "‹‹0›a [b] ‹1›››0›", ["styled class=x y dir=rtl id=i", "says c"]),
        ('[a]{title="b } c"} [a]{x} [a]{} [a]{a=b=c} [a] {lang=ja}', "‹‹0›a››0› [a]{x} [a]{} [a]{a=b=c} [a] {lang=ja}", ["styled title=b } c"]),
        ("[see @a]{bare}", "‹0›{bare}", ["cites <see> a"]),
        ("[a [[B]]]{.x}", "‹‹0›a ‹1›››0›", ["styled class=x", "link B"]),
    ],
)  # fmt: skip
def test_markup_is_found_as_pandoc_and_obsidian_write_it(text: str, marked: str | None, parts: list[str]) -> None:
    """Each piece of our syntax becomes a mark, all else stays as it is."""
    found, collected = scan(text, ("ref",))
    assert found == (text if marked is None else marked)
    assert [told(part) for part in collected.parts] == parts
    assert collected.faults == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("x [@a; see also]", [(1, 8, '"see also" names no source')]),
        ("[see; @b]", [(1, 2, '"see" names no source')]),
        ("[@a; ]", [(1, 6, "a source is missing after the semicolon")]),
        (
            "é\n[@a, @b; @c @d]",
            [(2, 6, "`@b` stands in the locator of `@a`"), (2, 13, "`@d` stands in the locator of `@c`")],
        ),
    ],
)
def test_markup_citation_with_a_slip_is_told_where_it_is(text: str, faults: list[tuple[int, int, str]]) -> None:
    """A part without a key, or with two, is CIT004 at its column; the rest of the citation is kept."""
    _, found = scan(text)
    assert [(each.place.line, each.place.column, each.message) for each in found.faults] == faults
    assert {each.code for each in found.faults} == {"CIT004"}
    assert all(isinstance(part.what, Citation) for part in found.parts)


def test_markup_places_point_into_the_file() -> None:
    """Columns count code points of the file, whatever stretch is scanned."""
    source = Source("a.md", "# T\n\n日本 [[A]], [see @b; -@c] and @d")
    found = Scan()
    found.stretch(source, Span(5, len(source.text)))
    link, citation, narrative = (part.what for part in found.parts)
    assert isinstance(link, WikiLink)
    assert isinstance(citation, Citation)
    assert isinstance(narrative, Citation)
    assert str(link.place) == "a.md:3:4"
    assert [str(cite.place) for cite in (*citation.cites, *narrative.cites)] == ["a.md:3:16", "a.md:3:21", "a.md:3:29"]


def unmarked(text: str, parts: list[Part]) -> str:
    """Put back what was written, outermost parts first."""
    for number, part in enumerate(parts):
        start = text.find(f"{OPEN}{number}{STOP}")
        if start >= 0:
            closing = f"{END}{number}{STOP}"
            text = text[:start] + part.raw + text[text.index(closing) + len(closing) :]
        else:
            text = text.replace(f"{START}{number}{STOP}", part.raw)
    return text


@settings(deadline=None)
@given(st.one_of(MARKDOWN, PIECES, st.text(max_size=40)))
def test_markup_loses_nothing(text: str) -> None:
    """With each mark replaced by what it stands for, the text is as it was, byte for byte; the places are right."""
    source = Source("a.md", "é\n" + text)
    found = Scan(labels=frozenset(["ref"]))
    marked = found.stretch(source, Span(2, len(source.text)))
    assert unmarked(marked, found.parts) == text
    for part in found.parts:
        if isinstance(part.what, WikiLink):
            offset = source.line_starts[part.what.place.line - 1] + part.what.place.column - 1
            assert source.text.startswith(part.raw, offset)
        if isinstance(part.what, Citation):
            for cite in part.what.cites:
                offset = source.line_starts[cite.place.line - 1] + cite.place.column - 1
                assert source.text.startswith((f"@{cite.key}", f"@{{{cite.key}}}"), offset)


@settings(deadline=None)
@given(PIECES)
def test_markup_in_code_yields_nothing(text: str) -> None:
    """A fence around a text hides all of it."""
    fenced = f"~~~~\n{text.replace('~', '')}\n~~~~"
    found = Scan()
    assert found.stretch(Source("a.md", fenced), Span(0, len(fenced))) == fenced
    assert found.parts == []


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[[",
        "[[a",
        "[[a|",
        "\\[b]",
        "[a](b) ",
        "@a [",
        "[@a; ",
        "@a;",
        "[x]{",
        "[^",
        "[x]{.a",
        "[[[[x]]]]",
        "{",
        "@a",
    ],
)
def test_markup_takes_time_by_the_length_of_the_text(unit: str) -> None:
    """No input makes it slow, deep nesting included."""

    def scan(text: str) -> None:
        Scan(labels=frozenset("r")).stretch(Source("a.md", text), Span(0, len(text)))

    for make in (
        lambda count: unit * count,
        lambda count: unit * (count // 2) + "]" * (count // 2),
        lambda count: "[" * (count // 2) + unit + "]{lang=a}" * (count // 2),
    ):
        assert growth(lambda size, make: scan(make(size // len(unit))), 2_000, make, runs=2) < LINEAR


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[@a; @b]{quote="words"}', "`quote` stands after several sources"),
        ("[@a]{quote=“words”}", "`quote` after a citation has no words"),
        ('[@a]{quote=""}', "`quote` after a citation has no words"),
        ('[@a]{quote="a\n\nb"}', "`quote` after a citation has no words"),
        ("@a{quote=words}", "`quote` after a citation has no words"),
        ("@a [p. 3]{quote}", "`quote` after a citation has no words"),
    ],
)
def test_quote_that_cannot_be_read_is_told(text: str, message: str) -> None:
    """Words need straight quotes, and one source to be found in; the citation stays."""
    marked, found = scan(text)

    assert marked.startswith("‹0›")
    assert [(fault.code, fault.message) for fault in found.faults] == [("CIT004", message)]


def test_quote_after_other_words_is_none() -> None:
    """Styled words and locators keep what braces they had."""
    assert scan('[words]{quote="x"} @a [p. 3]{lang=ja}')[0].count("‹‹") == 2
