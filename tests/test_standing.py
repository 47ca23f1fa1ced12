"""Where targets stand after an article was edited: by the ledger, by older versions; and that no note lands on other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.anchor import Anchor, Selector
from glossator.model.annotation import Annotation, Target
from glossator.model.article import Article, Provenance
from glossator.model.briefing import ArticleFile, Briefing, BriefingHead
from glossator.model.ledger import Entry, Ledger
from glossator.model.prose import Prose
from glossator.model.text import Place, Span
from glossator.resolve.standing import Standings

PLACE: Final = Place("content/briefings/b/annotations.md")
NAMES: Final = ("harbour", "mole", "pier", "lighthouse", "customs house", "quay")
DEEDS: Final = ("was built", "was broken", "was sold", "was painted", "burned down", "was given up")
BY: Final = ("the town", "the state", "its owners", "a company", "the navy", "nobody in particular")
WHEN: Final = ("in 1855", "in 1856", "after the war", "in the winter", "at night", "before the flood")
WHY: Final = (
    "for want of money",
    "against all advice",
    "without a word",
    "as the log says",
    "to great joy",
    "once more",
)

Words = tuple[str, ...]
Sentence = tuple[Words, Words]
"""What it read when it was first written, by which it is known, and what it reads now. Nobody can tell two of equal words apart."""


@st.composite
def sentences(draw: st.DrawFn) -> Words:
    """Make a sentence; many are twins of others but for a name or a year."""
    name, deed, by, when, why = (draw(st.sampled_from(each)) for each in (NAMES, DEEDS, BY, WHEN, WHY))
    return tuple(f"The {name} {deed} by {by} {when}, {why}.".split())


@dataclass
class Writing:
    """An article as a list of sentences that are known, whatever becomes of their words and places."""

    sentences: list[Sentence]

    @property
    def text(self) -> str:
        """Give it as text, four sentences a paragraph."""
        parts = [" ".join(words) for _, words in self.sentences]
        return "\n\n".join(" ".join(parts[at : at + 4]) for at in range(0, len(parts), 4))

    def span(self, at: int, first: int, last: int) -> Span:
        """Give the place of some words of the sentence at a place."""
        start = sum(len(" ".join(words)) for _, words in self.sentences[:at]) + at + at // 4
        words = self.sentences[at][1]
        begin = start + sum(len(each) + 1 for each in words[:first])
        return Span(begin, begin + len(" ".join(words[first:last])))

    def edit(self, draw: st.DrawFn) -> None:
        """Take out, put in, move or reword a sentence."""
        at = draw(st.integers(0, len(self.sentences) - 1))
        how = draw(st.sampled_from(["out", "in", "move", "word", "word", "twin"]))
        first, words = self.sentences[at]
        if how == "out" and len(self.sentences) > 1:
            del self.sentences[at]
        elif how == "in":
            new = draw(sentences())
            self.sentences.insert(at, (new, new))
        elif how == "move":
            self.sentences.insert(draw(st.integers(0, len(self.sentences) - 1)), self.sentences.pop(at))
        elif how == "twin":
            self.sentences.insert(at, (first, words))
        else:
            word = draw(st.integers(0, len(words) - 1))
            other = draw(st.sampled_from([(), ("never",), ("1857",), ("old", "stone")]))
            self.sentences[at] = (first, (*words[:word], *other, *words[word + 1 :]))


def briefing(text: str, targets: Sequence[Target], ledger: Ledger | None) -> Briefing:
    """Make a briefing of an article's text and one annotation."""
    note = Annotation("n", PLACE, "context", "N", Prose(), tuple(targets), Prose(), ())
    article = ArticleFile("content/briefings/b/article.txt", text, Article(text, ()))
    return Briefing("b", BriefingHead(PLACE, "B"), article, Provenance(), None, (note,), ledger=ledger)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Writing, Span, Words, Writing]:
    """Make an article, a passage of it, the sentence that it is of, and the article after some edits."""
    told = draw(st.lists(sentences(), min_size=2, max_size=14))
    before = Writing([(each, each) for each in told])
    at = draw(st.integers(0, len(told) - 1))
    length = len(told[at])
    first = draw(st.integers(0, length - 1))
    last = draw(st.integers(first + 1, length))
    span = before.span(at, first, last)
    after = Writing(list(before.sentences))
    for _ in range(draw(st.integers(1, 6))):
        after.edit(draw)
    return before, span, told[at], after


@settings(max_examples=400, deadline=None)
@given(edited())
def test_accepted_passages_are_carried_or_told(case: tuple[Writing, Span, Words, Writing]) -> None:
    """After any edits a passage that is not told has the accepted words, and never in a sentence that always was another."""
    before, span, sentence, after = case
    words = span.of(before.text)
    target = Target(Selector(words), PLACE)
    ledger = Ledger("anchors.lock", before.text, "", (Entry("n", 1, "exact", words, span),))
    told = Standings(briefing(after.text, [target], ledger)).of("n", 1, target)
    if told.pending:
        return
    assert isinstance(told.found, Anchor)
    assert told.found.span.of(after.text) == words
    # Whether a sentence of new words is an old one, edited, nobody can say; nor which is which of those that read the same.
    old, same = dict(before.sentences), Counter(words for _, words in after.sentences)
    its = [
        at
        for at, (first, words) in enumerate(after.sentences)
        if sentence in (first, words) or words not in old or same[words] > 1
    ]
    places = [after.span(at, 0, len(after.sentences[at][1])) for at in its]
    assert any(place.start <= told.found.span.start and told.found.span.end <= place.end for place in places)
