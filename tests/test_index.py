"""Facts, and the look-up that writes down what it was asked."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from resolving import SPOT, concept, glossary, prose, resolve

from glossator.resolve.facts import CiteMention, Mention, Ref
from glossator.resolve.index import Facts, Lookup, index_mentions, index_names, index_narrower

NAMES = ["Kuril", "Kurils", "Kuril Islands", "US", "us", "Islands", "北方領土", "北", "Treaty", "Joint Treaty"]
TEXT = prose(
    "Kurils and the Kuril Islands, the Treaties, US and us, 北方領土. [[Treaty]] [[#x]] [[nothing]] [[b#n]] [@key]"
)
KINDS = ["concept", "briefing", "page", "note", "event", "source", "draft", "name", "token", "known"]


def facts_of(names: dict[str, tuple[str, bool, bool]]) -> Facts:
    """Give the facts of concepts: by slug a name, whether it is off, whether it bars a phrase."""
    written = (
        f"{slug}: {name}" + " | match: off" * off + f" | never: [the {name}]" * never
        for slug, (name, off, never) in names.items()
    )
    return glossary(*written)


GLOSSARIES = st.dictionaries(
    st.sampled_from(["a", "b", "c", "treaty"]),
    st.tuples(st.sampled_from(NAMES), st.booleans(), st.booleans()),
    max_size=4,
)


@given(GLOSSARIES, GLOSSARIES, st.sampled_from(["first", "all", "off"]))
def test_lookup_trace_tells_all_that_a_text_depends_on(one: Any, other: Any, autolink: Any) -> None:
    """If all facts on a text's trace are as they were, resolving it again gives the same, faults included."""
    before, after = facts_of(one), facts_of(other)
    trace: set[tuple[str, str]] = set()
    first = resolve(TEXT, before, trace=trace, autolink=autolink, advice=True)
    mixed = {key: fact for key, fact in after.items() if key not in trace}
    mixed.update({key: fact for key, fact in before.items() if key in trace})

    again = resolve(TEXT, mixed, autolink=autolink, advice=True)

    assert again.resolved == first.resolved
    assert again.faults == first.faults


def test_lookup_trace_has_what_was_missing_and_no_more_than_the_words() -> None:
    """A text without faults asks for its words and their singulars, not for all names there are."""
    trace: set[tuple[str, str]] = set()
    resolve(prose("The Kurils."), glossary("a: Urup"), trace=trace)
    assert trace == {("token", "the"), ("token", "kurils"), ("token", "kuril")}


def test_lookup_new_name_touches_only_texts_with_its_first_word() -> None:
    """Between glossaries with and without a name only keys of that concept differ, and one token."""
    one, other = glossary("a: Urup"), glossary("a: Urup", "k: Kuril Islands = Kuril chain")
    changed = {key for key in {*one, *other} if one.get(key) != other.get(key)}
    assert {key for kind, key in changed if kind == "token"} == {"kuril"}
    assert changed == {
        ("token", "kuril"), ("concept", "k"), ("name", "kuril islands"), ("name", "kuril chain"),
        ("known", "concept"), ("known", "name"),
    }  # fmt: skip


def test_index_names_does_not_depend_on_order() -> None:
    """The facts are the same in whatever order the files come."""
    written = ["a: Kuril = Kurils | never: [Kuril Trench]", "b: Kuril", "c: KURIL = US", "d: us | match: off"]
    one, other = glossary(*written), glossary(*reversed(written))
    assert {key: fact for key, fact in one.items() if key[0] != "known"} == {
        key: fact for key, fact in other.items() if key[0] != "known"
    }


def test_concept_fact_names_each_other_name_once() -> None:
    """Equal names in several languages are one alias, the term none, and their order is that of the file."""
    made = concept("a: Kurils = クリル@ja = kurils = Chishima = クリル@ain = 千島@ja")
    assert Lookup(index_names([made], (), (), (), ())).concept("a").also == (  # type: ignore[union-attr]
        ("クリル", "ja"), ("Chishima", ""), ("千島", "ja"),
    )  # fmt: skip


def test_lookup_answers_nothing_for_what_is_not_there() -> None:
    """Each question has an empty answer."""
    lookup = Lookup({})
    assert [lookup.concept("a"), lookup.briefing("a"), lookup.page("a"), lookup.note("a", "b"), lookup.event("a")] == [
        None
    ] * 5
    assert lookup.source("a") is None
    assert lookup.draft("a") == ""
    assert (lookup.named("a"), lookup.names_at("a"), lookup.narrower("a"), lookup.cited("a")) == ((), (), (), ())
    assert (lookup.mentions(Ref("page", "a")), lookup.known("page")) == ((), ())


def test_index_mentions_keeps_the_order() -> None:
    """Sentences are found under what they speak of, in the order given."""
    mentions = [
        Mention(Ref("page", "a"), "one", SPOT),
        Mention(Ref("page", "b"), "two", SPOT),
        Mention(Ref("page", "a"), "three", SPOT),
    ]
    cites = [CiteMention("k", "", "", "four", SPOT), CiteMention("k", "p. 3", "", "five", SPOT)]
    lookup = Lookup(index_mentions(mentions, cites))
    assert [each.sentence_html for each in lookup.mentions(Ref("page", "a"))] == ["one", "three"]
    assert [each.sentence_html for each in lookup.cited("k")] == ["four", "five"]


def test_index_narrower_turns_broader_around() -> None:
    """What names another as broader is narrower than it; sorted."""
    facts = index_narrower([("c", ["a"]), ("b", ["a", "c"])])
    assert Lookup(facts).narrower("a") == ("b", "c")
    assert Lookup(facts).narrower("c") == ("b",)
