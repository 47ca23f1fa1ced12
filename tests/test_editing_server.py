"""Editing over HTTP, with a real server on this machine: what our own page may do, and whom the server refuses."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from glossator.acceptance import accept
from glossator.building.steps import Manner
from glossator.editing.editor import Editor
from glossator.live.builder import Built
from glossator.live.changes import EVERYTHING
from glossator.live.display import Display
from glossator.live.editing import LARGEST, Editing
from glossator.live.rounds import Round
from glossator.live.serving import _listener, _served
from glossator.pipeline import Project, Workshop
from glossator.report import weigh

ARTICLE = "The harbour was built in 1805. The pier came later.\n\nThe harbour was rebuilt in 1905 by the town.\n"
NOTES = '## Built {#built .claim verdict=supported who="The Desk"}\n\n> built in 1805\n\nSee [[Harbour]] and [@port].\n'
FILES = {
    "site.toml": 'title = "Test"\nbase_url = "https://example.org/"\nlanguage = "en"\neditor = "vscode"\n',
    "briefings/one/briefing.md": "---\ntitle: One\nsummary: S.\ndate: 2026-01-01\n---\n\nText.\n",
    "briefings/one/article.md": ARTICLE,
    "briefings/one/annotations.md": NOTES,
    "glossary/harbour.md": "---\nterm: Harbour\nshort: For ships.\n---\n\nText.\n",
    "glossary/article-9.md": "---\nterm: Article 9 (Japan)\naliases: [Article 9]\nshort: A.\n---\n\nText.\n",
    "glossary/article-nine.md": "---\nterm: Article 9 (declaration)\naliases: [Article 9]\nshort: B.\n---\n\nText.\n",
    "sources/all.bib": "@book{port, title={Of Ports}, author={Penn, Ada}, year={1990}}\n@book{pier, title={Of Piers}, year={1991}}\n",
}
OWN = "/__glossator/"
PAGE = "briefings/one.html"
WEIGHING = weigh(check=False, strict=False)
DRAFT = {"title": "New", "kind": "context", "attributes": {}, "body": "Text."}
PASSAGE = {"start": 35, "end": 45, "words": "pier came "}


@dataclass
class Answer:
    """What the server said."""

    status: int
    data: Any
    headers: Mapping[str, str]


@dataclass
class Server:
    """A server of a project that was built."""

    root: Path
    port: int
    token: str

    @property
    def notes(self) -> Path:
        """The file of notes."""
        return self.root / "content/briefings/one/annotations.md"

    @property
    def seen(self) -> dict[str, str]:
        """What an editor sees now."""
        return {"content/briefings/one/annotations.md": sha256(self.notes.read_bytes()).hexdigest()}

    def send(self, what: str, body: bytes, headers: Mapping[str, str | None] | None = None) -> Answer:
        """Send bytes as our own page would; `headers` change some, None leaves one out."""
        own = f"127.0.0.1:{self.port}"
        said = {
            "host": own, "origin": f"http://{own}", "sec-fetch-site": "same-origin", "content-type": "application/json",
            "x-glossator-token": self.token, "content-length": str(len(body)), **(headers or {}),
        }  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest("POST", f"{OWN}edit/{what}", skip_host=True, skip_accept_encoding=True)
        for name, value in said.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders()
        with suppress(OSError):  # it may be refused before all of it was read
            connection.send(body)
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        try:
            data = json.loads(raw)
        except ValueError:
            data = raw
        return Answer(answer.status, data, {name.lower(): value for name, value in answer.getheaders()})

    def ask(self, what: str, headers: Mapping[str, str | None] | None = None, **data: Any) -> Answer:
        """Ask as our own page does."""
        return self.send(what, json.dumps({"page": PAGE, **data}).encode(), headers)

    def save(self, headers: Mapping[str, str | None] | None = None, **data: Any) -> Answer:
        """Save a note that is new."""
        return self.ask("save", headers, **{"draft": DRAFT, "passage": None, "seen": self.seen, **data})


def made(root: Path) -> Display:
    """Build a project as `serve` does."""
    for path, text in FILES.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    folder = root / ".glossator/serve"
    with Workshop(Project(root), out=folder, manner=Manner(health=True), state="serve") as shop:
        assert shop.build().published is not None
    display = Display(root, "content", folder, WEIGHING)
    built = Built(False, (), lambda: None)
    display.publish(built)
    display.show(Round(EVERYTHING, built, 0.1))
    return display


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve one project with editing."""
    root = tmp_path_factory.mktemp("editing")
    display = made(root)
    editing = Editing(Editor(root, "content", root / ".glossator/serve.sqlite"))
    with _listener(0) as listener, _served(listener, display, editing):
        yield Server(root, listener.getsockname()[1], editing.token)


@pytest.fixture
def server(started: Server) -> Iterator[Server]:
    """Give the server with its files as they were, and see afterwards that no other file changed."""
    for path, text in FILES.items():
        (started.root / "content" / path).write_text(text)
    yield started
    for left in (started.root / "content").rglob("*"):
        assert left.is_dir() or left.is_symlink() or not left.name.endswith(".tmp")


def test_a_note_is_written_as_an_editor_would(server: Server) -> None:
    """A passage, a kind, a text: the file gets the note at its end and keeps every other byte."""
    draft = {
        "title": "The pier",
        "kind": "claim",
        "attributes": {"verdict": "contested", "who": "The Desk"},
        "body": "See [[Harbour]].\n",
    }
    answer = server.save(draft=draft, passage=PASSAGE)

    assert (answer.status, answer.data["id"]) == (200, "the-pier")
    assert server.notes.read_text() == NOTES + (
        '\n## The pier {#the-pier .claim verdict=contested who="The Desk"}\n\n'
        "> was built in 1805. The ==pier came== later\n\nSee [[Harbour]].\n"
    )
    assert answer.headers["cache-control"] == "no-cache"


def test_a_form_says_what_a_note_says(server: Server) -> None:
    """A form has the kinds with their keys, the choices, what the note says and where it is, and what was seen."""
    form = server.ask("form", id="built").data

    assert [kind["id"] for kind in form["kinds"]][:2] == ["context", "claim"]
    assert form["kinds"][1]["asks"] == ["verdict", "who", "confidence", "checked"]
    assert form["choices"]["confidence"] == ["high", "moderate", "low"]
    assert form["seen"] == server.seen
    note = form["note"]
    assert (note["title"], note["kind"], note["body"]) == ("Built", "claim", "See [[Harbour]] and [@port].")
    assert note["attributes"] == {"verdict": "supported", "who": "The Desk"}
    assert note["editor"] == f"vscode://file{server.notes}:1:1"
    assert [(each["state"], each["words"], each["lines"]) for each in note["targets"]] == [
        ("exact", "built in 1805", "> built in 1805")
    ]
    server.notes.write_text(NOTES.replace("built in", "nothing like"))
    (lost,) = server.ask("form", id="built").data["note"]["targets"]
    assert (lost["state"], lost["words"], bool(lost["reason"])) == ("detached", "", True)
    assert server.ask("form").data["note"] is None
    assert server.ask("form", id="none").status == 422


def test_a_preview_is_what_the_page_will_show(server: Server) -> None:
    """The HTML of a preview is the page's own, also for citations that no build has formatted; faults of the note are told."""
    body = "Of [[Harbour]], *as* said [supports @pier, p. 7], and [[Nobody]]."
    shown = server.ask("preview", draft={**DRAFT, "body": body}, passage=PASSAGE).data
    again = server.ask("preview", draft={**DRAFT, "title": "", "body": "Only [[#built]]."}, passage=None).data
    changed = server.ask("preview", id="built", draft={**DRAFT, "body": "See [[Harbour]] and [@port]."}).data
    page = (server.root / ".glossator/serve" / PAGE).read_text()

    assert 'href="../glossary/harbour.html"' in shown["html"]
    assert "Of Piers" in shown["html"]
    assert [fault["code"] for fault in shown["faults"]] == ["LNK001"]
    assert (shown["missing"], again["missing"]) == (["Nobody"], [])
    assert shown["path"] == "content/briefings/one/annotations.md"
    assert again["faults"] == []
    assert changed["html"] in page
    assert server.notes.read_text() == NOTES


def test_names_and_keys_are_offered(server: Server) -> None:
    """Names come by their beginning; an ambiguous one is offered with its ids; sources by key or title; notes after `#`."""

    def offered(what: str, typed: str) -> list[str]:
        return [each["insert"] for each in server.ask("names", of=what, typed=typed).data["offers"]]

    assert offered("link", "harb") == ["Harbour"]
    assert offered("link", "article 9")[:2] == ["article-9|Article 9", "article-nine|Article 9"]
    assert offered("link", "#bu") == ["#built"]
    assert offered("link", "one#") == ["one#built"]
    assert offered("link", "one#none") == []
    assert offered("cite", "po") == ["port"]
    assert offered("cite", "of pi") == ["pier"]
    assert sorted(offered("cite", "")) == ["pier", "port"]
    assert server.ask("names", of="link", typed="harb", page="index.html").status == 200


def test_notes_are_changed_deleted_and_brought_back(server: Server) -> None:
    """Each step changes the note alone; undo goes back step by step, to the byte."""
    changed = {
        "title": "Built",
        "kind": "claim",
        "attributes": {"verdict": "supported", "who": "The Desk"},
        "body": "Other.",
    }
    assert server.ask("save", id="built", draft=changed, seen=server.seen).status == 200
    after = server.notes.read_text()
    assert after == NOTES.replace("See [[Harbour]] and [@port].", "Other.")
    assert server.ask("delete", id="built", seen=server.seen).status == 200
    assert server.notes.read_text() == ""

    undone = server.ask("undo").data
    assert (server.notes.read_text(), undone["what"]) == (after, "note “Built” deleted")
    assert "changed" in undone["undo"]
    server.ask("undo")
    assert server.notes.read_text() == NOTES


def test_quotes_are_accepted_and_chosen_anew(server: Server) -> None:
    """A quote that is only near becomes the article's words; another passage can be chosen; nothing else changes."""
    (server.root / "content/briefings/one/annotations.md").write_text(
        NOTES.replace("> built in 1805", "> harbour was rebuilt in 1905 by this town")
    )
    assert server.ask("accept", id="built", seen=server.seen).status == 200
    assert server.notes.read_text() == NOTES.replace("> built in 1805", "> harbour was rebuilt in 1905 by the town")

    assert server.ask("accept", id="built", seen=server.seen).status == 422
    assert server.ask("quote", id="built", target=0, passage=PASSAGE, seen=server.seen).status == 200
    assert server.notes.read_text() == NOTES.replace("> built in 1805", "> was built in 1805. The ==pier came== later")
    assert server.ask("quote", id="built", target=3, passage=PASSAGE, seen=server.seen).status == 422


def test_places_are_accepted_in_the_ledger(server: Server) -> None:
    """A quote that is only near may stay: anchors.lock says where it stands. Undo takes that back; faults keep it from being written."""
    near = NOTES.replace("> built in 1805", "> harbour was rebuilt in 1905 by this town")
    lock = server.notes.with_name("anchors.lock")
    server.notes.write_text(near)

    answer = server.ask("keep", id="built")

    assert (answer.status, answer.data["path"]) == (200, "content/briefings/one/anchors.lock")
    assert (server.notes.read_text(), "built" in lock.read_text()) == (near, True)
    assert server.ask("form", id="built").data["note"]["targets"][0]["pending"] is False
    assert server.ask("keep", id="built").status == 422
    assert server.ask("undo").status == 200
    assert not lock.exists()
    server.notes.write_text(near + "\n## Wrong {#built}\n\nX.\n")
    assert "errors" in server.ask("keep", id="built").data["reason"]


def test_a_form_says_what_a_changed_passage_was(server: Server) -> None:
    """Of a passage that was changed the words before are told, and whether the quote, as it is written, reads as it does now."""
    lock, article = server.notes.with_name("anchors.lock"), server.notes.with_name("article.md")
    for quote, fits in (("> The harbour was built […] came later.", True), ("> was built in 1805. The pier", False)):
        server.notes.write_text(NOTES.replace("> built in 1805", quote))
        article.write_text(ARTICLE)
        accept(server.root, "one")
        article.write_text(ARTICLE.replace("1805", "1806"))
        (target,) = server.ask("form", id="built").data["note"]["targets"]
        assert (target["pending"], target["fits"]) == (True, fits)
        assert "1805" in target["was"]
        assert "1806" in target["words"]
        lock.unlink()
    article.write_text(ARTICLE)


def test_a_concept_is_begun(server: Server) -> None:
    """A concept is the file that `new concept` writes; a name or file that is there is refused; undo takes it away."""
    file = server.root / "content/glossary/sea-wall.md"
    answer = server.ask("concept", term='Sea "wall"', slug="sea-wall", page="index.html")

    assert (answer.status, answer.data["path"]) == (200, "content/glossary/sea-wall.md")
    assert answer.data["editor"].startswith("vscode://file")
    assert file.read_text().startswith('---\nterm: "Sea \\"wall\\""\nkind: concept\n')
    assert "exists" in server.ask("concept", term="Sea wall").data["reason"]
    assert "concept `harbour`" in server.ask("concept", term=" harbour ").data["reason"]
    assert "did you mean `sea-wall`" in server.ask("concept", term="X", slug="Sea Wall").data["reason"]
    assert server.ask("concept", term=" ").status == 422
    assert [server.ask("concept", term="X", slug=slug).status for slug in ("a" * 300, "../a", "a/b")] == [400, 422, 422]
    assert server.ask("concept", term="X" * 300).status == 400
    assert server.ask("undo").status == 200
    assert not file.exists()


def test_a_file_that_changed_is_left_alone_and_both_texts_are_shown(server: Server) -> None:
    """What another program wrote stays; the answer has it, what was to be written, and what to come again with."""
    seen = server.seen
    other = NOTES.replace("See", "Look at")
    server.notes.write_text(other)

    saved = server.save(seen=seen, passage=PASSAGE)
    changed = server.ask("save", id="built", draft={**DRAFT, "title": "Mine"}, seen=seen)
    deleted = server.ask("delete", id="built", seen=seen)
    nothing = server.save(seen={})

    assert [each.status for each in (saved, changed, deleted, nothing)] == [409] * 4
    assert saved.data["now"] == other
    assert saved.data["yours"].startswith("## New {#new}\n\n> was built in 1805. The ==pier came==")
    assert changed.data["now"] == other.rstrip()
    assert "## Mine {#built" in changed.data["yours"]
    assert server.notes.read_text() == other
    assert server.save(seen=saved.data["seen"]).status == 200


def test_undo_never_loses_what_another_program_wrote(server: Server) -> None:
    """If the file was changed after the step, it stays, and undo works again once it is as it was."""
    server.save()
    after = server.notes.read_text()
    server.notes.write_text(after + "\nMore.\n")

    refused = server.ask("undo")

    assert (refused.status, refused.data["now"]) == (409, after + "\nMore.\n")
    assert server.notes.read_text() == after + "\nMore.\n"
    server.notes.write_text(after)
    assert server.ask("undo").status == 200
    assert server.notes.read_text() == NOTES


def test_a_step_that_cannot_be_undone_is_forgotten(server: Server) -> None:
    """Where another program wrote since, the steps of that file are let go, and those of other files can be undone."""
    concept = server.root / "content/glossary/jetty.md"
    server.ask("concept", term="Jetty")
    server.save()
    server.notes.write_text(NOTES)
    refused = server.ask("undo")

    assert refused.status == 409
    assert "Jetty" in server.ask("forget", path=refused.data["path"]).data["undo"]
    assert server.ask("forget", path=None).status == 400
    assert server.ask("undo").status == 200
    assert not concept.exists()
    assert server.notes.read_text() == NOTES


def test_pages_say_what_can_be_undone(server: Server) -> None:
    """Each page has what could be undone when it is loaded, as text and nothing else."""
    server.save(draft={**DRAFT, "title": 'A "title" & <b>'})
    with urlopen(f"http://127.0.0.1:{server.port}/{PAGE}") as answer:
        page = answer.read().decode()
    assert 'data-undo="note “A &quot;title&quot; &amp; &lt;b&gt;” added"' in page
    assert server.ask("undo").status == 200


def test_a_note_that_would_stop_the_build_is_asked_about(server: Server) -> None:
    """A note with an error is not written at once, but if one says so; one with a warning is."""
    broken = {**DRAFT, "body": "See [[Nowhere]]."}
    refused = server.save(draft=broken)

    assert (refused.status, refused.data["faulty"]) == (422, True)
    assert "Nowhere" in refused.data["reason"]
    assert server.notes.read_text() == NOTES
    assert server.save(draft=broken, faulty=1).status == 400
    assert server.save(draft=broken, faulty=True).status == 200
    assert server.notes.read_text().endswith("See [[Nowhere]].\n")
    server.notes.write_text(NOTES)
    warned = {**DRAFT, "kind": "claim", "attributes": {"verdict": "supported"}}
    assert server.ask("preview", draft=warned, passage=PASSAGE).data["faults"]
    assert server.save(draft=warned).status == 200


def test_writers_at_the_same_time_lose_nothing(server: Server) -> None:
    """Of many who save at once on the same text one is served; whoever comes again is served too, and every note is there."""

    def write(number: int) -> int:
        conflicts, seen = 0, server.seen
        while (answer := server.save(draft={**DRAFT, "title": f"Note {number}"}, seen=seen)).status == 409:
            seen, conflicts = answer.data["seen"], conflicts + 1
        assert answer.status == 200
        return conflicts

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(12)))

    text = server.notes.read_text()
    assert text.startswith(NOTES)
    assert sorted(line for line in text.splitlines() if line.startswith("## Note")) == sorted(
        f"## Note {n} {{#note-{n}}}" for n in range(12)
    )


ATTACKS: list[tuple[dict[str, str | None], int]] = [
    ({"origin": "http://evil.example"}, 403),
    ({"origin": None}, 403),
    ({"origin": "null"}, 403),
    ({"origin": "http://localhost:1"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"sec-fetch-site": "none"}, 403),
    ({"host": "evil.example"}, 400),
    ({"host": "127.0.0.1.evil.example", "origin": "http://127.0.0.1.evil.example"}, 400),
    ({"host": "evil.example", "origin": "http://evil.example"}, 400),
    ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ({"content-type": "multipart/form-data; boundary=x"}, 415),
    ({"content-type": "text/plain"}, 415),
    ({"content-type": "text/plain;application/json"}, 415),
    ({"content-type": "application/json; charset=utf-16"}, 415),
    ({"content-type": "application/jsonp"}, 415),
    ({"content-type": None}, 415),
    ({"x-glossator-token": None}, 403),
    ({"x-glossator-token": ""}, 403),
    ({"x-glossator-token": "wrong"}, 403),
    ({"x-glossator-token": "é"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), ATTACKS)
def test_requests_that_are_not_our_pages_are_refused(
    server: Server, headers: dict[str, str | None], status: int
) -> None:
    """Another site, a name that points here, a form, a wrong token: nothing is written and nothing is told."""
    answer = server.save(headers)

    assert answer.status == status
    assert "harbour" not in str(answer.data).lower()
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert server.notes.read_text() == NOTES


@pytest.mark.parametrize("name", ["Origin", "Sec-Fetch-Site", "Content-Type", "X-Glossator-Token"])
def test_what_says_who_writes_is_said_once(server: Server, name: str) -> None:
    """Of two headers that disagree none is believed, whichever comes first."""
    own = f"127.0.0.1:{server.port}"
    good = {
        "Origin": f"http://{own}", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json", "X-Glossator-Token": server.token,
    }  # fmt: skip
    body = json.dumps({"page": PAGE, "draft": DRAFT, "passage": None, "seen": server.seen}).encode()
    for values in ([good[name], "http://evil.example"], ["http://evil.example", good[name]]):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.putrequest("POST", f"{OWN}edit/save")
        for each, value in good.items():
            for said in values if each == name else [value]:
                connection.putheader(each, said)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        assert connection.getresponse().status == 403
        connection.close()
    assert server.notes.read_text() == NOTES


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_posts_write(server: Server, method: str) -> None:
    """No link, image or preflight does anything."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    own = f"http://127.0.0.1:{server.port}"
    connection.request(
        method,
        f"{OWN}edit/save",
        headers={"origin": own, "x-glossator-token": server.token, "content-type": "application/json"},
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()

    assert answer.status in (403, 404, 405)
    assert not answer.getheader("access-control-allow-origin")


def test_another_site_learns_no_token(server: Server) -> None:
    """The script and the style are for our own pages only; the token is in pages, which no other site can read."""

    def get(path: str, site: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", path, headers={"sec-fetch-site": site})
        answer = connection.getresponse()
        found = answer.status, answer.read(), answer.headers
        connection.close()
        return found

    status, page, headers = get(f"/{PAGE}", "none")
    assert status == 200
    assert page.index(b"edit.js") < page.index(b"live.js") < page.index(b"site.js")
    assert server.token.encode() in page
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not list((server.root / ".glossator/serve").rglob("edit.*"))
    for name in ("edit.js", "edit.css"):
        assert get(OWN + name, "cross-site")[0] == 403
        status, content, headers = get(OWN + name, "same-origin")
        assert (status, server.token.encode() in content) == (200, False)
        assert headers["content-type"].startswith(("text/javascript", "text/css"))


BODIES: list[bytes] = [
    b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"page": "\xff"}', b'{"page": "\\ud800"}', b"[" * 100_000, b"1e999",
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_what_is_no_json_in_utf_8_is_refused(server: Server, body: bytes) -> None:
    """Broken, deep, of another encoding, no object: one answer, and the server goes on."""
    assert server.send("save", body).status == 400
    assert server.notes.read_text() == NOTES


WRONG: list[dict[str, Any]] = [
    {"page": 1}, {"page": None}, {"page": "index.html"}, {"page": "briefings/../one.html"}, {"page": "briefings/..%2f.html"},
    {"page": "/briefings/one.html"}, {"page": "briefings/One.html"}, {"page": "briefings/one.html\n"}, {"page": "briefings/a/b.html"},
    {"id": 3}, {"id": "../x"}, {"id": "A b"}, {"draft": None}, {"draft": []}, {"draft": {}}, {"draft": {**DRAFT, "title": 1}},
    {"draft": {**DRAFT, "body": None}}, {"draft": {**DRAFT, "body": "a\0b"}}, {"draft": {**DRAFT, "attributes": []}}, {"draft": {**DRAFT, "attributes": {"who": 1}}},
    {"draft": {**DRAFT, "attributes": {"a b": "c"}}}, {"draft": {**DRAFT, "attributes": {"x}\n## y": "c"}}}, {"passage": 1}, {"passage": {"start": "0", "end": 1, "words": "T"}},
    {"passage": {"start": True, "end": 1, "words": "T"}}, {"passage": {"start": 0.0, "end": 1, "words": "T"}}, {"passage": {"start": 0, "end": 1}}, {"seen": 1}, {"seen": {"a": 1}},
]  # fmt: skip


@pytest.mark.parametrize("data", WRONG, ids=json.dumps)
def test_values_of_other_types_are_refused(server: Server, data: dict[str, Any]) -> None:
    """What our script would not send is answered with one line, and nothing is written."""
    answer = server.save(**data)

    assert answer.status == 400
    assert server.notes.read_text() == NOTES


REFUSED: list[dict[str, Any]] = [
    {"page": "briefings/none.html"}, {"page": f"briefings/{'a' * 300}.html"}, {"draft": {**DRAFT, "title": "  "}}, {"draft": {**DRAFT, "kind": "none"}},
    {"draft": {**DRAFT, "attributes": {"who": "a\"b'c"}}}, {"draft": {**DRAFT, "attributes": {"who": " "}}}, {"draft": {**DRAFT, "body": "x\n\n## Another\n\ny"}},
    {"draft": {**DRAFT, "title": "x {#built}"}}, {"draft": {**DRAFT, "body": "\ue000"}},
    {"passage": {"start": 0, "end": 4, "words": "This"}}, {"passage": {"start": -1, "end": 2, "words": "T"}}, {"passage": {"start": 5, "end": 4, "words": ""}},
    {"passage": {"start": 0, "end": 10**30, "words": "T"}}, {"passage": {"start": 29, "end": 30, "words": "."}}, {"passage": {"start": 3, "end": 4, "words": " "}},
]  # fmt: skip


@pytest.mark.parametrize("data", REFUSED, ids=json.dumps)
def test_what_would_not_be_read_as_asked_is_refused_with_a_reason(server: Server, data: dict[str, Any]) -> None:
    """A text that would be read otherwise, a passage that is not there: the reason is told, and nothing is written."""
    answer = server.save(**data)

    assert answer.status == 422
    assert answer.data["reason"]
    assert server.notes.read_text() == NOTES


def test_long_requests_are_refused_before_they_are_read(server: Server) -> None:
    """A text above the limit is refused, announced or not, and memory is not filled with it."""
    assert server.save(draft={**DRAFT, "body": "x" * LARGEST}).status == 413
    assert server.send("save", b"", {"content-length": str(10**12)}).status == 413
    with socket.create_connection(("127.0.0.1", server.port), 20) as connection:
        own = f"127.0.0.1:{server.port}"
        head = (
            f"POST {OWN}edit/save HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nX-Glossator-Token: {server.token}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        connection.sendall(head.encode())
        part = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        for _ in range(LARGEST // 0x10000 + 1):
            connection.sendall(part)
        assert b" 413 " in connection.recv(65536)
    assert server.notes.read_text() == NOTES


def test_unknown_requests_are_refused(server: Server) -> None:
    """There is no other request than those that we make."""
    assert server.ask("format-disk").status == 404
    assert server.ask("../save").status in (404, 405)
    assert server.ask("quote", id="built", target="0", passage=PASSAGE, seen={}).status == 400
    assert server.ask("quote", id="built", target=0, passage=None, seen={}).status == 400


@pytest.mark.parametrize("what", ["annotations.md", "annotations", "one", "briefings"])
def test_no_link_leads_out(server: Server, tmp_path: Path, what: str) -> None:
    """A file or folder that is a link is neither read nor written, wherever it leads."""
    place = next(
        path
        for path in (server.notes, server.notes.parent / "annotations", server.notes.parent, server.notes.parents[1])
        if path.name == what
    )
    aside = tmp_path / "aside"
    outside = tmp_path / "outside"
    if what == "annotations":
        outside.mkdir()
        (outside / "x.md").write_text("## Secret\n\nsecret\n")
        place.symlink_to(outside)
    else:
        place.rename(aside)
        place.symlink_to(aside)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    try:
        answers = [
            server.ask("form"),
            server.ask("save", draft=DRAFT, passage=None, seen={"content/briefings/one/annotations.md": ""}),
        ]
    finally:
        place.unlink()
        if what != "annotations":
            aside.rename(place)

    assert {answer.status for answer in answers} <= {422, 200, 409}
    assert "secret" not in str([answer.data for answer in answers]).lower()
    assert what == "annotations" or {answer.status for answer in answers} == {422}
    if what != "annotations":
        assert server.notes.read_text() == NOTES
    else:
        assert {path: path.read_bytes() for path in tmp_path.rglob("*.md")} == before


def test_without_edit_there_is_nothing(tmp_path: Path) -> None:
    """A server that was not asked to edit has no token, no script and no way to write."""
    display = made(tmp_path)
    with _listener(0) as listener, _served(listener, display, None):
        server = Server(tmp_path, listener.getsockname()[1], "")
        for what in ("save", "form", "undo", "concept"):
            assert server.ask(what, draft=DRAFT, passage=None, seen={}).status == 404
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", f"/{PAGE}")
        page = connection.getresponse().read()
        connection.request("GET", f"{OWN}edit.js")
        answer = connection.getresponse()
        answer.read()
        connection.close()

    assert b"edit.js" not in page
    assert b"token" not in page
    assert answer.status == 404
    assert (tmp_path / "content/briefings/one/annotations.md").read_text() == NOTES


def test_each_start_has_its_own_token(tmp_path: Path) -> None:
    """A token cannot be known from another start, nor guessed."""
    tokens = {Editing(Editor(tmp_path, "content", tmp_path / "state")).token for _ in range(3)}

    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 43
