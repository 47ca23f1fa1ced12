"""Foreign HTML becomes harmless: an allow-list of elements, attributes and addresses, applied by an HTML5 parser."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import nh3


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


INLINE: Final = _tags(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd q rp rt ruby s samp small span strong sub sup u var wbr"
)
BLOCK: Final = _tags(
    "blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th thead"
    " tr ul"
)
BOUNDARY: Final = _tags(
    "address article aside center details dialog dir fieldset footer form header hgroup legend main menu nav option"
    " search section summary"
)
"""Elements that are not kept, but between which text is set apart."""

DROPPED: Final = _tags(
    "applet audio button canvas datalist embed frame frameset iframe input meter object progress script select style"
    " svg template textarea title video"
)
"""Elements that go with all that stands in them."""

_ATTRIBUTES: Final = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}


_AMPERSAND: Final = "\ufdd0"
_LESS: Final = "\ufdd1"


def sanitise(html: str) -> str:
    """Give HTML that runs, loads and submits nothing; what is not allowed goes, its text stays unless it is code.

    `data:` is let through for images; whoever prints the result must not let it through for links.
    """
    # The library takes time by the square of the entities in one text, so these two go through as single characters.
    if _AMPERSAND in html or _LESS in html:
        return _cleaner().clean(html)
    clean = _cleaner().clean(html.replace("&amp;", _AMPERSAND).replace("&lt;", _LESS))
    return clean.replace(_AMPERSAND, "&amp;").replace(_LESS, "&lt;")


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(INLINE | BLOCK | BOUNDARY),
        clean_content_tags=set(DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
