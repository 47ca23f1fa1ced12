from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.read import article_markdown, markdown
from glossator.read.code_blocks import code_kept, restored, taken_out
from glossator.read.markdown import converted

if TYPE_CHECKING:
    from markdown import Markdown

PARTS = (
    "words *of* `a text`", "- item\n- item two", "1. one\n\n    ```py\n    nested\n    ```", "> said\n> so",
    "```python\ndef f(x):\n\n    return x\n```", "```\nplain & <b>\n```", "~~~ c\nint x;\n~~~", "```{.python #id .wide}\na = 1\n```",
    '``` python hl_lines="1" linenums="1"\na\nb\n```', '```python title="T"\nx\n```', "```nolang\nzz\n```", "```\n```", "# Head",
    "term\n: meaning", "[^1]: note", "text[^1] here", "*[HTML]: Hyper", "HTML x", "| a | b |\n|---|---|\n| 1 | 2 |", "<div>\nraw", "</div>",
    "    indented", "```py\nnever closed", "````\n```\ninner\n```\n````", "a\n```\nattached\n```", "- l\n\n  ```\n  in a list\n  ```",
    "===", "{: .wide }", "\\```\nx\n```", "```python\n[r]: /x *[HTML]: X\n[^1]: n\n```", "<!-- c\n\n-->", "```js no option\nx\n```",
)  # fmt: skip
TEXT = st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(["\n\n", "\n", "\n\n\n", " \n\n"])), max_size=7).map(
    lambda parts: "".join(part + end for part, end in parts)
)
CONVERTERS = [article_markdown._converter, markdown._converter]
CODE = "```python\nx = 1\n```"


@pytest.mark.parametrize("converter", CONVERTERS)
@given(TEXT)
def test_code_that_is_converted_apart_is_what_it_is_in_its_text(converter: Callable[..., Markdown], text: str) -> None:
    """To take blocks of code out changes no byte of what becomes of a text."""
    assert converted(converter, text) == converter(code=True).reset().convert(text)


def test_known_code_is_not_converted_again() -> None:
    """What was converted before is taken as it is; what is new is told, what is no more there is not."""
    text = f"Words.\n\n{CODE}\n\n```\nnew\n```\n"
    with code_kept([(CODE, "<div class=kept></div>"), ("```\ngone\n```", "<div class=gone></div>")]) as met:
        html = converted(CONVERTERS[0], text)
    assert html.startswith("<p>Words.</p>\n<div class=kept></div>\n<div")
    assert [*met] == [CODE, "```\nnew\n```"]
    assert met[CODE] == "<div class=kept></div>"
    assert "kept" not in converted(CONVERTERS[0], text)


@pytest.mark.parametrize(
    "text",
    [f"a\n{CODE}\n\nb", f"- a\n\n    {CODE}\n", f"{CODE}\n\n    indented", "```python no option\nx\n```", "no code"],
)
def test_code_that_does_not_stand_alone_stays_in_its_text(text: str) -> None:
    """Where a block depends on what is around it, or is none, the whole text is converted as one."""
    assert taken_out(text, lambda block: markdown._converter(code=True).reset().convert(block)) == (text, [])


def test_names_of_blocks_in_a_text_are_words_of_it() -> None:
    """A text that says what stands for a block elsewhere keeps its words."""
    rest, blocks = taken_out(f"a\n\n{CODE}", lambda _: "<div ></div>")
    name = rest.removeprefix("a\n\n")
    other = f"{name}\n\n{CODE}"
    assert restored(taken_out(other, lambda _: "<div ></div>")[0], other, blocks) == f"{name}\n\n<div ></div>"
    assert restored(f"<p>{name}</p>", other, blocks) == f"<p>{name}</p>"
