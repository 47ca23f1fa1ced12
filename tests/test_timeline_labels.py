"""Room for the labels of a timeline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glossator.render.timeline_labels import rows, shortened, text_width, tracks

PLACES = st.lists(st.tuples(st.floats(0, 1200), st.floats(5, 300)), max_size=40).map(sorted)


@given(PLACES)
def test_labels_do_not_cross_each_other_nor_a_leader(places: list[tuple[float, float]]) -> None:
    """In one row no label reaches the next, and none stands in the way of a leader that goes up to a higher row."""
    starts, widths = [start for start, _ in places], [width for _, width in places]
    found = rows(starts, widths)

    for one in range(len(places)):
        for other in range(one + 1, len(places)):
            if starts[other] < starts[one] + widths[one]:
                assert found[one] > found[other]


@given(
    st.lists(st.tuples(st.floats(0, 1200), st.floats(5, 300)), max_size=40), st.lists(st.floats(0, 1200), max_size=5)
)
def test_marks_do_not_cover_each_other(pairs: list[tuple[float, float]], circles: list[float]) -> None:
    """On one line no mark reaches the next, and the uppermost leaves free what is taken."""
    spans = sorted((left, left + width) for left, width in pairs)
    taken = [(x - 10, x + 10) for x in circles]
    found = tracks(spans, taken)

    for one, (_, end) in enumerate(spans):
        for other in range(one + 1, len(spans)):
            assert found[one] != found[other] or spans[other][0] > end
    for track, (left, right) in zip(found, spans, strict=True):
        assert track > 0 or not any(left <= end and start <= right for start, end in taken)


def test_rows_are_few() -> None:
    """Labels that do not meet share the lowest row; one that would cross another goes up by one."""
    assert rows([0, 100, 200], [50, 50, 50]) == (0, 0, 0)
    assert rows([0, 20, 200], [50, 50, 50]) == (1, 0, 0)
    assert rows([], []) == ()


@given(st.text(max_size=60), st.floats(20, 300))
def test_shortened_texts_fit(text: str, room: float) -> None:
    """A text that is cut fits with its ellipsis; one that fits is not cut."""
    short = shortened(text, 13, room)

    assert text_width(short, 13) <= room
    assert short == text or short.endswith("…")


def test_texts_are_cut_at_a_word() -> None:
    """The cut is at a word if one is near, and leaves no comma or dash behind."""
    assert shortened("Treaty of Portsmouth", 13, 130) == "Treaty of…"
    assert shortened("Donaudampfschifffahrtsgesellschaft", 13, 100) == "Donaudampf…"
    assert shortened("One, two", 13, 60) == "One…"


def test_widths_are_those_of_the_widest_faces() -> None:
    """A Han character is wider than the font's size, a combining mark has no width."""
    assert text_width("北", 10) == 10.5
    assert text_width("e\u0301", 10) == text_width("e", 10)
    assert text_width("Щ", 10) > text_width("Ж", 10) > text_width("Д", 10) > text_width("д", 10)
    assert text_width("+", 10) > text_width("A", 10) > text_width("a", 10) > text_width("i", 10)
