"""The demo's texts are our own: no run of seven words of the seed article stands in them outside quotation marks.

Runs its comparison where the seed article lies beside the checkout, and checks its own ruler everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
RUN = 7
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)|^\s*>.*$|^title(?:-short)?:.*$|\"title\".*$", re.MULTILINE)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Give all runs of seven words, case and punctuation not counted."""
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def shared(text: str, seed: str) -> list[str]:
    """Give the runs of a text, quotations left out, that a seed has too."""
    known = set(runs(seed))
    return [" ".join(run) for part in _QUOTED.split(text) for run in runs(part) if run in known]


def test_ruler_finds_copied_words_and_passes_quotations() -> None:
    """Seven words in a row are found, six are not, and a marked quotation is no copy."""
    seed = "One two three four five six seven eight."

    assert shared("They said: two, three four FIVE six seven eight!", seed) == ["two three four five six seven eight"]
    assert shared("One two three four five six, and more.", seed) == []
    assert shared("“One two three four five six seven eight.”", seed) == []


def test_demo_shares_no_run_of_seven_words_with_the_seed() -> None:
    """No sentence of the seed article is committed."""
    found = {
        f"{file.relative_to(ROOT)}: {run}"
        for seed in SEEDS
        for file in sorted((ROOT / "content").rglob("*.md"))
        for run in shared(file.read_text("utf-8"), seed.read_text("utf-8"))
    }

    assert found == set()
