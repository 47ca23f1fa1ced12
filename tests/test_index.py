"""Facts, and the look-up that writes down what it was asked."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from resolving import SPOT, concept, glossary, prose, resolve
from told import Told

from glossator.resolve.facts import CiteMention, Mention, Ref
from glossator.resolve.index import Lookup
from glossator.resolve.records import Record

NAMES = ["Kuril", "Kurils", "Kuril Islands", "US", "us", "Islands", "北方領土", "北", "Treaty", "Joint Treaty"]
TEXT = prose(
    "Kurils and the Kuril Islands, the Treaties, US and us, 北方領土. [[Treaty]] [[#x]] [[nothing]] [[b#n]] [@key]"
)


def facts_of(names: dict[str, tuple[str, bool, bool]]) -> Told:
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


class Mixed(Told):
    """Of two sets of records, one for the keys of a trace and the other for all else."""

    def __init__(self, before: Told, after: Told, trace: set[tuple[str, str]]) -> None:
        super().__init__()
        whole = {key for kind, key in trace if kind == "all"}

        def asked(record: Record) -> bool:
            # For a name is asked with all the words of a text at once.
            words = {key for kind, key in trace if kind == "searched"}
            if record.kind == "searched":
                return words.issuperset(record.key.split(" "))
            return (record.kind, record.key) in trace or record.kind in whole

        self.take(each for each in before.said if asked(each[1]))
        self.take(each for each in after.said if not asked(each[1]))


@given(GLOSSARIES, GLOSSARIES, st.sampled_from(["first", "all", "off"]))
def test_lookup_trace_tells_all_that_a_text_depends_on(one: Any, other: Any, autolink: Any) -> None:
    """If all that is said under the keys of a text's trace is as it was, resolving it again gives the same, faults included."""
    before, after = facts_of(one), facts_of(other)
    trace: set[tuple[str, str]] = set()
    first = resolve(TEXT, before, trace=trace, autolink=autolink, advice=True)

    again = resolve(TEXT, Mixed(before, after, trace), autolink=autolink, advice=True)

    assert again.resolved == first.resolved
    assert again.faults == first.faults


def test_lookup_trace_has_what_was_missing_and_no_more_than_the_words() -> None:
    """A text without faults asks for its words and their singulars, not for all names there are."""
    trace: set[tuple[str, str]] = set()
    resolve(prose("The Kurils."), glossary("a: Urup"), trace=trace)
    assert trace == {("searched", "the"), ("searched", "kurils"), ("searched", "kuril")}


def test_lookup_new_name_touches_only_texts_with_all_its_words() -> None:
    """Between glossaries with and without a name only keys of that concept differ, and those of its names' words."""
    one, other = glossary("a: Urup"), glossary("a: Urup", "k: Kuril Islands = Kuril chain")
    changed = {(record.kind, record.key) for _, record in set(other.said) - set(one.said)}
    assert changed == {
        ("searched", "kuril islands"), ("searched", "kuril chain"), ("concept", "k"), ("name", "kuril islands"), ("name", "kuril chain"),
        ("bearer", "kuril islands"), ("bearer", "kuril chain"),
    }  # fmt: skip


def test_concept_fact_names_each_other_name_once() -> None:
    """Equal names in several languages are one alias, the term none, and their order is that of the file."""
    made = concept("a: Kurils = クリル@ja = kurils = Chishima = クリル@ain = 千島@ja")
    assert Lookup(Told([made])).concept("a").also == (  # type: ignore[union-attr]
        ("クリル", "ja"), ("Chishima", ""), ("千島", "ja"),
    )  # fmt: skip


def test_lookup_answers_nothing_for_what_is_not_there() -> None:
    """Each question has an empty answer."""
    lookup = Lookup(Told())
    assert [lookup.concept("a"), lookup.briefing("a"), lookup.page("a"), lookup.note("a", "b"), lookup.event("a")] == [
        None
    ] * 5
    assert lookup.source("a") is None
    assert lookup.draft("a") == ""
    assert (lookup.named("a"), lookup.narrower("a"), lookup.cited("a"), lookup.names_of(frozenset("a"))) == (
        (),
        (),
        (),
        {},
    )
    assert (lookup.mentions(Ref("page", "a")), lookup.known("page")) == ((), ())


def test_index_mentions_keeps_the_order() -> None:
    """Sentences are found under what they speak of, in the order given."""
    mentions = [
        Mention(Ref("page", "a"), "one", SPOT),
        Mention(Ref("page", "b"), "two", SPOT),
        Mention(Ref("page", "a"), "three", SPOT),
    ]
    cites = [CiteMention("k", "", "", "four", SPOT), CiteMention("k", "p. 3", "", "five", SPOT)]
    told = Told()
    told.add("a", [Record("mentions", f"page:{each.ref.slug}", each) for each in mentions])
    told.add("b", [Record("cited", each.key, each) for each in cites])
    lookup = Lookup(told)
    assert [each.sentence_html for each in lookup.mentions(Ref("page", "a"))] == ["one", "three"]
    assert [each.sentence_html for each in lookup.cited("k")] == ["four", "five"]


def test_lookup_narrower_turns_broader_around() -> None:
    """What names another as broader is narrower than it; sorted."""
    told = Told()
    told.add("c", [Record("narrower", "a", "c")])
    told.add("b", [Record("narrower", "a", "b"), Record("narrower", "c", "b")])
    assert Lookup(told).narrower("a") == ("b", "c")
    assert Lookup(told).narrower("c") == ("b",)
