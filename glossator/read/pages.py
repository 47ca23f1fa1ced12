"""`pages/*.md` and `timeline/*.md` (FORMAT.md §1, §7)."""

from __future__ import annotations

import re
from typing import Final

from glossator.model.diagnostics import Diagnostic
from glossator.model.page import EventFile, FiledEvent, TextPage
from glossator.model.text import Place, Source, Span

from .blocks import Block, find_blocks
from .briefing import first_heading
from .fields import Fields, date_or_fault
from .header import split_header
from .naming import read_naming
from .nearest import did_you_mean
from .prose import OurText, our_text, title_text
from .slugs import free_id, slug_from

_EVENT_KEYS: Final = ("when", "label", "lang")
_OWN_TITLE = re.compile(r"\s*#[ \t][^\n]*")


def read_page(
    source: Source, slug: str, language: str, *, trusted: bool = False
) -> tuple[TextPage, tuple[Diagnostic, ...]]:
    """Read a page; its slug is the name of its file."""
    split, found = split_header(source)
    faults = list(found)
    fields = Fields(split.table, faults)
    place = Place(source.path)
    text = our_text(source, split.body, faults, trusted=trusted)
    heading = first_heading(text.source)
    title = fields.text("title") if split.broken or heading else fields.required("title", place)
    # A heading that serves as the title does not stand in the text once more.
    own = None if title else _OWN_TITLE.match(text.source.text, split.body)
    page = TextPage(
        slug=slug,
        place=place,
        title=title or heading or slug.replace("-", " ").capitalize(),
        lang=fields.text("lang", language),
        summary=fields.text("summary"),
        naming=read_naming(fields),
        body=text.prose(Span(own.end() if own else split.body, len(source.text)), "body", faults),
    )
    fields.close()
    return page, tuple(faults)


def read_events(source: Source, *, trusted: bool = False) -> tuple[EventFile, tuple[Diagnostic, ...]]:
    """Read a file of events: the grammar of annotations, without targets."""
    split, found = split_header(source)
    faults = list(found)
    fields = Fields(split.table, faults)
    naming = read_naming(fields)
    lang = fields.text("lang")
    fields.close()
    text = our_text(source, split.body, faults, trusted=trusted)
    events: dict[str, FiledEvent] = {}
    blocks = find_blocks(text, faults, quotes=False)
    # Ids made from titles give way to written ones, wherever these stand.
    taken = {block.braces.id for block in blocks}
    for block in blocks:
        event = _event(text, block, lang, taken, faults)
        if event is None:
            continue
        if event.id in events:
            message = f"the id `{event.id}` stands twice, first in line {events[event.id].place.line}"
            place = block.braces.id_place or block.place
            faults.append(Diagnostic(place, "ANN006", message, help="give one of them another id"))
        else:
            events[event.id] = event
    return EventFile(source.path, tuple(events.values()), naming), tuple(faults)


def _event(text: OurText, block: Block, lang: str, taken: set[str], faults: list[Diagnostic]) -> FiledEvent | None:
    attributes = {each.key: each for each in block.braces.attributes}
    if block.braces.kind:
        place = block.braces.kind_place or block.place
        faults.append(Diagnostic(place, "ANN002", "an event has no kind", help=f"remove `.{block.braces.kind}`"))
    for attribute in attributes.values():
        if attribute.key not in _EVENT_KEYS:
            message = f"an event takes no `{attribute.key}`"
            help_ = did_you_mean(attribute.key, _EVENT_KEYS, all_of_them=True)
            faults.append(Diagnostic(attribute.place, "ANN003", message, help=help_))
    heading = text.line(block.title, faults)
    title = title_text(heading)
    id_ = block.braces.id or free_id(slug_from(title), taken)
    taken.add(id_)
    body = text.prose(block.body, f"event-{id_}", faults, shift=2)
    when = attributes.get("when")
    if when is None:
        message = f'the event "{title}" has no date'
        faults.append(Diagnostic(block.place, "HDR001", message, help="add `when=…` in braces to its heading"))
        return None
    date = date_or_fault(when.value, when.place, faults)
    label = attributes["label"].value if "label" in attributes else title
    language = attributes["lang"].value if "lang" in attributes else lang
    return None if date is None else FiledEvent(id_, block.place, date, label, heading, body, language)
