"""Compare what two passages say where a small difference is a great one: numbers, names and negations.

A near-twin sentence under another name, with another year or with a "not" more is what an approximate search
finds most easily and must not find (apache/annotator, hypothesis/client #7571, hypothesis/h #2634). The word lists are short and
closed classes: a negation or a number word that is missing in them is treated as any other word.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from .normalise import lower

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*|[〇零一二三四五六七八九十百千万萬億亿兆]+")
_NUMBER_TEXT: Final = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion half dozen
    first second third fourth fifth sixth seventh eighth ninth tenth once twice
    один одна одно два две три четыре пять шесть семь восемь девять десять сто тысяча тысячи тысяч миллион миллиона миллионов
    первый первая второй вторая третий третья
    eins zwei drei vier fünf sechs sieben acht neun zehn hundert tausend deux trois quatre cinq sept huit neuf dix cent mille
"""
_NEGATION_TEXT: Final = """
    not no never none nor neither nobody nothing nowhere without cannot hardly
    не ни нет никто ничто ничего никогда нигде нельзя без ні немає
    nicht nichts nie niemals kein keine keinen keinem keiner ohne weder
    ne pas jamais aucun aucune sans rien nunca jamás ningún ninguna sin não nem sem bez
"""
_COMMON_TEXT: Final = """
    a an the this that these those it its he she they we i you his her their our my your there here in on at to from of for by with
    as and or but if when while where who what which how why because since after before although though however also then so yet thus
    only even some many most all each every both another other such is are was were be been has have had do does did not no
    в на из с о об по за до от и или но а если когда где кто что как это этот эта эти он она они мы я вы его её их не ни
    der die das ein eine und oder aber wenn als wie er sie es wir im am zu von mit für le la les un une et ou mais il elle ils
"""
_NUMBER_WORDS: Final = frozenset(_NUMBER_TEXT.split())
_NEGATIONS: Final = frozenset(_NEGATION_TEXT.split())
_NEGATION_SIGNS: Final = re.compile(r"n't\b|不|無|无|未|非|没|沒|ない|なかっ|なく|ません|ぬ(?!\w)|않|못|없|아니")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"'s?$")
_OPENERS: Final = re.compile(r"(?:^|[.!?:;…-] ?)['\"(\[]*$|['\"(\[]$")
"""What stands before a word that begins a sentence, a quotation or a clause: there a capital says nothing."""
_COMMON: Final = frozenset(_COMMON_TEXT.split())


def disagreement(
    quote: str, passage: str, is_common: Callable[[str], bool] = lambda _: False, typos: bool = False
) -> str:
    """Say which number, negation or name of a quote the passage has otherwise; empty if they agree.

    Both are plain forms. `is_common` tells whether the article has a lower-case word in lower case, which
    decides whether a capital at the start of a sentence makes a name. With `typos`, a name may be misspelt.
    """
    said, says = _numbers(quote), _numbers(passage)
    if said != says:
        return _differs("number", said, says)
    said, says = _negations(quote), _negations(passage)
    if said != says:
        return _differs("negation", said, says)
    for text, other, what in ((quote, passage, "is missing"), (passage, quote, "was added")):
        there = {_POSSESSIVE.sub("", word) for word in _words(other)}
        for name in _names(text, is_common):
            if lower(name) not in there and not (typos and any(_is_typo(lower(name), word) for word in there)):
                return f"the name “{name}” {what}"
    return ""


def replaced(quote: str, passage: str) -> bool:
    """Tell whether a number or a name of the quote gave way to another: then it is another statement, not an edited one."""
    pairs = ((_numbers(quote), _numbers(passage)), (_capitalised(quote), _capitalised(passage)))
    return any(said - says and says - said for said, says in pairs)


def adds_only(quote: str, passage: str) -> bool:
    """Tell whether a passage has all numbers and names of the quote, and the same negations."""
    pairs = (_numbers(quote), _numbers(passage)), (_capitalised(quote), _capitalised(passage))
    return _negations(quote) == _negations(passage) and not any(said - says for said, says in pairs)


def _capitalised(text: str) -> Counter[str]:
    return Counter(lower(name) for name in _names(text, lambda _: True))


def _differs(what: str, said: Counter[str], says: Counter[str]) -> str:
    lost, new = " ".join((said - says).elements()), " ".join((says - said).elements())
    if lost and new:
        return f"a {what} differs: {lost} became {new}"
    return f"a {what} is missing: {lost}" if lost else f"a {what} was added: {new}"


def _numbers(text: str) -> Counter[str]:
    digits = (re.sub(r",(?=\d{3}(?!\d))", "", number) for number in _NUMBER.findall(text))
    return Counter([*digits, *(word for word in _words(text) if word in _NUMBER_WORDS)])


def _negations(text: str) -> Counter[str]:
    return Counter([*(word for word in _words(text) if word in _NEGATIONS), *_NEGATION_SIGNS.findall(lower(text))])


def _words(text: str) -> list[str]:
    return _WORD.findall(lower(text))


def _names(text: str, is_common: Callable[[str], bool]) -> Iterator[str]:
    """Give the capitalised words that are names, without their possessive."""
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        # "I've", "It's" and "Don't" are no names.
        if not word[:1].isupper() or lower(word).split("'")[0].removesuffix("n") in _COMMON or lower(word) in _COMMON:
            continue
        if _OPENERS.search(text, max(0, match.start() - 4), match.start()) and is_common(lower(word)):
            continue
        yield word


def _is_typo(name: str, other: str) -> bool:
    """Tell whether two words are one name with a letter or two wrong: one error in five letters, never in a short name."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(name, other) * 5 <= min(len(name), len(other))
