from __future__ import annotations

import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.prose import END, OPEN, START, STOP, Part, Styled, plain_text
from glossator.read.article_markdown import markdown_to_html
from glossator.read.code_blocks import may_have_code
from glossator.read.markdown import (
    _converter,
    convert,
    convert_line,
    foreign_markup,
    too_hard,
)

PARTS = [Part("[[A|b]]", Styled(())), Part('[@k "x" & <y>]', Styled(()))]


def html(text: str, *, trusted: bool = False, shift: int = 1) -> str:
    """Convert a text in which ‹n› stands for part n, and (n…n) for words that it wraps."""
    for number in range(len(PARTS)):
        text = text.replace(f"‹{number}›", f"{START}{number}{STOP}")
        text = text.replace(f"({number}", f"{OPEN}{number}{STOP}").replace(f"{number})", f"{END}{number}{STOP}")
    found = convert(text, PARTS, scope="note-a", shift=shift, trusted=trusted)
    for mark, shown in ((START, "‹"), (OPEN, "‹‹"), (END, "››"), (STOP, "›")):
        found = found.replace(mark, shown)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("a ‹0› *(1b1)*", "<p>a ‹0› <em>‹‹1›b››1›</em></p>"),
        ("## A {#i .c}\n\n###### B", '<h3 class="c" id="i">A</h3>\n<h6>B</h6>'),
        ("<h1>a</h1>", "<h2>a</h2>"),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("| a | b |\n|:--|--:|\n| ‹0› | (1c1) |",
         ('<table>\n<thead>\n<tr>\n<th class="align-left">a</th>\n<th class="align-right">b</th>\n</tr>\n</thead>\n'
         '<tbody>\n<tr>\n<td class="align-left">‹0›</td>\n<td class="align-right">‹‹1›c››1›</td>\n</tr>\n</tbody>\n</table>')),
        ("> [!note] Of *x*\n> a\n>\n> b",
         '<div class="callout callout-note">\n<p class="callout-title">Of <em>x</em></p>\n<p>a</p>\n<p>b</p>\n</div>'),
        ("> \\[!WARNING\\]", '<div class="callout callout-warning">\n<p class="callout-title">Warning</p>\n</div>'),
        ("> a\n\n> [!tip]- b\n\n> c",
         '<blockquote>\n<p>a</p>\n</blockquote>\n<div class="callout callout-tip">\n<p class="callout-title">b</p>\n</div>\n<blockquote>\n<p>c</p>\n</blockquote>'),
        ("> [!tip] b\n> c\n\n> d\n\n> e",
         '<div class="callout callout-tip">\n<p class="callout-title">b</p>\n<p>c</p>\n</div>\n<blockquote>\n<p>d</p>\n<p>e</p>\n</blockquote>'),
        ("> [!tip] b\n\n> [!note] c\n> d",
         '<div class="callout callout-tip">\n<p class="callout-title">b</p>\n</div>\n<div class="callout callout-note">\n<p class="callout-title">c</p>\n<p>d</p>\n</div>'),
        ("a [b](https://x.org 'c') <https://y.org>", '<p>a <a href="https://x.org" title="c">b</a> <a href="https://y.org">https://y.org</a></p>'),
        ("*a*{lang=ja .b dir=rtl}", '<p><em class="b" dir="rtl" lang="ja">a</em></p>'),
        ("a\n```\nb\n````\nc", '<p>a</p>\n<div class="code"><pre><span></span><code>b\n</code></pre></div>\n<p>c</p>'),
        ("- a\n\n    ~~~\n    b\n    ~~~~", '<ul>\n<li>\n<p>a</p>\n<div class="code"><pre><span></span><code>b\n</code></pre></div>\n</li>\n</ul>'),
        # What begins no tag is text.
        ("1 <2, a < b, c <b and\nd ‹0› > e", "<p>1 &lt;2, a &lt; b, c &lt;b and\nd ‹0› &gt; e</p>"),
        ("a <!-- b\n\nc <?d ?> <![CDATA[ e <!f", "<p>a &lt;!-- b</p>\n<p>c &lt;?d ?&gt; &lt;![CDATA[ e &lt;!f</p>"),
        ("<urn:a:b> <div c", "<p>&lt;urn:a:b&gt; &lt;div c</p>"),
        ("a <!-- b --> c", "<p>a  c</p>"),
        ("`<b x` and <b>c</b>", "<p><code>&lt;b x</code> and <b>c</b></p>"),
        ("    a <b", '<div class="code"><pre><span></span><code>a &lt;b\n</code></pre></div>'),
        # Marks in code and in tags are again what was written.
        ("`‹0›`", "<p><code>[[A|b]]</code></p>"),
        ("    (0x0) ‹1›", '<div class="code"><pre><span></span><code>[[A|b]] [@k "x" &amp; &lt;y&gt;]\n</code></pre></div>'.replace('"x"', "&quot;x&quot;")),
        ("[a](b '‹1›')", '<p><a href="b" title="[@k &quot;x&quot; &amp; &lt;y&gt;]">a</a></p>'),
        # Character references make no marks of ours.
        ("&#xE000;0&#xE003; &#57345;0&#57347 &#228; &amp;", "<p>\ufffd0\ufffd \ufffd0\ufffd ä &amp;</p>"),
        # Nothing that runs, loads or submits.
        ("<script>a</script>b", "\n<p>b</p>"),
        ('<p onclick="a" style="b" class="c">d</p>', '<p class="c">d</p>'),
        ("[a](javascript:b) ![c](d.png) <iframe src='e'></iframe>", "<p><a>a</a>  </p>"),
        ("*a*{onclick=b style=c}", "<p><em>a</em></p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_harmless_html(text: str, expected: str) -> None:
    """Our extensions work, marks survive, and what could run, load or submit is taken out."""
    assert html(text) == expected


def test_markdown_of_trusted_folders_keeps_raw_html() -> None:
    """There the sanitiser does not run."""
    assert (
        html('<section onclick="x">\n<h2>a</h2>\n</section>', trusted=True)
        == '<section onclick="x">\n<h3>a</h3>\n</section>'
    )


def test_markdown_footnotes_have_ids_of_their_text() -> None:
    """Ids differ between the texts of a page and between labels; code that looks alike stays."""
    text = 'a[^x.y] b[^x-y] c[^x.y] `id="fn:1" style="text-align: left;"`\n\n[^x.y]: d\n\n[^x-y]: e'
    first, second = (convert(text, [], scope=scope) for scope in ("note-a", "note-b"))
    ids = re.findall(r' id="([^"]*)"', first.partition("<code>")[0] + first.partition("</code>")[2])
    targets = re.findall(r'href="#([^"]*)"', first)
    assert len(ids) == len(set(ids)) == 5
    assert set(targets) <= set(ids)
    assert set(ids).isdisjoint(re.findall(r' id="([^"]*)"', second.partition("<code>")[0]))
    assert '<code>id="fn:1" style="text-align: left;"</code>'.replace('"', "&quot;") in first.replace('"', "&quot;")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *b* `c`", "A <em>b</em> <code>c</code>"),
        ("# 1. a", "# 1. a"),
        ("1956. a", "1956. a"),
        ("- a", "- a"),
        ("> a", "&gt; a"),
        ("a\n\n  b", "a b"),
        ("    a", "a"),
        ("a <div>b</div> <h1>c", "a b c"),
        ("[a][l] [l]", '<a href="u">a</a> <a href="u">l</a>'),
        ("| a |", "| a |"),
        ("", ""),
    ],
)
def test_markdown_line_has_no_blocks(text: str, expected: str) -> None:
    """A title is inline, whatever it begins with."""
    assert convert_line(text, [], "[l]: u") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b <https://x.org> <me@x.org> 1 <2 <b>c</b> <!-- <script> --> [a](https://b) [c](d) [e]: http://x", []),
        ("[a](mailto:b@c) [a](#b) Wow![@a] ! [a](b)", []),
        ("T {#a .b when=1956 once} [a]{lang=ja}", []),
        ("a <script>b</script> <IMG src=x>", [(2, "<script>"), (21, "<IMG>")]),
        ("<p class='a' onClick=b>c</p>", [(13, "onClick")]),
        ("a <b\nstyle='x'>", [(5, "style")]),
        ("![a](b.png) ![a][b]", [(0, "![…](…)"), (12, "![…](…)")]),
        ("[a](javascript:b) <a href='data:x'>y</a>", [(4, "javascript:"), (27, "data:")]),
        ("[a]: vbscript:x\n[^b]: note:x", [(5, "vbscript:")]),
        ("*a*{.b onclick=c} ## T {style=x}", [(7, "onclick"), (24, "style")]),
    ],
)
def test_markdown_that_will_be_taken_out_is_found(text: str, expected: list[tuple[int, str]]) -> None:
    """Tags, attributes, images and addresses that the sanitiser drops are told, and nothing else."""
    assert foreign_markup(text) == expected


def test_plain_text_keeps_words_apart() -> None:
    """Blocks end words, inline tags do not; marks and references go."""
    text = f'<p title="a > b">a<b>b</b>{START}0{STOP} {OPEN}1{STOP}c{END}1{STOP}</p><p>d<br>e &amp; f</p><table><tr><td>g</td><td>h'
    assert plain_text(text) == "ab c d e & f g h"


@pytest.mark.parametrize(
    "unit", ["[", "![", "`", "*", "_", "<b>", "<b>\n\n", "> ", "- ", "1. ", "    ", "a ", "[a](", "&#1;", "<div>\n\n"]
)
def test_markdown_takes_no_minutes(unit: str) -> None:
    """What Python-Markdown would take minutes for is shown as it stands."""

    def text(size: int) -> str:
        return unit * (size // len(unit)) + "x"

    assert too_hard(text(60_000))
    assert growth(lambda size: convert(text(size), [], scope="a"), 60_000, runs=1) < LINEAR


@given(st.text(st.sampled_from("ab <>/!?&#;x0*_`[]()|-\n\"'{}=.:~^\\"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_markdown_loses_no_mark(text: str) -> None:
    """Any text is converted, and a mark before it and after it stands in the HTML, once."""
    found = convert(f"{START}0{STOP}\n\n{text}\n\n{START}1{STOP}", PARTS, scope="a")
    shown = found.count(f"{START}1{STOP}") + found.count("[@k")
    assert f"{START}0{STOP}" in found
    assert shown == 1 or "<script" in text or "<style" in text


@pytest.mark.parametrize("to_html", [lambda text: convert(text, [], scope="a"), markdown_to_html])
def test_markdown_is_converted_by_several_threads(to_html: Callable[[str], str | None]) -> None:
    """The server reads for a preview while a build reads: no text gets anything of another one."""
    texts = [
        f"Text {number} with *{'much ' * number}* `in` it.\n\n- {number}\n- [^n]\n\n[^n]: Note {number}."
        for number in range(40)
    ]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(to_html, texts * 3))
    finally:
        sys.setswitchinterval(before)
    assert found == [to_html(text) for text in texts] * 3


@given(st.text(st.sampled_from("ab `~>-1.[]^:|=#*_!\n"), max_size=60).filter(lambda text: not may_have_code(text)))
def test_markdown_without_code_needs_nothing_for_code(text: str) -> None:
    """What highlights code changes no text that has none."""
    with_it, without = (_converter(code=code).reset().convert(text) for code in (True, False))
    assert without == with_it
