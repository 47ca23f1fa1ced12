"""What pages say of themselves: JSON-LD, Open Graph, feeds and other forms."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from glossator.render import views
from glossator.render.pages import load_templates, render_page
from glossator.render.structured import complete

sys.path.append(str(Path(__file__).parent / "browser"))
import sample_views

PAGES = sample_views.pages()
BRIEFING, CONCEPT, CLAIM = (
    next(path for path, (_, view) in PAGES.items() if isinstance(view, kind) and "stress" not in path)
    for kind in (views.BriefingView, views.ConceptView, views.ClaimView)
)


def data(frame: views.Frame, view: views.View, **more: Any) -> list[dict[str, Any]]:
    """Give what a page says in JSON-LD."""
    made = complete(frame, view, **more).structured
    parsed = json.loads(made) if made else {"@graph": []}
    assert not made or parsed["@context"] == "https://schema.org"
    return list(parsed.get("@graph", [parsed]))


def rendered(frame: views.Frame, view: views.View) -> str:
    """Render a page, which must succeed."""
    text, faults = render_page(frame, view, load_templates())
    assert faults == ()
    return text


def addresses(value: Any) -> list[str]:
    """Give all addresses in some data."""
    if isinstance(value, dict):
        found = [
            v for k, v in value.items() if k in {"url", "item", "image", "mainEntityOfPage"} and isinstance(v, str)
        ]
        return found + [each for v in value.values() for each in addresses(v)]
    return [each for v in value for each in addresses(v)] if isinstance(value, list) else []


@pytest.mark.parametrize("path", [path for path in PAGES if path.endswith(".html")])
def test_structured_addresses_are_absolute(path: str) -> None:
    """Whatever a page says, its addresses are whole and nothing in it is empty."""
    for each in data(*PAGES[path]):
        assert each["@type"]
        assert all(address.startswith("https://example.org/") for address in addresses(each))
        assert all(value not in ("", [], {}) for value in each.values())


def test_article_of_a_briefing() -> None:
    """A briefing is an Article with its dates, its authors and the concepts that it is about."""
    frame, view = PAGES[BRIEFING]
    assert isinstance(view, views.BriefingView)
    view = replace(view, authors=("Desk", "A. Writer"))
    article, *_ = data(frame, view, authors=("Desk",), cards=[BRIEFING.replace(".html", ".png")])
    assert article["@type"] == "Article"
    assert article["headline"] == view.title
    assert [each["@type"] for each in article["author"]] == ["Organization", "Person"]
    assert article["image"] == f"https://example.org/{BRIEFING.replace('.html', '.png')}"
    assert {each["@type"] for each in article["about"]} == {"DefinedTerm"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", article["datePublished"])
    assert article["dateModified"] >= article["datePublished"]


def test_article_without_dates_says_none() -> None:
    """A briefing without a date has none in its data."""
    frame, view = PAGES[BRIEFING]
    assert isinstance(view, views.BriefingView)
    article, *_ = data(frame, replace(view, date=None, updated=None))
    assert not {"datePublished", "dateModified", "image"} & set(article)


def test_term_of_a_concept() -> None:
    """A concept is a DefinedTerm with its other names, in every script and in Latin letters."""
    frame, view = PAGES[CONCEPT]
    assert isinstance(view, views.ConceptView)
    names = (
        views.NameView(view.term, "en", "English", "", ""),
        views.NameView("北方領土", "ja", "Japanese", "Hoppō ryōdo", ""),
    )
    term, *_ = data(frame, replace(view, names=names))
    assert (term["@type"], term["name"], term["termCode"]) == ("DefinedTerm", view.term, view.slug)
    assert term["alternateName"] == ["北方領土", "Hoppō ryōdo"]
    assert term["inDefinedTermSet"]["url"] == "https://example.org/glossary/index.html"


def test_review_of_a_claim() -> None:
    """A claim is a ClaimReview of the quoted words, rated by the place of its verdict on the scale."""
    frame, view = PAGES[CLAIM]
    assert isinstance(view, views.ClaimView)
    for verdict, value in (("supported", 6), ("contested", 3), ("contradicted", 1)):
        note = replace(view.note, verdict=sample_views.VERDICTS[verdict], quotes=("One.", "Two."))
        review, *_ = data(frame, replace(view, note=note))
        assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", "One. … Two.")
        rating = review["reviewRating"]
        assert (rating["ratingValue"], rating["bestRating"], rating["worstRating"]) == (value, 6, 1)
        assert rating["alternateName"] == sample_views.VERDICTS[verdict].label
        assert "<" not in review["reviewBody"]
        assert review["itemReviewed"]["appearance"]["url"].startswith("https://example.org/briefings/")


def test_review_of_what_cannot_be_checked_has_no_number() -> None:
    """A verdict beside the scale is named and not rated, and a claim without a verdict is no review."""
    frame, view = PAGES[CLAIM]
    assert isinstance(view, views.ClaimView)
    note = replace(view.note, verdict=sample_views.VERDICTS["uncheckable"], quotes=())
    review, *_ = data(frame, replace(view, note=note))
    assert review["claimReviewed"] == view.note.title
    assert "ratingValue" not in review["reviewRating"]
    claim, *_ = data(frame, replace(view, note=replace(view.note, verdict=None), who="", checked=None))
    assert claim["@type"] == "Claim"
    assert "author" not in claim


def test_site_says_how_it_is_searched() -> None:
    """The home page is a WebSite that can be searched; its breadcrumbs are none."""
    (site,) = data(*PAGES["index.html"])
    assert site["@type"] == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("search/index.html?q={search_term_string}")


def test_breadcrumbs_end_with_the_page() -> None:
    """Deep pages say where they stand, from the section down to themselves."""
    frame, view = PAGES[CONCEPT]
    crumbs = (views.Link("index.html", "Concepts"),)
    steps = data(replace(frame, crumbs=crumbs), view)[-1]["itemListElement"]
    assert [step["name"] for step in steps] == ["Concepts", frame.title]
    assert [step["item"] for step in steps] == ["https://example.org/glossary/index.html", frame.canonical]


def test_structured_data_cannot_leave_its_element() -> None:
    """Whatever content says, no sign in the data ends the script element, and it is read back as it was."""
    frame, view = PAGES[BRIEFING]
    assert isinstance(view, views.BriefingView)
    title = "</script><script>alert(1)</script><!-- & \u2028\u2029 ]]>"
    made = complete(replace(frame, title=title), replace(view, title=title))
    assert not set("<>&\u2028\u2029") & set(made.structured)
    assert data(replace(frame, title=title), replace(view, title=title))[0]["headline"] == title
    text = rendered(made, view)
    assert text.count("<script") == 3
    assert json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])


def test_social_tags_are_whole() -> None:
    """A page has title, type, address and language for cards, a picture where there is one, and the feeds."""
    frame, view = PAGES[BRIEFING]
    text = rendered(complete(replace(frame, lang="ja"), view, cards=[BRIEFING.replace(".html", ".png")]), view)
    found = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', text))
    assert found["og:type"] == "article"
    assert found["og:url"] == frame.canonical
    assert found["og:locale"] == "ja_JP"
    assert found["og:image"] == f"https://example.org/{BRIEFING.replace('.html', '.png')}"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["twitter:card"] == "summary_large_image"
    alternates = re.findall(r'<link rel="alternate" type="([^"]*)"[^>]* href="([^"]*)">', text)
    stem = BRIEFING.rpartition("/")[2].removesuffix("html")
    assert alternates == [
        ("application/atom+xml", "../feed.xml"), ("application/feed+json", "../feed.json"),
        ("application/json", stem + "json"), ("application/ld+json", stem + "jsonld"),
    ]  # fmt: skip


def test_social_tags_without_a_picture_are_small() -> None:
    """A page without a picture asks for the small card."""
    frame, view = PAGES[CONCEPT]
    text = rendered(complete(frame, view), view)
    assert "og:image" not in text
    assert '<meta name="twitter:card" content="summary">' in text


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("en", "en_US"), ("en-GB", "en_GB"), ("ru", "ru_RU"), ("zh-Hant-HK", "zh_HK"), ("xx", ""), ("?", "")],
)
def test_locale_has_a_region(tag: str, locale: str) -> None:
    """A language without a region has its likeliest one; what is no language has none."""
    frame, view = PAGES["404.html"]
    assert complete(replace(frame, lang=tag), view).locale == locale


def test_page_without_an_address_says_nothing() -> None:
    """A site without base_url has no card, no feed and no JSON-LD, but the other forms of its briefings."""
    frame, view = PAGES[BRIEFING]
    made = complete(replace(frame, canonical=""), view, cards=[BRIEFING.replace(".html", ".png")])
    assert (made.structured, made.image, made.locale, len(made.alternates)) == ("", "", "", 2)
    text = rendered(made, view)
    assert "og:" not in text
    assert "feed.xml" not in text
