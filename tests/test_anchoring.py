from __future__ import annotations

import pickle
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.anchor import Anchor, Candidate, Orphan, Selector
from glossator.model.text import Span
from glossator.resolve.anchor_diff import compare
from glossator.resolve.anchoring import LISTED, find, prepare
from glossator.resolve.carry import carry

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import drift
from bench.drift_language import ENGLISH, JAPANESE, RUSSIAN

CASES = (Path(__file__).parent / "cases" / "anchoring.md").read_text("utf-8").partition("\n\n")[2]
BLOCKS = [block.split("\n.\n") for block in CASES.strip().removesuffix("\n.").split("\n.\n\n")]


def select(quote: str) -> Selector:
    """Read a quote as editors write it."""
    if quote.count("==") == 2:
        prefix, exact, suffix = quote.split("==")
        return Selector(exact, prefix, suffix)
    parts = tuple(quote.replace("[...]", "[…]").split("[…]"))
    return Selector(quote, parts=parts if len(parts) > 1 else ())


def told(found: Anchor | Orphan, text: str) -> str:
    """Say what was found, as the cases do."""
    if isinstance(found, Anchor):
        return f"{found.state}: {found.span.of(text)}"
    return f"ambiguous: {len(found.candidates)}" if found.ambiguous else f"orphan: {found.reason}"


@pytest.mark.parametrize("block", BLOCKS, ids=[block[0] for block in BLOCKS])
def test_find_as_in_the_cases(block: list[str]) -> None:
    """Each case of cases/anchoring.md is found, or refused for the reason it gives."""
    _, article, quote, expected = block
    found = told(find(prepare(article), select(quote)), article)

    if expected.startswith("orphan: "):
        assert found.startswith("orphan: ")
        assert expected.removeprefix("orphan: ") in found
    else:
        assert found == expected


def sentences(seed: int, count: int = 12) -> list[str]:
    """Make distinct sentences of three languages."""
    random = Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        language = (ENGLISH, RUSSIAN, JAPANESE)[len(made) % 3]
        made[language.joint.join(language.sentence(random))] = None
    return list(made)


@given(st.integers(0, 500), st.data())
@settings(max_examples=60, deadline=None)
def test_find_gives_a_quote_its_own_place(seed: int, data: st.DataObject) -> None:
    """Any quote taken from a text is found there, or reported to stand in several places, one of them its own."""
    text = "\n\n".join(sentences(seed))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 80)))
    selector = Selector(text[start:end], text[max(0, start - 20) : start], text[end : end + 20])
    found = find(prepare(text), selector)
    stripped = text[start:end].strip()

    if isinstance(found, Orphan):
        spans = [candidate.span.of(text) for candidate in found.candidates]
        assert stripped in spans if found.ambiguous else not any(character.isalnum() for character in stripped)
    else:
        assert found.span.of(text) == stripped
        assert start <= found.span.start <= found.span.end <= end


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=10), st.text(max_size=10))
@settings(max_examples=200, deadline=None)
def test_find_stays_within_the_text(text: str, exact: str, prefix: str, suffix: str) -> None:
    """No text and no quote leads outside the text or to an empty span."""
    found = find(prepare(text), Selector(exact, prefix, suffix))
    spans = [found.span] if isinstance(found, Anchor) else [candidate.span for candidate in found.candidates]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.integers(0, 300), st.integers(0, 11), st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_text_put_in_elsewhere_changes_no_anchor(seed: int, quoted: int, at: int) -> None:
    """The same words are anchored whatever is put in before or after their sentence."""
    old = sentences(seed)
    new = [*old[:at], "Something else entirely was written here in between.", *old[at:]]
    before, after = "\n\n".join(old), "\n\n".join(new)
    found = find(prepare(after), Selector(old[quoted]))
    start = before.index(old[quoted])
    carried = carry(
        compare(prepare(before), prepare(after)), Selector(old[quoted]), Span(start, start + len(old[quoted]))
    )

    assert told(found, after) == told(carried, after) == f"exact: {old[quoted]}"


@given(st.integers(0, 300), st.integers(0, 11))
@settings(max_examples=60, deadline=None)
def test_a_removed_sentence_is_an_orphan_when_the_old_text_is_known(seed: int, quoted: int) -> None:
    """Where a sentence is gone no other one, however alike, takes its note."""
    old = sentences(seed)
    before, after = "\n\n".join(old), "\n\n".join(old[:quoted] + old[quoted + 1 :])
    start = before.index(old[quoted])
    found = carry(
        compare(prepare(before), prepare(after)), Selector(old[quoted]), Span(start, start + len(old[quoted]))
    )

    assert isinstance(found, Orphan)


OLD = (
    "The council met in spring. The old report was never published by the council. Fishing rights were discussed at length. "
    "A ferry now serves the port twice a week. The council published a map."
)


def carried(new: str, quote: str, old: str = OLD) -> Anchor | Orphan:
    """Carry the first occurrence of a quote from the old text to a new one."""
    start = old.index(quote)
    return carry(compare(prepare(old), prepare(new)), Selector(quote), Span(start, start + len(quote)))


@pytest.mark.parametrize(
    ("quote", "change", "expected"),
    [
        ("Fishing rights were discussed", ("The council met in spring. ", ""), "exact: Fishing rights were discussed"),
        ("The council", ("The council published", "The council later published"), "exact: The council"),
        ("at length", ("at length", "at lenght"), "approximate: at lenght"),
        (
            "A ferry now serves the port twice a week.",
            ("ferry now", "small ferry of the union now"),
            "approximate: A small ferry of the union now serves the port twice a week.",
        ),
        ("twice a week", ("twice a week", "thrice a month"), "orphan"),
        ("published by the council", ("The old report was never published by the council. ", ""), "orphan"),
        (
            "Fishing rights were discussed at length.",
            ("Fishing rights were discussed at length. ", "Whaling was forbidden for ten years. "),
            "orphan",
        ),
        ("rights", ("Fishing rights were discussed at length.", "Nobody there had any rights until 1956."), "orphan"),
        ("Fishing rights", ("Fishing rights", "“Fishing\nrights”"), "normalised: Fishing\nrights"),
        ("ort twi", ("The council met", "They met"), "exact: ort twi"),
        # Words at an end that were replaced are told with what replaced them.
        (
            "was never published by the council",
            ("by the council", "by a bishop"),
            "approximate: was never published by a bishop",
        ),
        (
            "rights were discussed at length",
            ("Fishing rights", "Fishing quotas"),
            "approximate: quotas were discussed at length",
        ),
        (
            "ferry now serves the port twice a week",
            ("a week", "each year"),
            "approximate: ferry now serves the port twice each year",
        ),
        ("erry now serves the port twice", ("port twice", "port once"), "approximate: erry now serves the port once"),
        (
            "The council published a map",
            ("a map.", "a list of ports."),
            "approximate: The council published a list of ports",
        ),
        # Not so where there is much more of it, or another sentence.
        (
            "were discussed at length",
            ("at length.", "for as long as anybody in that hall could bear to listen to them."),
            "approximate: were discussed",
        ),
        (
            "were discussed at length",
            ("at length.", "soon. Whaling was not. Nobody knows"),
            "approximate: were discussed",
        ),
    ],
)
def test_carry_follows_the_words(quote: str, change: tuple[str, str], expected: str) -> None:
    """What was edited is followed, and what is gone is refused though its words stand elsewhere."""
    new = OLD.replace(*change)

    assert told(carried(new, quote), new).startswith(expected)


def test_carry_calls_a_passage_in_another_place_moved() -> None:
    """A sentence that stands before what it stood behind has moved."""
    sentence = "A ferry now serves the port twice a week."
    new = sentence + " " + OLD.replace(sentence + " ", "")

    assert told(carried(new, sentence), new) == f"moved: {sentence}"


def test_carry_takes_short_sentences_along_with_their_neighbours() -> None:
    """A short sentence says little, but with the sentences around it it has moved."""
    group = "Ships waited north of the bay. It rained. Nobody waited south of the bay. "
    rest = "The council met in spring and published a map of the islands. Fishing rights were discussed at length. Wind rose. "
    rest += "A ferry now serves the port twice a week. Nobody knows who paid for the new harbour of the capital. "
    found = carried(rest + group, "It rained.", group + rest)

    assert told(found, rest + group) == "moved: It rained."


def test_carry_refuses_a_short_sentence_among_others() -> None:
    """The same few words among other sentences are not the passage."""
    rest = "The council met in spring and published a map of the islands. Fishing rights were discussed at length. "

    assert isinstance(
        carried(rest + "Ships came. It rained. Mr. Amadi left.", "It rained.", "It rained. Nobody came. " + rest),
        Orphan,
    )


def test_carry_of_a_whole_text() -> None:
    """A quote that was all of the old text has no context, and is found as it stands."""
    assert told(
        carried("It snowed. The base stays.", "The base stays.", "The base stays."), "It snowed. The base stays."
    ) == ("exact: The base stays.")


def test_carry_of_nothing() -> None:
    """White space is no quote."""
    assert carried(OLD, " ") == Orphan("the quote is empty")


def test_carry_looks_for_nothing_in_a_text_without_the_old_one() -> None:
    """Between two unrelated texts nothing is carried."""
    new = "Snow. " * 400

    assert isinstance(carried(new, "Fishing rights"), Orphan)


def test_carry_refuses_a_phrase_in_a_new_twin_sentence() -> None:
    """A phrase of a sentence that is gone is not found in a new sentence with another number."""
    old = "Snow fell. In 1950 the court sold the old ferry. Wind rose over all of the northern islands."
    new = "Snow fell. Wind rose over all of the northern islands. In 1987 the court sold the old ferry."

    assert isinstance(carried(new, "sold the old", old), Orphan)


def test_carry_looks_for_a_quote_without_a_place() -> None:
    """Without a place in the old text, or with a wrong one, the quote is found there first."""
    comparison = compare(prepare(OLD), prepare(OLD))
    selector = Selector("Fishing rights")

    assert carry(comparison, selector) == carry(comparison, selector, Span(0, 5)) == find(prepare(OLD), selector)


def test_carry_looks_in_the_new_text_for_what_the_old_one_lacks() -> None:
    """A quote that the old text does not have may stand in the new one."""
    new = OLD + " A lighthouse was added."

    assert told(carry(compare(prepare(OLD), prepare(new)), Selector("A lighthouse")), new) == "exact: A lighthouse"


def test_carry_takes_a_range_by_its_ends() -> None:
    """A range is one passage when it is carried."""
    selector = Selector("The old […] at length.", parts=("The old ", " at length."))
    span = Span(OLD.index("The old"), OLD.index(" A ferry"))
    new = OLD.replace("The council met in spring. ", "")

    assert told(carry(compare(prepare(OLD), prepare(new)), selector, span), new).startswith("exact: The old report")


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "New words."), ("Old words.", "")])
def test_compare_of_empty_texts(old: str, new: str) -> None:
    """Texts without words have no words in common."""
    comparison = compare(prepare(old), prepare(new))

    assert set(comparison.image) | set(comparison.origin) <= {-1}


def test_find_lists_the_places_of_an_ambiguous_quote_in_text_order() -> None:
    """Every hit is named, up to a bound."""
    found = find(prepare("go " * 3), Selector("go"))

    assert isinstance(found, Orphan)
    assert found.candidates == tuple(Candidate(Span(at, at + 2), 1.0) for at in (0, 3, 6))
    assert len(getattr(find(prepare("go " * 2 * LISTED), Selector("go")), "candidates", ())) == LISTED


def test_find_is_bounded_in_texts_that_repeat_themselves() -> None:
    """A letter repeated without end neither hangs nor matches."""
    assert isinstance(find(prepare("a" * 700_000), Selector("a" * 300 + "b" * 200)), Orphan)


def test_a_prepared_text_can_be_pickled() -> None:
    """Workers may be sent prepared texts."""
    haystack = prepare("The words “as they stand”.")
    find(haystack, Selector('"as they stand"'))

    assert find(pickle.loads(pickle.dumps(haystack)), Selector('"as they stand"')) == Anchor(
        Span(10, 25), "normalised", 1.0, "only typography or markup differs"
    )


@pytest.mark.parametrize(
    ("mode", "recall", "precision"), [("old text", 0.95, 0.99), ("context", 0.85, 0.97), ("quote only", 0.85, 0.96)]
)
def test_the_made_corpus_stays_anchored(mode: str, recall: float, precision: float) -> None:
    """On texts full of near-twins, few quotes are lost and very few are put in a wrong place."""
    counts = drift.measure(6, 5, modes=(mode,))[mode]
    core = [count for kind, count in counts.items() if kind not in drift.APART]
    hits, wrong, lost = (
        sum(count[name] for count in core for name in names) for names in (("hit", "tight"), ("wrong",), ("lost",))
    )

    assert hits / (hits + wrong + lost) >= recall
    assert hits / (hits + wrong) >= precision
