"""Views as the pipeline makes them, written by hand from the demo's texts: one of each page kind, and a stress page.

Run as a program, it writes them as a site: `python tests/browser/sample_views.py FOLDER`.
"""

from __future__ import annotations

import itertools
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final, Literal

from msgspec.structs import replace

from glossator.model.date import Date, Day
from glossator.model.project import DEFAULT_KINDS, DEFAULT_VERDICTS, Kind
from glossator.read.dates import parse_date
from glossator.render import views as v
from glossator.render.calibration import brier_words, calibration, judged
from glossator.render.notes import lemma
from glossator.render.own import own_templates
from glossator.render.pages import load_templates, render_page
from glossator.render.stylesheet import kind_glyph, stylesheet, verdict_glyphs
from glossator.render.timeline_drawing import TimelineWords, draw_timeline
from glossator.render.timeline_lanes import DrawnEvent

_KINDS: Final = (
    *DEFAULT_KINDS,
    Kind("belief", "Belief", "A statement of faith, reported and not rated.", shape="star"),
)
_DISCS: Final = verdict_glyphs(DEFAULT_VERDICTS)
KINDS: Final = {k.id: v.KindView(k.id, k.label, k.means, kind_glyph(k), k.left) for k in _KINDS}
VERDICTS: Final = {w.id: v.VerdictView(w.id, w.label, w.means, _DISCS[w.id]) for w in DEFAULT_VERDICTS}


def frame(path: str, title: str, section: str, **more: object) -> v.Frame:
    """Put a page of the sample site into its frame."""
    depth = path.count("/")
    made = v.Frame(
        site_title="Margins",
        language="en",
        root="../" * depth,
        path=path,
        section=section,  # type: ignore[arg-type]
        title=title,
        description=f"{title}: a page of the sample site.",
        canonical=f"https://example.org/{path}",
        pages=(
            v.Link("../" * depth + "pages/about.html", "About"),
            v.Link("../" * depth + "pages/method.html", "How we work"),
        ),
        kinds=tuple(KINDS.values()),
        verdicts=tuple(VERDICTS.values()),
    )
    return replace(made, **more)


def cite(key: str, words: str) -> str:
    """Give a citation as the citing stage does."""
    return f'<a class="cite" href="#cite-{key}" data-pop="cite-{key}">{words}</a>'


def term(slug: str, words: str) -> str:
    """Give a link to a concept as the linking stage does."""
    return f'<a class="term" href="../glossary/{slug}.html" data-pop="c-{slug}">{words}</a>'


def day(datetime: str, words: str) -> v.DateView:
    """Make a date."""
    return v.DateView(words, datetime, datetime)


CHECKED: Final = v.Fact("Checked", '<time datetime="2026-11-23">23 November 2026</time>')
WHO: Final = v.Fact("Who", "The Trumpet")


def evidence(sources: int, origins: int) -> v.EvidenceView:
    """Count sources and origins."""
    words = f"{sources} source{'s' * (sources != 1)}, {origins} origin{'s' * (origins != 1)}"
    return v.EvidenceView(sources, origins, words=words)


@dataclass(frozen=True, slots=True)
class Written:
    """A note as an editor wrote it: where it stands, and what it says."""

    id: str
    quote: str
    kind: str
    title: str
    body: str
    verdict: str = ""
    sources: int = 0
    origins: int = 0
    facts: tuple[v.Fact, ...] = ()
    status: str = ""
    approximate: str = ""
    by: tuple[str, ...] = ("Desk",)


def note(written: Written, number: int) -> v.NoteView:
    """Make the view of a note."""
    verdict = VERDICTS.get(written.verdict)
    return v.NoteView(
        id=written.id,
        number=number,
        kind=KINDS[written.kind],
        title=written.title,
        title_html=escape(written.title, quote=False),
        body_html=written.body,
        verdict=verdict,
        lemma=lemma(written.quote),
        quotes=(written.quote,) if written.quote else (),
        facts=(*written.facts, *(() if any(f.label == WHO.label for f in written.facts) else (WHO,)), CHECKED),
        evidence=evidence(written.sources, written.origins) if written.sources else None,
        approximate=written.approximate,
        status=written.status,
        claim_href=f"../claims/two-islands--{written.id}.html" if written.kind == "claim" else "",
        by=written.by,
    )


def block(text: str, number: int, written: tuple[Written, ...], first: int) -> v.BlockView:
    """Mark a paragraph up as `render/article.py` does: overlapping passages become nested marks."""
    spans = sorted((text.index(w.quote), -text.index(w.quote) - len(w.quote), w) for w in written)
    found = [(start, -end, w) for start, end, w in spans]
    notes = [note(w, first + place) for place, (_, _, w) in enumerate(found)]
    cuts = sorted({0, len(text), *(p for start, end, _ in found for p in (start, end))})
    html, seen = "", set[str]()
    for left, right in itertools.pairwise(cuts):
        active = [
            (w, end, n) for (start, end, w), n in zip(found, notes, strict=True) if start <= left and right <= end
        ]
        opened = ""
        for depth, (w, _, _) in enumerate(active):
            first_part = w.id not in seen
            seen.add(w.id)
            classes = f"m k-{w.kind}" + (f" l{depth}" if depth else "") + (" approx" if w.approximate else "")
            own = f' id="mark-{w.id}" aria-details="note-{w.id}"' if first_part else ""
            opened += f'<mark class="{classes}" data-note="{w.id}"{own}>'
        words = text[left:right]
        refs = [_ref(w, n) for w, end, n in active if end == right]
        if refs:
            head, gap, last = words.rpartition(" ")
            words = (
                f'{escape(head + gap, quote=False)}<span class="nb">{escape(last, quote=False)}{"".join(refs)}</span>'
            )
        else:
            words = escape(words, quote=False)
        html += opened + words + "</mark>" * len(active)
    return v.BlockView(f"<p>{html}</p>", number, tuple(notes), "\n\n")


def _ref(written: Written, made: v.NoteView) -> str:
    shown = made.verdict or made.kind
    tone = f" v-{written.verdict}" if written.verdict else f" k-{written.kind}"
    label = escape(f"Note {made.number}. {made.kind.label}: {made.title}")
    return (
        f'<a class="ref{tone}" data-ours href="#note-{written.id}" aria-label="{label}">'
        f'<svg class="g" aria-hidden="true"><use href="#{shown.glyph}"/></svg><b>{made.number}</b></a>'
    )


PARAGRAPHS: Final = (
    (
        "The article, which The Trumpet published in November 2017, asks whether Moscow will press Tokyo to give up its "
        "defence treaty with Washington. It sets out from remarks by Vladimir Putin in Vietnam. On 10 November, it reports, "
        "the Russian president signalled that a peace treaty might require Japan to think again about its American alliance. "
        "Before journalists at the Asia-Pacific summit he said that many questions remained open, and he made no secret that "
        "one of them was what Japan owes its partners in defence and security. No country was named. The article regards the "
        "addressee as plain all the same: the partner in question can only be the United States."
    ),
    (
        "Why the two neighbours have no such treaty is explained next. The cause lies mainly in a quarrel over a chain of "
        "islands for which each side has a name of its own: to Russia it is the Southern Kurils, to Japan the Northern "
        "Territories. As the war drew to its close, Soviet troops took and annexed four islands at the southern end, namely "
        "Iturup/Etorofu, Kunashir/Kunashiri, Shikotan and the Habomais. By 1949, in the words of this account, about 17,000 "
        "Japanese inhabitants had been deported by force. Tokyo maintains that the islands, rich in resources, are Japanese "
        "by right and by origin. Its foreign ministry is quoted as calling them “inherent territories of Japan” under "
        "illegal occupation, and as pointing to a movement for their return that has spread through the whole country."
    ),
    (
        "Two measures, on this reading, were meant to keep a defeated Japan from repeating its conduct in the war. The first "
        "was Article 9, a clause that America is said to have put into the new constitution and that is described as "
        "limiting the armed forces to what self-defence in the country's own neighbourhood demands. The second was a Treaty "
        "of Mutual Cooperation and Security, which, among its other effects, turned Japan's reliance on Washington into law. "
        "From both followed a large American presence: almost 40,000 service members by the author's count. Moscow, the text "
        "adds, complains again and again of American power close to its frontiers, and these forces in particular make it "
        "uneasy."
    ),
    (
        "On this ground stands the central argument. Russia may now hold a bargaining chip. It could offer to give back some "
        "of the disputed islands, or all of them, if Japan sent the American forces home. Many in the Japanese leadership, "
        "Prime Minister Abe Shinzō among them, have long wished to give the country an ordinary military and to loosen its "
        "ties of dependence; an offer of this sort would supply them with one more motive. The result, the author expects, "
        "would be a quicker turn to full militarism and a break with Washington."
    ),
    (
        "The price would hurt. No Russian government, the author concedes, would let go of territory lightly. Yet seen from "
        "Moscow the gain could outweigh the loss: a smaller American role on the Russian periphery, and a strong partner in "
        "Asia."
    ),
)
"""The digest of the demo's briefing `two-islands-one-declaration`."""

_NAMES: Final = (
    "<p>Neither name is a plain description. Each carries a claim.</p><table><thead><tr><th>Name</th><th>Original</th>"
    '<th>Used by</th></tr></thead><tbody><tr><td>Northern Territories</td><td><span lang="ja">北方領土</span></td>'
    '<td>Japan</td></tr><tr><td>Southern Kurils</td><td><span lang="ru">Южные Курилы</span></td><td>Russia</td></tr>'
    f"</tbody></table><p>Most single islands bear names from {term('ainu', 'Ainu')}, for instance "
    '<em lang="ain">クナシㇼ</em>.</p>'
)

WRITTEN: Final[tuple[tuple[Written, ...], ...]] = (
    (
        Written("danang-date", "On 10 November, it reports, the Russian president signalled", "correction",
                "The press conference was held on 11 November",
                f"<p>{cite('tass-2017', 'TASS 2017')} dates the remarks to 11 November 2017, when the leaders’ meeting in "
                "Da Nang had ended. On the day before, Putin and Abe had met for the twentieth time; that may be where the "
                "article’s date comes from, but nothing seen says so.</p>", facts=(v.Fact("Corrects", "the article"),)),
        Written("reconsider", "the Russian president signalled that a peace treaty might require Japan to think again "
                "about its American alliance", "interpretation", "“Think again” is the author’s reading",
                "<p>In the translation that TASS published, Putin said that the effect of Japan’s commitments on the talks "
                f"had to be looked at, and that this might take years ({cite('tass-2017', 'TASS 2017')}). The reports seen "
                "contain no demand. A stronger version came later and at second hand: in March 2019 he was reported to have "
                "told business leaders that Japan would first have to leave its pact with Washington "
                f"({cite('nikkei-2019', 'Nikkei 2019')}).</p><p>The two readings can be put side by side. One takes the "
                "words of 2017 as an early form of the later demand; the other takes them as what they say, an open "
                "question in a long negotiation.</p>", status="open"),
        Written("open-questions", "many questions remained open", "quotation", "The sentence in another translation",
                "<p>TASS has the same passage in other words. Its version continues with a thought that the article leaves "
                f"out: it was also unclear “what Japan can and what it cannot do on its own” ({cite('tass-2017', 'TASS 2017')}).</p>",
                facts=(v.Fact("Said", '<time datetime="2017-11-11">11 November 2017</time>'),)),
    ),
    (
        Written("no-treaty", "no such treaty", "claim", "No treaty, but no state of war",
                "<p>The Soviet Union attended the San Francisco conference and did not sign; the territorial question has "
                f"stood in the way of a separate treaty ever since ({cite('mofa-nt-qa', 'MOFA, Q&amp;A')}). What is missing "
                f"here is the {term('joint-declaration-1956', 'Joint Declaration of 1956')}, which ended the state of war on "
                "12 December of that year. Nor does Japan claim the whole chain.</p>", "mostly-supported", 3, 3,
                (v.Fact("Confidence", "high"),)),
        Written("two-names", "to Russia it is the Southern Kurils, to Japan the Northern Territories", "translation",
                "Two names, several scripts", _NAMES, facts=(v.Fact("Original", '<span lang="ja">北方領土</span>'),)),
        Written("landings", "As the war drew to its close, Soviet troops took and annexed four islands at the southern end, "
                "namely Iturup/Etorofu, Kunashir/Kunashiri, Shikotan and the Habomais.", "claim", "When the landings took place",
                "<p>Japan’s foreign ministry dates the landings on these islands to the nine days from 28 August to 5 "
                f"September ({cite('mofa-nt-qa', 'MOFA, Q&amp;A, A2')}). Japan had announced its surrender on 15 August and "
                "signed it on 2 September; the last landings, in the Habomai group, came after the signature "
                f"({cite('hasegawa-2005', 'Hasegawa 2005, ch. 7')}).</p><p>By the fourteenth century at the latest "
                f"{term('ainu', 'Ainu')} lived on {term('iturup-etorofu', 'Iturup/Etorofu')}; no account of the islands "
                "should begin in 1945.</p>", "imprecise", 3, 2, approximate="three words differ"),
        Written("of-the-chain", "four islands at the southern end", "context", "Are the four islands “of the chain”?",
                "<p>The wording settles in passing what the dispute is about. Tokyo points to the treaty of 1875, which "
                "lists the Kuril islands handed to Japan one by one and stops at Urup; the four, it concludes, were never "
                "“Kurils” and were not renounced at San Francisco. Against this it is said that the list names only what "
                "Russia held at the time.</p>"),
        Written("removal", "about 17,000 Japanese inhabitants had been deported by force", "claim", "Fled or removed",
                "<p>Japanese records count 17,291 residents in August 1945: people who had lived there for six months or "
                f"more ({cite('hoppou-islands', 'Hoppō Taisaku, sec. 3')}). Roughly half of them left by boat on their own. "
                "A study of ship lists, reported in 2025, found a little over 8,800 islanders and relatives on at least "
                f"sixteen ships ({cite('stv-2025', 'STV 2025')}). All of them lost their homes; the figure in the article is "
                "that of the population, used for the deportations.</p>", "imprecise", 2, 2, (v.Fact("Confidence", "moderate"),)),
        Written("last-transport", "By 1949", "question", "When did the last transport sail?",
                "<p>The ship lists end in October 1948; Japanese regional records say 1949, and one account puts the last "
                "sailing in late July of that year. Who can show a ship’s log or a port record?</p>", status="open", by=("Guest",)),
        Written("inherent", "inherent territories of Japan", "quotation", "“Inherent territories”",
                "<p>The sentence was not found word for word; the ministry’s page of questions and answers says the same in "
                f"other terms ({cite('mofa-nt-qa', 'MOFA, Q&amp;A')}). On the Russian side, Sergey Lavrov said on 14 January "
                "2019 that “sovereignty over the islands is not subject to discussion”.</p>",
                facts=(v.Fact("Who", "Ministry of Foreign Affairs of Japan"),)),
    ),
    (
        Written("article-9-wording", "is described as limiting the armed forces to what self-defence in the country's own "
                "neighbourhood demands", "claim", "Wording, reading and practice",
                f"<dl><dt>Wording</dt><dd>{term('article-9-japan', 'Article 9')} has neither a limit of size nor an area. It "
                "says that “land, sea, and air forces, as well as other war potential, will never be maintained” "
                f"({cite('constitution-japan-1946', 'Constitution 1946, art. 9')}).</dd><dt>Reading</dt><dd>Governments have "
                "held that a minimum force for self-defence is allowed.</dd><dt>Practice</dt><dd>Japan has had Self-Defense "
                f"Forces since 1 July 1954 ({cite('sdf-act-1954', 'SDF Act 1954')}).</dd></dl>", "contradicted", 4, 4,
                (v.Fact("Confidence", "high"),)),
        Written("two-treaties", "The second was a Treaty of Mutual Cooperation and Security", "claim", "Two treaties, not one",
                "<p>The treaty of that name was signed on 19 January 1960. It took the place of one signed on 8 September "
                "1951, which gave the United States bases and Japan no explicit promise of defence.</p>", "imprecise", 2, 1),
        Written("presence", "almost 40,000 service members by the author's count", "claim", "It depends on the month",
                "<p>Active-duty personnel numbered 39,718 in March 2017 and 44,562 in September; counts that include ships’ "
                f"crews are higher ({cite('allen-2022', 'Allen et al. 2022')}).</p>", "supported", 1, 1),
    ),
    (
        Written("bargaining-chip", "Russia may now hold a bargaining chip. It could offer to give back some of the disputed "
                "islands, or all of them, if Japan sent the American forces home.", "interpretation",
                "The chip had been on the table since 1956",
                "<p>This is a judgement about leverage, and the record allows two. For it speaks that Moscow did tie the "
                f"islands to American troops, in 1960 and again in 2018 ({cite('japan-times-2018', 'Japan Times 2018')}). "
                "Against it speaks that two of the four had been promised since 1956. See "
                '<a href="#note-no-treaty">the note on the treaty</a> and '
                '<a href="forecast-2017-reviewed.html#note-offer" data-pop="p-briefings/forecast-2017-reviewed.html#note-offer">how the offer '
                "fared</a>.</p>"),
        Written("hand-over", "give back", "translation", "To give back, or to hand over",
                '<p>The declaration of 1956 speaks of handing over, in Russian <em lang="ru">передача</em>. The word that '
                'Japanese politics prefers is <em lang="ja">返還</em>, return, and it says more: what is returned was one’s '
                "own. The article follows the second usage without saying so.</p>",
                facts=(v.Fact("Original", '<span lang="ru">передача</span>'),)),
        Written("turn-and-break", "a quicker turn to full militarism and a break with Washington", "forecast",
                "A quicker turn and a break",
                "<dl><dt>Condition</dt><dd>An offer of islands against the departure of American forces. None is on "
                "record.</dd><dt>Review</dt><dd>Not observed so far, in the latest material available (February "
                "2026).</dd></dl>", facts=(v.Fact("Outcome", "open"), v.Fact("Due", "no date"))),
    ),
    (
        Written("gain", "the gain could outweigh the loss", "belief", "A weighing, not a fact",
                "<p>Reported as what the author holds; sources can neither confirm nor refute it.</p>"),
    ),
)  # fmt: skip

GENERAL: Final = Written(
    "left-out", "", "context", "What the article leaves out",
    "<p>Neither the declaration of 1956 nor the memoranda of 1960 occurs in the article. Nor does the American side of 1956: "
    "Dulles’s remark of 19 August on the Ryukyus. Moscow treats the same agreement as a title.</p>",
)  # fmt: skip


def _blocks() -> tuple[v.BlockView, ...]:
    made, first = [], 2
    for number, (text, written) in enumerate(zip(PARAGRAPHS, WRITTEN, strict=True), start=1):
        made.append(block(text, number, written, first))
        first += len(written)
    return (*made[:-1], replace(made[-1], space="\n"))


_DATED: Final = tuple(
    v.EventView(id_, day(when, words), label, body, places=(v.PlaceView(v.Link(f"#note-{note_}", f"note on {note_}")),) if note_ else ())
    for id_, when, words, label, body, note_ in (
        ("shimoda", "1855-02-07", "7 February 1855", "First treaty between Russia and Japan, at Shimoda", "<p>The boundary is put between Iturup/Etorofu and Urup.</p>", ""),
        ("petersburg", "1875-05-07", "7 May 1875", "Treaty of St Petersburg", "", "of-the-chain"),
        ("landings", "1945-08-28", "28 August – 5 September 1945", "Soviet landings on the disputed islands", "", "landings"),
        ("removal", "1947-07", "July 1947 – about 1949", "Japanese residents removed from the islands", "", "removal"),
        ("declaration", "1956-10-19", "19 October 1956", "Joint Declaration signed in Moscow", "<p>In force 12 December 1956.</p>", ""),
        ("treaty", "1960-01-19", "19 January 1960", "Revised security treaty signed", "", "two-treaties"),
        ("danang", "2017-11-11", "11 November 2017", "Putin speaks to reporters in Da Nang", "", "danang-date"),
    )
)  # fmt: skip
EVENTS: Final = (
    *_DATED,
    v.EventView("break", v.DateView("after November 2017"), "Forecast: a break with Washington", forecast=True),
)


_LANES: Final = {"shimoda": "Treaties", "petersburg": "Treaties", "declaration": "Treaties", "treaty": "Treaties", "landings": "The islands", "removal": "The islands"}  # fmt: skip


def _svg(events: tuple[v.EventView, ...]) -> str:
    """Draw the events in two topics and a rest."""
    drawn = []
    for event in events:
        date = parse_date(event.date.datetime or "2017-11/..")
        assert isinstance(date, Date)
        kind: Literal["event", "forecast"] = "forecast" if event.forecast else "event"
        drawn.append(DrawnEvent(event.id, event.label, f"#event-{event.id}", date, _LANES.get(event.id, ""), kind))
    words = TimelineWords("Timeline, 1850 to 2030", "The same events follow as a list.")
    return draw_timeline(drawn, words, prefix="tl", language="en", today=Day(2026, 11, 23))


TIMELINE: Final = v.TimelineView(EVENTS, _svg(EVENTS))

CONCEPTS: Final = tuple(
    v.ConceptCard(slug, f"../glossary/{slug}.html", name, "", short, also)
    for slug, name, short, also in (
        ("disputed-islands", "Disputed islands", "Three islands and a group of islets off Hokkaido, administered by Russia and claimed by Japan.", (("北方領土", "ja"), ("Южные Курилы", "ru"))),
        ("joint-declaration-1956", "Joint Declaration of 1956", "Ended the state of war; foresees the transfer of Shikotan and the Habomai group after a peace treaty.", (("日ソ共同宣言", "ja"),)),
        ("article-9-japan", "Article 9 (Constitution of Japan)", "Clause of Japan’s constitution that renounces war and bars war potential.", (("日本国憲法第9条", "ja"),)),
        ("ainu", "Ainu", "Indigenous people of Hokkaido, the Kurils and Sakhalin.", (("アイヌ", "ain"), ("айны", "ru"))),
        ("iturup-etorofu", "Iturup/Etorofu", "The largest of the disputed islands.", (("択捉島", "ja"), ("Итуруп", "ru"))),
    )
)  # fmt: skip

_WORKS: Final = (
    ("allen-2022", "Allen, Michael A., Michael E. Flynn, and Carla Martinez Machain. 2022. “US Global Military Deployments, 1950–2020.” <i>Conflict Management and Peace Science</i> 39: 351–370.", "secondary", "English", "2022"),
    ("constitution-japan-1946", "The Constitution of Japan. Promulgated 3 November 1946.", "primary", "English", "1946"),
    ("hasegawa-2005", "Hasegawa, Tsuyoshi. 2005. <i>Racing the Enemy: Stalin, Truman, and the Surrender of Japan</i>. Cambridge, MA: The Belknap Press of Harvard University Press.", "secondary", "English", "2005"),
    ("hoppou-islands", '独立行政法人北方領土問題対策協会. n.d. <span lang="ja">北方領土の位置・面積・人口</span>.', "secondary", "Japanese", ""),
    ("japan-times-2018", "<i>The Japan Times</i>. 2018. “Moscow Says 1960 Papers Demanding Pullout of Foreign Troops from Japan Should Factor in Peace Treaty Talks with Tokyo.” 14 December 2018.", "secondary", "English", "2018"),
    ("mofa-nt-qa", "Ministry of Foreign Affairs of Japan. n.d. “Northern Territories Issue Q&amp;A.”", "primary", "English", ""),
    ("nikkei-2019", "<i>Nikkei Asian Review</i>. 2019. <a class='away' href='https://example.org/tempo'>“Putin Says ‘Tempo Has Been Lost’ on Japan–Russia Peace Treaty.”</a> March 2019.", "secondary", "English", "2019"),
    ("sdf-act-1954", '<span lang="ja">自衛隊法</span> [Self-Defense Forces Act]. 1954. Act No. 165.', "primary", "Japanese", "1954"),
    ("stv-2025", 'STV<span lang="ja">札幌テレビ</span>. 2025. <span lang="ja">「北方領土から強制退去の日本人8800人超」</span>. 19 April 2025.', "secondary", "Japanese", "2025"),
    ("tass-2017", "TASS. 2017. “Putin Stresses Many Questions Remain on Possible Peace Deal with Japan.” 11 November 2017. <a href='https://example.org/questions'>https://example.org/questions</a>.", "secondary", "English", "2017"),
)  # fmt: skip


def references(back: tuple[v.Link, ...] = ()) -> tuple[v.ReferenceView, ...]:
    """List all works."""
    return tuple(
        v.ReferenceView(key, html, f"../sources/{key}.html", (v.Fact("Kind", kind), v.Fact("Language", lang)), back)
        for key, html, kind, lang, _ in _WORKS
    )


_BODY: Final = f"""<h3 id="points">Key points</h3>
<ul><li><strong>The state of war is over; a peace treaty is missing.</strong> The Soviet Union and Japan ended the state of war by a
ratified declaration, in force since 12 December 1956 ({cite("mofa-nt-qa", "MOFA, Q&amp;A")}).</li>
<li><strong>Two islands were promised, with a condition.</strong> Under article 9 of the {term("joint-declaration-1956", "Joint Declaration")}
two of the {term("disputed-islands", "disputed islands")} are to be handed over once a peace treaty has been concluded.</li>
<li><strong>The link to the alliance dates from 1960, not from 2017.</strong> See <a href="#note-bargaining-chip">the note on the chip</a>.</li></ul>
<h3 id="sequence">The sequence</h3>
<table><thead><tr><th>Date</th><th>Step</th><th>Source</th></tr></thead><tbody>
<tr><td>19 August 1956</td><td>Dulles speaks to Shigemitsu in London</td><td>{cite("mofa-nt-qa", "MOFA")}</td></tr>
<tr><td>19 October 1956</td><td>Joint Declaration signed in Moscow</td><td>{cite("tass-2017", "TASS 2017")}</td></tr></tbody></table>
<h3 id="names">On names</h3>
<p>The islands lay in the homeland of the {term("ainu", "Ainu")}, from whose language most of their names come.<sup id="fnref:names"><a
class="footnote-ref" href="#fn:names">1</a></sup></p>
<div class="footnote"><hr><ol><li id="fn:names"><p>Japan’s government says Northern Territories, Russia’s says Southern Kurils.&#160;<a
class="footnote-backref" href="#fnref:names" title="Jump back to footnote 1 in the text">↩</a></p></li></ol></div>"""

MENTIONS: Final = (
    v.MentionGroup(
        v.Link("../briefings/forecast-2017-reviewed.html", "A 2017 forecast reviewed"),
        (
            v.MentionView("They had done so since 1960; see <b>Two islands, one declaration</b>.", v.Link("../briefings/forecast-2017-reviewed.html#note-offer", "note 12"), KINDS["forecast"], "supports", "art. 9"),
            v.MentionView("An offer hastens a break: <b>in the other briefing</b>.", v.Link("../briefings/forecast-2017-reviewed.html", "key points"), stance="disputes"),
        ),
    ),
    v.MentionGroup(v.Link("../pages/about.html", "About this site"), (v.MentionView("Begin with <b>Two islands, one declaration</b>.", v.Link("../pages/about.html", "the page")),)),
    v.MentionGroup(v.Link("../glossary/ainu.html", "Ainu"), (v.MentionView("The <b>islands</b> lay in their homeland.", v.Link("../glossary/ainu.html", "the page")),)),
    v.MentionGroup(v.Link("../glossary/shikotan.html", "Shikotan"), (v.MentionView("One of the <b>two islands</b>.", v.Link("../glossary/shikotan.html", "the page")),)),
)  # fmt: skip


def _claims(blocks: tuple[v.BlockView, ...], root: str) -> tuple[v.ClaimRow, ...]:
    page = "two-islands.html"
    return tuple(
        v.ClaimRow(
            f"{root}claims/two-islands--{n.id}.html", f"{root}briefings/{page}#note-{n.id}" if root != "../" else f"#note-{n.id}",
            n.title, "The Trumpet", v.Link(f"{root}briefings/{page}", "Two islands, one declaration"), n.verdict,
            n.evidence or evidence(0, 0), "high", day("2026-11-23", "23 Nov. 2026"),
        )
        for b in blocks for n in b.notes if n.verdict
    )  # fmt: skip


def _tally(notes: tuple[v.NoteView, ...]) -> tuple[tuple[v.TallyView, ...], tuple[v.TallyView, ...]]:
    kinds = tuple(
        v.TallyView(k.id, k.label, k.glyph, n) for k in KINDS.values() if (n := sum(x.kind is k for x in notes))
    )
    scale = tuple(
        v.TallyView(w.id, w.label, w.glyph, n) for w in VERDICTS.values() if (n := sum(x.verdict is w for x in notes))
    )
    return kinds, scale


def briefing() -> v.BriefingView:
    """Make the full briefing."""
    blocks = _blocks()
    general = (note(GENERAL, 1),)
    notes = (*general, *(n for b in blocks for n in b.notes))
    kinds, scale = _tally(notes)
    lost = note(
        Written(
            "troops",
            "nearly 40,000 American troops",
            "claim",
            "A count that moves",
            "<p>See the note on presence.</p>",
            "mostly-supported",
            1,
            1,
        ),
        99,
    )
    return v.BriefingView(
        slug="two-islands", title="Two islands, one declaration: 1956 and the alliance",
        summary="In 1956 Moscow agreed to hand over two of the disputed islands after a peace treaty. In 1960 it tied them to American forces in Japan.",
        lang="en", date=day("2026-11-20", "20 November 2026"), updated=day("2026-11-23", "23 November 2026"), checked=day("2026-11-23", "23 November 2026"),
        authors=("Desk",), status="published", topics=(v.Link("../glossary/disputed-islands.html", "Disputed islands"),), words=478, body_html=_BODY,
        provenance=v.ProvenanceView(
            f"Digest of “Will Russia Push Japan to End Its Defense Treaty With the U.S.?”, <i>The Trumpet</i>, November 2017 ({cite('tass-2017', 'source')}).",
            "A digest in our own words of the first half of the article, made for this site. Not the article itself.", "digest", False, "en",
            (v.Fact("Retrieved", "23 November 2026"),)),
        kinds=kinds, verdicts=scale, general=general, blocks=blocks,
        detached=(v.DetachedView(lost, "the passage is no longer in the text", (v.CandidateView("almost 40,000 service members", 70, "#p3"),)),),
        timeline=TIMELINE, claims=_claims(blocks, "../"), concepts=CONCEPTS,
        references=references((v.Link("#note-danang-date", "note 2"), v.Link("#note-landings", "note 7"))), mentions=MENTIONS,
        previous=v.Link("four-islands.html", "Four islands, many names"), following=v.Link("forecast-2017-reviewed.html", "A 2017 forecast reviewed"),
        data_href="two-islands.json",
        note_authors=(v.TallyView("Desk", "Desk", "", 16), v.TallyView("Guest", "Guest", "", 1)),
    )  # fmt: skip


def stress(notes: int = 60, words: int = 2000) -> v.BriefingView:
    """Make the stress page: many notes on few words, most of them long."""
    pool = " ".join(PARAGRAPHS).split()
    text = [pool[i % len(pool)].strip(",.;:“”") + (f"{i}" if i % 7 == 0 else "") for i in range(words)]
    per, blocks = words // 20, []
    kinds, verdicts = list(KINDS), list(VERDICTS)
    for place in range(20):
        part = text[place * per : (place + 1) * per]
        written = []
        for k in range(notes // 20):
            serial = place * (notes // 20) + k
            kind = kinds[serial % len(kinds)]
            at = (7 + 28 * k) // 7 * 7 + (-(place * per) % 7)
            quote = " ".join(part[at : at + 4 + serial % 9])
            body = "".join(
                f"<p>{' '.join(pool[serial : serial + 18 + 23 * (serial % 5)])}.</p>" for _ in range(1 + serial % 2)
            )
            written.append(
                Written(
                    f"s{serial}",
                    quote,
                    kind,
                    f"Note {serial} of the stress page",
                    body,
                    verdicts[serial % 7] if kind == "claim" else "",
                    2,
                    1,
                )
            )
        blocks.append(block(" ".join(part) + ".", place + 1, tuple(written), place * (notes // 20) + 1))
    flat = tuple(n for b in blocks for n in b.notes)
    tallies = _tally(flat)
    return replace(
        briefing(), slug="stress",
        body_html="<p>Sixty notes on two thousand words.</p>", title="A page under stress", general=(), detached=(), claims=(), mentions=(), blocks=tuple(blocks), kinds=tallies[0],
        verdicts=tallies[1], words=words, previous=None, following=None, note_authors=(),
        timeline=v.TimelineView(()), references=references(),
    )  # fmt: skip


def _plain() -> v.BriefingView:
    """Make a briefing with no article: everything optional is missing."""
    empty = v.TimelineView(())
    return replace(
        briefing(), slug="plain",
        references=references(),
        body_html="<p>A text of ours, and nothing else.</p>", title="A briefing without an article", date=None, updated=None, checked=None, authors=(), topics=(), provenance=None, kinds=(),
        verdicts=(), general=(), blocks=(), detached=(), timeline=empty, claims=(), mentions=(), previous=None, following=None, data_href="", status="draft",
        note_authors=(),
    )  # fmt: skip


_OFFER: Final = v.PreviewView(
    "p-briefings/forecast-2017-reviewed.html#note-offer", "forecast-2017-reviewed.html#note-offer", "A step towards the prophecy",
    "No offer of territory in return for a weaker alliance is on record.", kind=KINDS["forecast"],
)  # fmt: skip


def _card(view: v.BriefingView) -> v.BriefingCard:
    return v.BriefingCard(
        f"briefings/{view.slug}.html", view.title, view.summary, view.date, view.lang, 17, view.status, view.verdicts
    )


def _archive(view: v.BriefingView) -> v.ArchiveView:
    parts = (v.PartView(v.Link("2026.html", "2026"), current=True), v.PartView(v.Link("2025.html", "2025")))
    return v.ArchiveView("2026", _home(view).more, parts)


def _home(view: v.BriefingView) -> v.HomeView:
    specimen = view.blocks[2].notes[0]
    others = (
        (
            "four-islands",
            "Four islands, many names",
            "Three languages and two claims in the names of one small archipelago.",
        ),
        (
            "forecast",
            "A 2017 forecast reviewed",
            "What it said, on what grounds, how one could tell, and what had happened.",
        ),
    )
    return v.HomeView(
        lead=_card(view), specimen=replace(specimen, claim_href=""),
        specimen_html='Article 9, a clause that <mark class="m k-claim on">is described as limiting the armed forces</mark> to what self-defence demands.',
        more=tuple(replace(_card(view), href=f"briefings/{s}.html", title=t, summary=d) for s, t, d in others),
        due=(v.DueView(v.Link("briefings/two-islands.html#note-turn-and-break", "A quicker turn and a break"), KINDS["forecast"], "open since November 2017"),
             v.DueView(v.Link("briefings/two-islands.html#note-last-transport", "When did the last transport sail?"), KINDS["question"], "open")),
        concepts=tuple(v.Link(c.href.removeprefix("../"), c.term) for c in CONCEPTS),
        timeline=v.TimelineView(tuple(replace(e, places=()) for e in EVENTS[:4]), _svg(EVENTS[:4])),
        about="Articles on a peace treaty, read with notes.",
    )  # fmt: skip


def _concept() -> v.ConceptView:
    names = (
        v.NameView("Disputed islands", "", "English", "", "this site", preferred=True),
        v.NameView("Northern Territories", "", "English", "", "Japan"),
        v.NameView("Southern Kurils", "", "English", "", "Russia"),
        v.NameView("北方領土", "ja", "Japanese", "Hoppō ryōdo", "Japan"),
        v.NameView("Южные Курилы", "ru", "Russian", "Yuzhnyye Kurily", "Russia"),
    )
    return v.ConceptView(
        slug="disputed-islands", term="Disputed islands", lang="en", kind="place",
        short="Three islands and a group of islets off Hokkaido, administered by Russia and claimed by Japan.", names=names,
        body_html=f"<p>The neutral working label of this site for {term('iturup-etorofu', 'Iturup/Etorofu')} and three more. Northern Territories is the name that "
        f"the Japanese government uses, Southern Kurils the one used in Russia.</p><p>According to Japanese survey figures of 2021 they cover 5,003.1 square "
        f"kilometres ({cite('hoppou-islands', 'Hoppō Taisaku, sec. 2')}). Long before either state drew a boundary there the {term('ainu', 'Ainu')} lived on them.</p>",
        facts=(v.Fact("Kind", "place"), v.Fact("Coordinates", "44.1° N, 146.7° E")), timeline=v.TimelineView(tuple(replace(e, places=()) for e in EVENTS[3:]), _svg(EVENTS[3:])), mentions=MENTIONS,
        broader=(v.Link("kuril-islands.html", "Kuril Islands"),), narrower=(v.Link("iturup-etorofu.html", "Iturup/Etorofu"), v.Link("shikotan.html", "Shikotan")),
        related=(v.Link("joint-declaration-1956.html", "Joint Declaration of 1956"),), ambiguous=(("Kurils", v.Link("kurils.html", "all that are called so")),),
        concepts=CONCEPTS[1:], references=references()[:4],
    )  # fmt: skip


def _glossary() -> v.GlossaryView:
    letters: dict[str, list[v.IndexEntry]] = {}
    for card in CONCEPTS:
        letters.setdefault(card.term[0], []).append(
            v.IndexEntry(v.Link(f"{card.slug}.html", card.term), "", card.short, "concept")
        )
        for name, lang in card.also:
            letters.setdefault(name[0], []).append(
                v.IndexEntry(v.Link(f"{card.slug}.html", name, lang), card.term, "", "")
            )
    return v.GlossaryView(
        tuple(v.LetterView(letter, f"l-{ord(letter):x}", tuple(letters[letter])) for letter in sorted(letters)),
        len(CONCEPTS),
    )


def _source() -> v.SourceView:
    return v.SourceView(
        key="stv-2025", title="「北方領土から強制退去の日本人8800人超」", title_lang="ja", lead="STV札幌テレビ, 19 April 2025.", reference_html=_WORKS[8][1],
        facts=(v.Fact("Kind", "secondary"), v.Fact("Language", "Japanese"), v.Fact("Reliability", "news report of a study")),
        identifiers=(v.Link("https://example.org/stv", "example.org/stv"),), abstract="A study of ship lists.", note="Seen only as reported.",
        origin=v.Link("study.html", "The study"), repeated_by=(v.Link("wire.html", "A wire story"),), uses=MENTIONS, supports=1, disputes=2,
    )  # fmt: skip


def _forecasts() -> v.ForecastsView:
    rows = tuple(
        v.ForecastRow(f"../briefings/two-islands.html#note-{id_}", title, who, v.Link("../briefings/two-islands.html", "Two islands, one declaration"), day("2017-11", "November 2017"),
                      day("2030", "2030") if outcome == "open" else None, p, "offer of islands" if p else "", "notice under article X" if p else "", outcome, words,
                      day("2026-11-23", "23 November 2026") if outcome == "partly" else None)
        for id_, title, who, p, outcome, words in (
            ("headline", "Russia will press on the alliance", "The Trumpet", "", "partly", "Partly"),
            ("turn-and-break", "A quicker turn and a break", "The Trumpet", "30 %", "open", "Open"),
            ("armstrong", "Return to full militarism", "Herbert W. Armstrong", "", "no", "No"),
            ("offer", "A step towards the prophecy", "The Trumpet", "", "void", "Condition not met"),
        )
    )  # fmt: skip
    outcomes = tuple(
        v.TallyView(id_, label, "", 1)
        for id_, label in (("partly", "Partly"), ("open", "Open"), ("no", "No"), ("void", "Condition not met"))
    )
    known = judged(
        (f"{p}%", "yes" if index * 37 % 100 < p else "no") for index, p in enumerate((5, 20, 40, 55, 70, 90) * 3)
    )
    told, svg = calibration(known)
    claimants = tuple(v.TallyView(who, who, "", count) for who, count in sorted(Counter(r.who for r in rows).items()))
    return v.ForecastsView(rows, outcomes, brier_words(known), svg, (), told, claimants)


def pages() -> dict[str, tuple[v.Frame, v.View]]:
    """Give every page of the sample site by its path."""
    view = briefing()
    claim = view.blocks[1].notes[0]
    link = v.Link("../briefings/two-islands.html", "Two islands, one declaration")
    crumb = {
        s: (v.Link("index.html", label),)
        for s, label in (("glossary", "Concepts"), ("sources", "Sources"), ("claims", "Claims"))
    }
    home = (v.Link("../index.html", "Briefings"),)
    evidence_ = tuple(
        v.MentionView(w[1], v.Link(f"../sources/{w[0]}.html", w[0]), stance=s, locator="art. 9")
        for w, s in zip(_WORKS, ("supports", "disputes", "context"), strict=False)
    )
    linked = replace(claim, body_html=claim.body_html)
    made: list[tuple[v.Frame, v.View]] = [
        (frame("index.html", "Margins", "briefings"), _home(view)),
        (frame("archive/2026.html", "Briefings: 2026", "briefings"), _archive(view)),
        (frame("briefings/two-islands.html", view.title, "briefings", crumbs=home, previews=(_OFFER,)), view),
        (frame("briefings/plain.html", "A briefing without an article", "briefings", crumbs=home), _plain()),
        (frame("briefings/stress.html", "A page under stress", "briefings", crumbs=home), stress()),
        (frame("glossary/index.html", "Concepts", "glossary"), _glossary()),
        (frame("glossary/disputed-islands.html", "Disputed islands", "glossary", crumbs=crumb["glossary"]), _concept()),
        (frame("glossary/kurils.html", "Kurils", "glossary", crumbs=crumb["glossary"]), v.DisambiguationView("Kurils", CONCEPTS[:2])),
        (frame("sources/index.html", "Sources", "sources"),
         v.SourcesView(tuple(v.SourceRow(f"{k}.html", k, html, kind, "", year, lang, 2) for k, html, kind, lang, year in _WORKS),
                       (v.TallyView("primary", "Primary", "", 3), v.TallyView("secondary", "Secondary", "", 7)))),
        (frame("sources/stv-2025.html", "STV 2025", "sources", crumbs=crumb["sources"]), _source()),
        (frame("timeline/index.html", "Timeline", "timeline"),
         v.TimelinePageView(replace(TIMELINE, events=tuple(replace(e, places=(v.PlaceView(link),)) for e in EVENTS)), CONCEPTS[:2])),
        (frame("claims/index.html", "Claims", "claims"), v.ClaimsView(view.verdicts, tuple(
            replace(r, href=r.href.removeprefix("../claims/"), note_href="../briefings/two-islands.html" + r.note_href) for r in view.claims),
            claimants=tuple(v.TallyView(who, who, "", count) for who, count in sorted(Counter(r.who for r in view.claims).items())),
            confidence=(v.TallyView("high", "High", "", 3), v.TallyView("moderate", "Moderate", "", 2)))),
        (frame("claims/two-islands--no-treaty.html", claim.title, "claims", crumbs=crumb["claims"]),
         v.ClaimView(linked, "../briefings/two-islands.html#note-no-treaty", "The Trumpet", link,
                     'Why the two neighbours have <mark class="m k-claim on">no such treaty</mark> is explained next.', evidence_, CONCEPTS[:2],
                     references()[5:6], "https://example.org/claims/two-islands--no-treaty.html", day("2026-11-23", "23 November 2026"),
                     following=v.Link("two-islands--landings.html", "When the landings took place"))),
        (frame("forecasts/index.html", "Forecasts", "forecasts"), _forecasts()),
        (frame("pages/method.html", "How we work", "pages"), v.TextPageView("method", "How we work", "en",
            "<h3>Kinds of note</h3><dl><dt>Context</dt><dd>adds what a reader needs and the passage leaves out.</dd><dt>Claim</dt><dd>a statement of fact, with a "
            f"verdict.</dd></dl><h3>Rules</h3><ol><li>A verdict describes the state of the evidence, not the author.</li><li>In our own voice we write "
            f"{term('disputed-islands', 'disputed islands')} ({cite('allen-2022', 'Allen et al. 2022')}).</li></ol>", CONCEPTS[:1], references()[:1], MENTIONS[:1])),
        (frame("health.html", "Health", ""), v.HealthView(
            (v.DueView(v.Link("briefings/two-islands.html#note-gone", "A note without its passage"), claim.kind, "not found in the article"),),
            (v.CoverageRow(v.Link("briefings/two-islands.html", "Two islands, one declaration"), 5, 4, 80, (v.Link("briefings/two-islands.html#note-bare", "Bare"),)),),
            v.CoverageRow(v.Link("claims/index.html", "All briefings"), 5, 4, 80, ()),
            (v.AdviceView("content/pages/method.md", 7, '"Kurils" is a name and no link'),), (v.Link("sources/stv-2025.html", "STV 2025"),),
            (v.StaleRow(v.Link("briefings/two-islands.html#note-no-treaty", claim.title), day("2025-01-02", "2 January 2025"), 22),),
            day("2026-11-23", "23 November 2026"), 12)),
        (frame("search/index.html", "Search", ""), v.SearchView((v.Link("../glossary/index.html", "Concepts"), v.Link("../claims/index.html", "Claims")))),
        (frame("404.html", "Not found", ""), v.NotFoundView((v.Link("index.html", "Briefings"), v.Link("glossary/index.html", "Concepts")))),
    ]  # fmt: skip
    return {f.path: (f, w) for f, w in made}


def write_site(folder: Path) -> None:
    """Render all pages and copy the assets."""
    templates = load_templates()
    for path, (frame_, view) in pages().items():
        text, faults = render_page(frame_, view, templates)
        assert not faults, faults
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    assets = own_templates() / "assets"
    shutil.copytree(assets, folder / "assets", dirs_exist_ok=True)
    (folder / "assets/style.css").write_text(
        stylesheet((assets / "style.css").read_text("utf-8"), _KINDS, DEFAULT_VERDICTS), "utf-8"
    )
    (folder / "assets/finder-data.js").write_text('window.glossatorFinder={"full":false,"left":0,"rows":[]};', "utf-8")


if __name__ == "__main__":
    write_site(Path(sys.argv[1]))
