"""Projects of any size for browser tests: many events, claims and forecasts, the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

TOPICS: Final = ("faith", "law", "letters", "science", "trade", "war")
SETTINGS: Final = 'title = "Long times"\nbase_url = "https://example.org/"\nlanguage = "en"\n[social]\ncards = false\n'
_FORMS: Final = ("{}", "{}~", "{}?", "{}-{:02}-{:02}", "{}/{next}")
_VERDICTS: Final = ("supported", "imprecise", "contested", "unsupported", "uncheckable")
_SENTENCES: Final = 40


def events(count: int) -> Iterator[tuple[str, str]]:
    """Give dates in EDTF with topics, from 600 BCE to 2026, denser and denser, of all forms."""
    for index in range(count):
        year = round(-599 + 2625 * (1 - (1 - (index + 0.5) / count) ** 3))
        written = f"{year:04}" if year >= 0 else f"-{-year:04}"
        form = _FORMS[index % 5] if 1000 < year < 2000 else _FORMS[index % 2]
        yield form.format(written, index % 12 + 1, index % 28 + 1, next=f"{year + 9:04}"), TOPICS[index * 7 % 6]


def timeline(count: int) -> dict[str, str | bytes]:
    """Give the files of a project with so many events on six topics."""
    told = (
        f"## Event {number} of {topic}, and what came of it {{#e{number} when={when}}}\n\nIt belongs to [[{topic}]].\n"
        for number, (when, topic) in enumerate(events(count))
    )
    return {
        "content/site.toml": SETTINGS,
        "content/timeline/all.md": "\n".join(told),
        **{
            f"content/glossary/{topic}.md": f"---\nterm: {topic.capitalize()}\nshort: One of six.\n---\n\nA topic.\n"
            for topic in TOPICS
        },
    }


def notes(claims: int, forecasts: int) -> dict[str, str | bytes]:
    """Give a briefing with so many claims of three people, and forecasts of which four in five are resolved."""
    made = [
        f'## Claim {number} {{#c{number} .claim who="{("Alpha", "Beta", "Gamma")[number % 3]}" verdict={_VERDICTS[number % 5]}'
        f" confidence={('low', 'moderate', 'high')[number % 3]} checked=2026-{number % 9 + 1:02}-11}}\n\n{_quote(number)}\n\nText.\n"
        for number in range(claims)
    ]
    made += [
        f"## Forecast {number} {{#f{number} .forecast when=2024-01 due=2025 p={(10, 30, 50, 70, 90)[number % 5]}%"
        f" outcome={_outcome(number)} who=Delta}}\n\n{_quote(number)}\n\nText.\n"
        for number in range(forecasts)
    ]
    return {
        "content/briefings/b/briefing.md": "---\ntitle: A briefing\nsummary: Of claims.\ndate: 2026-11-28\n---\n\nOur text.\n",
        "content/briefings/b/article.txt": "\n\n".join(
            f"Sentence {n} of the article stands here." for n in range(_SENTENCES)
        ),
        "content/briefings/b/annotations.md": "\n".join(made),
    }


def _quote(number: int) -> str:
    return f"> Sentence {number % _SENTENCES} of the article"


def _outcome(number: int) -> str:
    """Give one that agrees with the probability more often than not, or none."""
    if number % 25 >= 20:
        return "open"
    return "yes" if number * 37 % 100 < (15, 25, 45, 75, 95)[number % 5] else "no"
