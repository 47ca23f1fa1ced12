"""Sentences for `drift.py`: small grammars of English, Russian, Japanese and German that repeat themselves as real articles do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True)
class Language:
    """Patterns with slots in braces, what may stand in each slot, and how words are joined."""

    name: str
    patterns: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    fillers: tuple[str, ...]
    """Words that an editor may put in or take out."""
    negation: tuple[str, str]
    """A word and what it becomes when denied."""
    joint: str = " "

    def sentence(self, random: Random) -> list[str]:
        """Make one sentence, as words; in a language without spaces, as short pieces."""
        text = re.sub(r"\{(\w+)\}", lambda match: self.fill(match[1], random), random.choice(self.patterns))
        return text.split(" ")

    def fill(self, slot: str, random: Random) -> str:
        """Give something for a slot; numbers and years are made up."""
        if slot == "number":
            return str(random.choice((random.randint(2, 30), random.randint(100, 9000))))
        if slot == "year":
            return str(random.randint(1850, 2024))
        return random.choice(self.slots[slot])


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


ENGLISH: Final = Language(
    "en",
    _words(
        "In {year} the {body} {verb} the {thing} between {place} and {place} .|{name} told the {body} that the {thing} was {quality} , but "
        "{name} called it {quality} .|The {thing} was signed in {place} on {number} {month} {year} and came into force a year later .|Nobody in "
        "{place} expected the {body} to {act} the {thing} so soon .|According to {name} , {number} people had left {place} by {month} .|The "
        "{body} did not {act} the {thing} , although {place} had asked for it {number} times .|It is the {thing} that makes {place} {quality} .|"
        "What {name} wrote in {month} is still {quality} today .|Most readers of the {body} know the {thing} only from {place} .|After {number} "
        "days of talks , the {body} said that the {thing} would remain {quality} .|{place} has {number} islands , of which {number} are {quality} "
        ".|The price of the {thing} rose by {number} percent in {year} , the {body} said .|Why did {name} {act} the {thing} in {month} ?|As long as "
        "the {thing} is {quality} , {place} will not {act} it .|In the end , the {thing} of {year} was {quality} and the {body} knew it .|"
        "{name} , who was born in {place} , has never seen the {thing} .|On the other hand , the {body} may {act} the {thing} before {year} .|"
        "Two of the {number} ships near {place} carried the {thing} , {name} reported .|There is no {thing} in {place} , said {name} .|This is one "
        "of the reasons why the {body} {verb} it .|The {thing} is not the {thing} that {name} had promised to {place} .|First , the {body} must "
        "{act} the {thing} ; then {place} can follow .|Few documents of {year} mention the {thing} at all .|A letter from {name} to {name} shows how "
        "{quality} the {thing} was .|Fishing near {place} was {quality} until the {body} {verb} it in {year} ."
    ),
    {
        "name": _words(
            "Harrow|Ms. Okada|Lindqvist|Petrova|Mr. Amadi|Castellan|Dr. Voss|Ito|Brennan|Soares|the minister|the envoy|Ivanova"
        ),
        "place": _words(
            "Norrland|Port Selim|the Outer Isles|Karsk|Mirabel|Tanaka Bay|the capital|Westmark|Ostmark|Veld|the north"
        ),
        "body": _words("council|ministry|committee|court|press|parliament|navy|government|union|commission"),
        "thing": _words(
            "treaty|joint declaration|agreement|border line|old map|fishing right|base|new law|ferry|report|archive|first draft|protocol|census"
        ),
        "quality": _words(
            "valid|open|secret|well known|contested|costly|binding|out of date|incomplete|useful|disputed|quiet"
        ),
        "verb": _words("rejected|approved|changed|published|withdrew|discussed|accepted|forgot|renewed"),
        "act": _words("reject|approve|change|publish|discuss|sign|ratify|keep|renew"),
        "month": _words("January|February|March|April|May|June|July|August|September|October|November|December"),
    },
    _words(
        "also|now|finally|again|once more|in fact|at last|publicly|so far|rather|very|as we know|as before|of course"
    ),
    ("was", "was not"),
)
HOW_TO: Final = Language(
    "howto",
    _words(
        "Run {command} with {option} to {act} the {thing} .|I had to {act} the {thing} before {command} would work .|The {thing} lives in {path} "
        "and has {number} lines .|You can also {act} it with {command} {option} , like this :|This took me {number} minutes to work out .|Here's the "
        "{thing} I used :|It turns out {command} doesn't {act} the {thing} by default .|Version {number}.{number} of {command} added {option} .|I "
        "don't know why , but {option} makes the {thing} {quality} .|Then open {path} and {act} the {thing} .|The output looks like this :|If the "
        "{thing} is {quality} , add {option} and try {command} again .|Note that {path} must not be {quality} .|I {verb} {command} from {path} , "
        "and the {thing} was {quality} .|There are {number} ways to {act} a {thing} in {command} .|My first attempt to {act} the {thing} failed .|"
        "See {path} for the full {thing} .|The trick is to {act} the {thing} first .|That's it : the {thing} is now {quality} .|Using {option} "
        "here means that {command} can't {act} the {thing} .|I filed an issue about {option} , and it was fixed in {number} days ."
    ),
    {
        "command": _words("fetchit|make|the parser|tablekit|the server|npx|Loom|Gridder|the API|Postfix|the CLI"),
        "option": _words("--all|--no-cache|-v|--json|the debug flag|--limit=5|--strict|a config file"),
        "path": _words(
            "/etc/loom.toml|src/main.py|the docs|~/.cache|data/index.json|the README|/tmp/out|https://example.org/a/b"
        ),
        "thing": _words(
            "database|config file|test suite|JSON file|virtual environment|plugin|template|API key|schema|query|cache|index|log"
        ),
        "act": _words("install|load|rebuild|convert|export|parse|deploy|delete|check|open|cache"),
        "verb": _words("ran|started|installed|built|called|imported"),
        "quality": _words("empty|missing|slow|valid|read-only|up to date|broken|ready|huge|JSON"),
    },
    _words("just|also|actually|now|really|simply|first|again|by the way|of course|for example|in my case"),
    ("is", "isn't"),
)
RUSSIAN: Final = Language(
    "ru",
    _words(
        "В {year} году {name} подписал {thing} в {place} .|По словам {name} , {thing} остаётся {quality} .|Жители {place} узнали об этом только в "
        "{month} .|{name} не ответил на вопрос о {topic} .|Через {number} дней {body} снова обсудил {thing} .|Никто не ожидал , что {body} так "
        "быстро признает {thing} .|Цена выросла на {number} процентов , сообщил {name} .|Это был не первый случай : {body} уже отклонял {thing} .|В "
        "архиве {place} хранится {number} документов о {topic} .|Если {thing} останется {quality} , {body} вернётся к нему в {year} году .|Из {number} "
        "островов {place} только {number} обитаемы .|{name} и {name} встретились в {place} .|Так закончились переговоры о {topic} .|Позже {body} "
        "опубликовал {thing} и карту {place} .|Почему {name} молчал до {month} {year} года ?"
    ),
    {
        "name": _words("Орлов|Савина|Кравец|Танака|министр|посол|Белов|Ито|Громова|Лебедев"),
        "place": _words("Карске|столице|Порт-Селиме|Северной губе|Норланде|Мирабеле|Охотске"),
        "thing": _words("договор|протокол|новый закон|соглашение|старую карту|отчёт|декларацию|первый проект"),
        "topic": _words("границе|рыболовстве|островах|переписи|базе|флоте|паромах"),
        "body": _words("совет|суд|парламент|комитет|флот|союз"),
        "quality": _words("в силе|спорным|секретным|неполным|открытым|известным"),
        "month": _words("январе|марте|мае|июле|сентябре|октябре|декабре"),
    },
    _words("уже|теперь|также|наконец|снова|конечно|на самом деле|как известно|вскоре"),
    ("остаётся", "не остаётся"),
)
GERMAN: Final = Language(
    "de",
    _words(
        "Im Jahr {year} unterzeichnete {name} das {thing} in {place} .|{name} sagte , das {thing} sei {quality} .|Der {body} hat das {thing} nicht "
        "anerkannt .|Nach {number} Tagen war das {thing} wieder {quality} .|In {place} leben heute {number} Menschen .|Ob der {body} das {thing} "
        "ändert , ist {quality} .|Niemand in {place} kannte das {thing} vor {month} {year} .|Das {thing} liegt im Archiv von {place} .|{name} und "
        "{name} trafen sich im {month} in {place} .|Der Preis stieg um {number} Prozent , so der {body} .|Warum schwieg {name} bis {month} ?|Erst der "
        "{body} machte das {thing} {quality} .|Dafür gibt es {number} Gründe , schrieb {name} .|Das ist für den {body} nicht neu ."
    ),
    {
        "name": _words("Brandt|Frau Keller|Ito|Lindqvist|der Minister|Voss|Petrowa|Herr Amadi"),
        "place": _words("Karsk|Norrland|der Hauptstadt|Port Selim|Westmark|Ostmark"),
        "thing": _words("Abkommen|Gesetz|Protokoll|Gutachten|alte Register|Fischereirecht|erste Dokument"),
        "body": _words("Rat|Ausschuss|Hof|Senat|Verband|Landtag"),
        "quality": _words("gültig|offen|geheim|strittig|unvollständig|veraltet|bekannt"),
        "month": _words("Januar|März|Mai|Juli|September|Oktober|Dezember"),
    },
    _words("auch|nun|endlich|wieder|bekanntlich|öffentlich|offenbar|noch|doch"),
    ("ist", "ist nicht"),
)
JAPANESE: Final = Language(
    "ja",
    _words(
        "{year} 年 に {name} は {place} で {thing} に 署名 した 。|{name} に よる と 、 {thing} は 今 も {quality} 。|{body} は {thing} を {month} に "
        "発表 した 。|{place} の 住民 は {number} 人 で ある 。|{name} は {topic} に つ い て 答え な か っ た 。|{number} 日 後 に {body} は 再び "
        "{thing} を 議論 した 。|な ぜ {name} は {month} まで 黙って い た の か 。|{topic} の 価格 は {number} ％ 上がった 。|{place} に ある 島 の "
        "うち {number} は 無人 で ある 。|{body} が 認め れば 、 {thing} は {quality} だろう 。|{name} と {name} は {place} で 会談 した 。|"
        "古い 地図 に は {place} と {topic} が 描か れて いる 。|これ は {body} に とって 初めて の {thing} で は ない 。"
    ),
    {
        "name": _words("大田|森川|ペトロワ|外務大臣|大使|伊東|白石|リンド"),
        "place": _words("北岬|首都|西浜|南の島|カルスク|港町|東海岸"),
        "thing": _words("条約|共同宣言|協定|新しい法律|報告書|議定書|草案"),
        "topic": _words("漁業|国境|基地|島々|人口調査|航路"),
        "body": _words("議会|政府|裁判所|委員会|海軍|組合"),
        "quality": _words("有効だ|秘密だ|未解決だ|不完全だ|公開されている|よく知られている"),
        "month": _words("一月|三月|五月|七月|九月|十月|十二月"),
    },
    _words("また|現在|最近|実は|もちろん|やはり|公式に"),
    ("した", "しなかった"),
    "",
)
LANGUAGES: Final = (ENGLISH, HOW_TO, ENGLISH, RUSSIAN, JAPANESE, GERMAN)
