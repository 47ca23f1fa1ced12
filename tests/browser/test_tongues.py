"""Articles from right to left and without spaces in a real browser: direction, faces, languages, places of notes."""

from __future__ import annotations

import sys
from pathlib import Path

import generated
import pytest

sys.path.append(str(Path(__file__).parents[1]))
from typing import TYPE_CHECKING

from conftest import Project

if TYPE_CHECKING:
    from reading import Opener

pytest_plugins = ["sample_site"]
ARABIC, HEBREW, JAPANESE = (f"briefings/{name}.html" for name in ("arabic", "hebrew", "japanese"))
TEXTS = {
    "arabic": ("en", "ar", "A declaration", "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميرًا.", "الكرامة والحقوق"),
    "hebrew": ("he", "he", "הכרזה לכל באי עולם", "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.", "בני חורין"),
    "japanese": ("en", "ja", "A declaration in Japanese", "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。", "生れながらにして自由であり、かつ、尊厳と権利とについて平等"),
}  # fmt: skip
STYLE = "e => (s => [s.direction, s.fontStyle])(getComputedStyle(e))"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build three briefings and a concept with names in their scripts."""
    made = Project(tmp_path_factory.mktemp("tongues"))
    made.write({
        "content/site.toml": generated.SETTINGS,
        "content/glossary/dignity.md": "---\nterm: Dignity\naliases: [{name: كرامة, lang: ar, roman: karāma}]\n---\n\nA word: [كرامة]{lang=ar}.\n",
    })  # fmt: skip
    for name, (lang, article, title, text, quote) in TEXTS.items():
        made.write({
            f"content/briefings/{name}/briefing.md": f"---\ntitle: {title}\nlang: {lang}\narticle:\n  lang: {article}\n---\n\nOur text.\n",
            f"content/briefings/{name}/article.txt": f"{text}\n",
            f"content/briefings/{name}/annotations.md": f"## A finding {{#n .claim}}\n\n> {quote}\n\nIts reason.\n",
        })  # fmt: skip
    return made.built("--no-search").root / "site"


@pytest.mark.parametrize("width", [390, 1440])
def test_article_from_right_to_left_with_notes_from_left_to_right(look: Opener, width: int) -> None:
    """The article runs leftwards with its numbers at its right; what is ours runs rightwards beside it, the quoted words apart."""
    with look(ARABIC, width) as page:
        assert page.locator(".leaf").get_attribute("dir") == "rtl"
        assert page.locator(".leaf .para p").first.evaluate(STYLE)[0] == "rtl"
        assert page.locator(".leaf-head").evaluate(STYLE)[0] == "ltr"
        page.locator(".leaf .m").first.click()
        note = page.locator("#note-n")
        assert (note.evaluate(STYLE)[0], note.get_attribute("lang")) == ("ltr", "en")
        assert note.locator(".lemma [lang=ar]").evaluate(STYLE) == ["rtl", "normal"]
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        leaf, box = page.locator(".leaf").bounding_box(), note.bounding_box()
        assert leaf is not None
        assert box is not None
        if width == 1440:
            assert box["x"] >= leaf["x"] + leaf["width"]
            number, text = page.locator(".pn").first.bounding_box(), page.locator(".para p").first.bounding_box()
            assert number is not None
            assert text is not None
            assert number["x"] >= text["x"] + text["width"]


def test_whole_briefing_from_right_to_left(look: Opener) -> None:
    """A briefing in Hebrew runs leftwards, title and notes too, and its claims stand right of the leaf as everywhere."""
    with look(HEBREW) as page:
        assert page.locator("article").evaluate(STYLE)[0] == "rtl"
        assert page.locator("h1").evaluate(STYLE)[0] == "rtl"
        leaf, note = page.locator(".leaf").bounding_box(), page.locator("#note-n").bounding_box()
        assert leaf is not None
        assert note is not None
        assert note["x"] >= leaf["x"] + leaf["width"]
        assert page.locator(".mast").evaluate(STYLE)[0] == "ltr"


def test_text_without_spaces_breaks_anywhere(look: Opener) -> None:
    """A Japanese passage has the face of its language, breaks before its end, and its lemma is its first and last signs, upright."""
    with look(JAPANESE, 390) as page:
        assert "Mincho" in page.locator(".leaf .para p").first.evaluate("e => getComputedStyle(e).fontFamily")
        assert page.locator(".m .nb").first.evaluate("e => e.firstChild.textContent.length") == 2
        lemma = page.locator("#note-n .lemma [lang=ja]")
        assert lemma.text_content() == "生れながらにして自由…について平等"
        assert lemma.evaluate(STYLE)[1] == "normal"
        assert "Mincho" not in page.locator("#note-n .note-body").evaluate("e => getComputedStyle(e).fontFamily")


def test_name_in_another_script_stands_in_its_column(look: Opener) -> None:
    """An Arabic name among others begins where they begin, and its romanisation is no Arabic."""
    with look("glossary/dignity.html") as page:
        name = page.locator(".nametable .nm[lang=ar]")
        assert (
            name.evaluate(
                "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().left - e.getBoundingClientRect().left; }"
            )
            < 2
        )
        assert page.locator('.rom[lang="ar-Latn"]').evaluate(STYLE) == ["ltr", "italic"]
