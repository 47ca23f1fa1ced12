"""Measure quote anchoring on texts that are made up and then edited, with known truth: a second corpus beside the real one.

usage: python bench/drift.py [--documents N] [--seed N] [--show N]

Every word of a new text knows the word of the old text that it is, so the truth needs no matcher. The grammars repeat their
patterns with other names and numbers, so near-twins and repeated phrases are everywhere: harder than real articles. The constants of
`glossator/resolve` were chosen here. Quotes are answered in three ways: with the old text known, with
prefix and suffix only, and with neither.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from rapidfuzz.distance.Indel import normalized_similarity as ratio

from bench.drift_language import LANGUAGES, Language
from glossator.model.anchor import Anchor, Orphan, Selector
from glossator.model.text import Span
from glossator.resolve.anchor_diff import Comparison, compare
from glossator.resolve.anchoring import find, prepare
from glossator.resolve.carry import carry

MODES = ("old text", "context", "quote only")
CONTEXT = 32


@dataclass
class Word:
    """A word; `key` is the word of the old text that it is, or -1. `fact` is set when its number, name or denial was changed."""

    text: str
    key: int = -1
    fact: bool = False
    slot: bool = False
    """Whether it is a name, a number or a year, which makes a twin when changed."""


@dataclass
class Sentence:
    """A sentence, with what happened to it."""

    words: list[Word]
    moved: bool = False
    block: bool = False
    """Whether a paragraph begins with it."""


@dataclass
class Text:
    """A text and where its words stand."""

    text: str = ""
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Start and end by key."""
    sentences: list[list[tuple[Word, int, int]]] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """A quote of the old text and its place in the new one."""

    kind: str
    span: Span
    truth: Span | None
    at: int


def lay_out(sentences: list[Sentence], joint: str) -> Text:
    """Write sentences out, marks of punctuation next to their word."""
    text = Text()
    for sentence in sentences:
        if text.text:
            text.text += "\n\n" if sentence.block else joint
        placed = []
        for number, word in enumerate(sentence.words):
            if number and word.text[0] not in ".,;:?" and joint:
                text.text += joint
            start = len(text.text)
            text.text += word.text
            placed.append((word, start, len(text.text)))
            if word.key >= 0:
                text.places[word.key] = start, len(text.text)
        text.sentences.append(placed)
    return text


def fresh(language: Language, random: Random) -> list[Word]:
    """Make a new sentence."""
    parts = {
        part
        for slot in ("name", "place", "command")
        for name in language.slots.get(slot, ())
        for part in name.split(" ")
    }
    names = {part for part in parts if part[0].isupper() or not language.joint}
    words = [Word(text, slot=text in names or text.isdigit()) for text in language.sentence(random)]
    words[0].text = words[0].text[0].upper() + words[0].text[1:]
    return words


def other(language: Language, random: Random, *than: list[Word]) -> list[Word]:
    """Make a new sentence that no reader would take for an edit of the given ones."""
    while True:
        words = fresh(language, random)
        line = " ".join(word.text for word in words)
        if all(ratio(line, " ".join(word.text for word in sentence)) < 0.6 for sentence in than):
            return words


def changed_fact(words: list[Word], language: Language, random: Random) -> bool:
    """Change a number, a name or a denial in place; tell whether there was one."""
    at = [n for n, word in enumerate(words) if word.slot]
    plain, denied = language.negation
    for n, word in enumerate(words):
        if word.text == plain and random.random() < 0.5:
            words[n] = Word(denied, word.key, fact=True)
            return True
    if not at:
        return False
    word = words[random.choice(at)]
    if word.text.isdigit():
        word.text = str(int(word.text) + random.randint(1, 40))
    else:
        pool = [
            n
            for slot in ("name", "place", "command")
            for n in language.slots.get(slot, ())
            if " " not in n and n != word.text and n[0] == n[0].upper()
        ]
        word.text = random.choice(pool)
    word.fact = True
    return True


def edited(words: list[Word], how: str, language: Language, random: Random) -> list[Word]:
    """Edit a copy of a sentence; words that are replaced keep their key."""
    words = [Word(w.text, w.key, w.fact, w.slot) for w in words]
    inner = [n for n, w in enumerate(words) if len(w.text) > (1 if not language.joint else 3) and not w.slot] or [0]
    at = random.choice(inner)
    if how == "typo":
        for n in random.sample(inner, min(len(inner), random.randint(1, 2))):
            text = words[n].text
            k = random.randrange(len(text))
            words[n].text = (
                text[:k] + random.choice(("", text[k] * 2, random.choice("aeinrst"))) + text[k + 1 :] or text
            )
    elif how == "dropped":
        del words[at : at + random.randint(1, 2)]
    elif how == "added":
        for _ in range(random.randint(1, 3)):
            words[at:at] = [Word(part) for part in random.choice(language.fillers).split(" ")]
    elif how == "replaced":
        for n in random.sample(inner, min(len(inner), 1 + len(words) // 8)):
            words[n].text = random.choice(language.fillers)
    elif how == "fact":
        changed_fact(words, language, random)
    elif how == "clause":
        tail = fresh(language, random)
        words[-1:] = [Word(","), *tail[: random.randint(3, 7)], words[-1]]
    return words or [Word("…")]


OPS = (
    *[
        ("same", 52),
        ("typo", 4),
        ("dropped", 4),
        ("added", 5),
        ("replaced", 4),
        ("fact", 3),
        ("clause", 3),
        ("removed", 8),
        ("moved", 4),
    ],
    *[("twin", 3), ("twice", 2), ("exchanged", 3), ("inserted", 5)],
)


def revise(old: list[Sentence], language: Language, random: Random) -> list[Sentence]:
    """Edit a text sentence by sentence."""
    new: list[Sentence] = []
    later: list[Sentence] = []
    for n, sentence in enumerate(old):
        around = [neighbour.words for neighbour in old[max(0, n - 2) : n + 3]]
        how = random.choices([op for op, _ in OPS], [weight for _, weight in OPS])[0]
        kept = Sentence(edited(sentence.words, how, language, random), block=sentence.block)
        if how in {"removed", "exchanged"}:
            if how == "exchanged":
                new.append(Sentence(other(language, random, *around), block=sentence.block))
            continue
        if how == "moved":
            kept.moved = True
            later.append(kept)
            continue
        if how == "twin":
            twin = [Word(w.text, slot=w.slot) for w in sentence.words]
            if changed_fact(twin, language, random):
                later.append(Sentence(twin))
                continue
        new.append(kept)
        if how == "twice":
            later.append(Sentence([Word(w.text, slot=w.slot) for w in sentence.words]))
        if how == "inserted":
            new += [Sentence(other(language, random, *around)) for _ in range(random.randint(1, 4))]
    for sentence in later:
        new.insert(random.randrange(len(new) + 1), sentence)
    return new


def document(language: Language, random: Random) -> tuple[Text, Text, list[Case]]:
    """Make an old text, a new one and quotes with their truth."""
    old: list[Sentence] = []
    key = 0
    for _ in range(random.randint(12, 60)):
        words = fresh(language, random)
        for word in words:
            word.key = key
            key += 1
        old.append(Sentence(words, block=random.random() < 0.3))
    new = revise(old, language, random)
    before, after = lay_out(old, language.joint), lay_out(new, language.joint)
    return before, after, [case for n in range(len(old)) for case in cases(before, after, n, new, language, random)]


def cases(before: Text, after: Text, n: int, new: list[Sentence], language: Language, random: Random) -> list[Case]:
    """Quote a sentence, a part of it and a short phrase."""
    placed = before.sentences[n]
    made = []
    length = len(placed)
    unit = 1 if language.joint else 2
    for what in ("whole", "part", "phrase"):
        first, last = 0, length
        if what == "part":
            first = random.randrange(max(1, length // 2))
            last = min(length, first + random.randint(4 * unit, max(4 * unit, length)))
        if what == "phrase":
            first = random.randrange(length - 1)
            last = min(length - 1, first + random.randint(1, 3 * unit))
        words = placed[first:last]
        if not any(character.isalnum() for character in before.text[words[0][1] : words[-1][2]]):
            continue
        made.append(judge(what, words, before, after, new))
    return [case for case in made if case]


def judge(what: str, words: list[tuple[Word, int, int]], before: Text, after: Text, new: list[Sentence]) -> Case | None:
    """Find the truth of a quote, and its class."""
    span = Span(words[0][1], words[-1][2])
    quote = span.of(before.text)
    keys = [word.key for word, _, _ in words]
    there = [after.places[key] for key in keys if key in after.places]
    if not there:
        home = any(
            sentence.words and {w.key for w in sentence.words} & set(range(min(keys) - 60, max(keys) + 60))
            for sentence in new
        )
        sentence_lives = home and any(_neighbours(keys, sentence) for sentence in new)
        if sentence_lives:
            return None  # the phrase was dropped from a sentence that lives: neither gone nor there
        return Case("gone-phrase" if what == "phrase" and quote in after.text else "gone", span, None, span.start)
    truth = Span(min(start for start, _ in there), max(end for _, end in there))
    now = next(s for s in new if {w.key for w in s.words} & set(keys))
    if any(word.fact for word in now.words if word.key in keys):
        return Case("fact", span, truth, span.start)
    kept = sum(len(word.text) for word, _, _ in words if word.key in after.places)
    if 2 * kept < len(quote.replace(" ", "")) or len(truth) > 2 * len(span):
        return Case("heavy", span, truth, span.start)
    kind = "same" if truth.of(after.text) == quote else "edited"
    if now.moved:
        kind = "moved" if kind == "same" else "moved-edited"
    return Case(f"phrase-{kind}" if what == "phrase" else kind, span, truth, span.start)


def _neighbours(keys: list[int], sentence: Sentence) -> bool:
    """Tell whether a sentence has the words on both sides of a dropped phrase."""
    has = {word.key for word in sentence.words}
    return min(keys) - 1 in has or max(keys) + 1 in has


def answer(mode: str, comparison: Comparison, case: Case) -> Anchor | Orphan:
    """Look for a quote with what a mode knows."""
    old, new = comparison.old, comparison.new
    exact = case.span.of(old.text)
    prefix = old.text[max(0, case.span.start - CONTEXT) : case.span.start]
    suffix = old.text[case.span.end : case.span.end + CONTEXT]
    if mode == "old text":
        return carry(comparison, Selector(exact, prefix, suffix), case.span)
    return find(new, Selector(exact, prefix, suffix) if mode == "context" else Selector(exact))


def verdict(mode: str, case: Case, found: Anchor | Orphan, new: str, exact: str) -> str:
    """Judge an answer: hit, lost, wrong; or ambiguous when only the quote is known and it stands several times."""
    if mode == "quote only" and (case.kind == "gone-phrase" or new.count(exact) > 1):
        return "unknowable" if isinstance(found, Anchor) else "refused"
    if isinstance(found, Orphan):
        return "refused" if case.truth is None else "lost"
    if case.truth is None:
        return "wrong"
    shared = max(0, min(found.span.end, case.truth.end) - max(found.span.start, case.truth.start))
    union = max(found.span.end, case.truth.end) - min(found.span.start, case.truth.start)
    if 2 * shared < union:
        return "wrong"
    return "tight" if 10 * shared >= 9 * union else "hit"


APART = {"heavy", "fact", "gone-phrase"}
"""Classes shown but not counted: no reader would blame a refusal there, or the truth is a matter of taste."""


def measure(
    documents: int, seed: int, show: int = 0, modes: tuple[str, ...] = MODES
) -> dict[str, dict[str, Counter[str]]]:
    """Answer all quotes of all documents; counts by mode, class and verdict."""
    random = Random(seed)
    table: dict[str, dict[str, Counter[str]]] = {mode: defaultdict(Counter) for mode in modes}
    for number in range(documents):
        before, after, quotes = document(LANGUAGES[number % len(LANGUAGES)], random)
        comparison = compare(prepare(before.text), prepare(after.text))
        for case in quotes:
            for mode in modes:
                found = answer(mode, comparison, case)
                exact = case.span.of(before.text)
                result = verdict(mode, case, found, after.text, exact)
                table[mode][case.kind][result] += 1
                if show and result in {"wrong", "lost"}:
                    truth = case.truth.of(after.text) if case.truth else "(gone)"
                    got = found.span.of(after.text) if isinstance(found, Anchor) else found.reason
                    print(
                        f"{mode} {case.kind} {result}: “{exact}” truth “{truth}” got “{got}” {getattr(found, 'state', '')}"
                    )
    return table


def summary(counts: dict[str, Counter[str]]) -> str:
    """Give recall, precision and refusals of one mode."""
    core = [count for kind, count in counts.items() if kind not in APART and kind != "gone"]
    hits = sum(count["hit"] + count["tight"] for count in core)
    lost, wrong = (sum(count[what] for count in core) for what in ("lost", "wrong"))
    gone, phrase, fact = (counts.get(kind, Counter()) for kind in ("gone", "gone-phrase", "fact"))
    return (
        f"recall {hits / (hits + lost + wrong):.4f}, precision {hits / (hits + wrong + gone['wrong']):.4f}, gone refused {gone['refused']}/"
        f"{gone.total()}, gone phrases {phrase['refused']}/{phrase.total()}, changed facts {fact['wrong']} wrong {fact['lost']} refused of "
        f"{fact.total()}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure quote anchoring on a made corpus.")
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    for mode, counts in measure(options.documents, options.seed, options.show).items():
        print(f"{mode}: {summary(counts)}")
        for kind, count in sorted(counts.items()):
            print(f"    {kind:20} {count.total():5}  " + "  ".join(f"{k} {v}" for k, v in sorted(count.items())))


if __name__ == "__main__":
    main()
