"""The server: what it shows, what it says to pages that are open, and whom it refuses."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError

import pytest
from conftest import Project
from starlette.testclient import TestClient

from glossator.live.builder import Built
from glossator.live.changes import EVERYTHING, Batch
from glossator.live.display import Display, File
from glossator.live.editors import EDITORS, editor_address
from glossator.live.faults import SHOWN, error_data, fault_data
from glossator.live.rounds import Round
from glossator.live.server import make_app, with_script
from glossator.live.serving import HOST, Loop, _listener, serve
from glossator.live.streams import Streams
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place
from glossator.pipeline import Project as Folders
from glossator.report import weigh

Make = Callable[[Mapping[str, str | bytes]], Project]
WEIGHING = weigh(check=False, strict=False)
PAGE = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>{0}</title>\n<script src="assets/site.js" defer></script>\n</head>\n<body>{0}</body>\n</html>\n'
OWN = "/__glossator/"
ABOUT = "---\ntitle: About\n---\n\nText.\n"


class Shop:
    """A display, and a client of its server, without sockets."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".glossator" / "serve"
        self.display = Display(root, "content", self.folder, WEIGHING)
        self.streams = Streams(self.display)
        self.client = TestClient(
            make_app(self.display, self.streams), base_url="http://127.0.0.1:8000", follow_redirects=False
        )

    def put(
        self, files: Mapping[str, str], *, removed: tuple[str, ...] = (), moves: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Show a build that went well."""

        def publish() -> None:
            for path, text in files.items():
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / path).write_text(text)
            for path in removed:
                (self.folder / path).unlink()

        built = Built(False, (), publish, frozenset(files), frozenset(removed))
        self.display.publish(built)
        self.display.show(Round(Batch(moves=moves), built, 0.1))

    def fail(self, *faults: Diagnostic, error: Exception | None = None) -> None:
        """Show a build that failed."""
        built = None if error else Built(True, faults, lambda: None)
        self.display.show(Round(EVERYTHING, built, 0.1, error))

    def state(self, page: str, since: int = 0) -> dict[str, Any]:
        """Ask as a page that is open."""
        answer = self.client.get(f"{OWN}state", params={"page": page, "since": since})
        assert answer.status_code == 200
        found = answer.json()
        assert isinstance(found, dict)
        return found


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Serve a site of three files."""
    (tmp_path / "content").mkdir()
    made = Shop(tmp_path)
    made.put({"index.html": PAGE.format("Home"), "pages/a.html": PAGE.format("A"), "assets/site.js": "site();"})
    return made


def test_pages_are_served_with_one_script_more(shop: Shop) -> None:
    """A page is what is published, with our script before its own."""
    text = shop.client.get("/pages/a.html").text
    tag = f'<script src="/__glossator/live.js" id="glossator-live" data-run="{shop.display.run}" data-epoch="2" data-page="pages/a.html" data-there="yes" defer></script>\n'

    assert text.replace(tag, "") == PAGE.format("A")
    assert text.index(tag) < text.index("site.js")
    assert shop.display.looking == "pages/a.html"


def test_script_is_put_where_the_page_lets_it() -> None:
    """A page without scripts gets ours at the end of its head, one without a head at its end."""
    assert with_script(File("x", b"<head></head><body><script></script>", 1), "x", "r").endswith(
        b"</head><body><script></script>"
    )
    assert with_script(File("x", b"text", 1), 'a"b', "r").startswith(b'text<script src="/__glossator/live.js"')
    assert b'data-page="a&quot;b"' in with_script(File("x", b"text", 1), 'a"b', "r")


def test_folders_lead_to_their_index(shop: Shop) -> None:
    """A folder is answered with its index, and without the slash with a redirection to it."""
    shop.put({"glossary/index.html": PAGE.format("Names")})

    assert "Home" in shop.client.get("/").text
    assert "Names" in shop.client.get("/glossary/").text
    answer = shop.client.get("/glossary")
    assert (answer.status_code, answer.headers["location"]) == (307, "/glossary/")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.css", "text/css; charset=utf-8"), ("a.js", "text/javascript; charset=utf-8"), ("a.jsonld", "application/ld+json"),
        ("a.png", "image/png"), ("a.strange", "application/octet-stream"), ("feed.xml", "application/xml"),
    ],
)  # fmt: skip
def test_files_have_their_types(shop: Shop, path: str, kind: str) -> None:
    """What is no page is served as it is, under a media type that does not depend on the machine."""
    shop.put({path: "content"})

    answer = shop.client.get(f"/{path}")

    assert (answer.text, answer.headers["content-type"]) == ("content", kind)


def test_a_missing_page_is_answered_with_the_sites_own(shop: Shop) -> None:
    """The page for missing addresses is served wherever one looks, with links that lead from there, and the script."""
    shop.put({"404.html": PAGE.format("Nothing here")})

    answer = shop.client.get("/deep/er/x.html")

    assert answer.status_code == 404
    assert '<base href="/">' in answer.text
    assert 'data-page="deep/er/x.html" data-there=""' in answer.text


def test_a_missing_page_forgets_where_it_will_be_published(shop: Shop) -> None:
    """The site's own page counts from the path of its published address; we serve at the root."""
    published = '<link href="/x/a.css"><template data-root="/x/"></template>'
    shop.put({"404.html": PAGE.format("Nothing here").replace("</head>", f"{published}</head>")})

    answer = shop.client.get("/deep/er/x.html")

    assert '<link href="/a.css"><template data-root="/"></template>' in answer.text


def test_without_any_page_there_is_one_for_the_faults(tmp_path: Path) -> None:
    """If the first build fails, a bare page is there for the faults to be laid over."""
    (tmp_path / "content").mkdir()
    made = Shop(tmp_path)
    made.fail(Diagnostic(Place("content/site.toml"), "FIL003", "site.toml is missing"))

    answer = made.client.get("/")

    assert answer.status_code == 404
    assert "/__glossator/live.js" in answer.text
    assert made.state("index.html")["faults"][0]["code"] == "FIL003"


def test_requests_wait_for_the_first_build(tmp_path: Path) -> None:
    """Who asks before anything is built gets what is built."""
    made = Shop(tmp_path)
    found: list[str] = []
    asking = Thread(target=lambda: found.append(made.client.get("/").text))
    asking.start()

    made.put({"index.html": PAGE.format("Home")})

    asking.join(20)
    assert "Home" in found[0]


def test_requests_wait_while_a_build_is_published(shop: Shop) -> None:
    """A page that is asked for while files are being put in place is the new one: no half of a site is ever seen."""
    found: list[str] = []
    asking = Thread(target=lambda: found.append(shop.client.get("/pages/a.html").text))

    def publish() -> None:
        (shop.folder / "pages/a.html").unlink()
        asking.start()
        asking.join(0.2)  # it must not come to an end now
        assert found == []
        (shop.folder / "pages/a.html").write_text(PAGE.format("New"))

    shop.display.publish(Built(False, (), publish, frozenset({"pages/a.html"})))

    asking.join(20)
    assert "New" in found[0]


def test_state_says_what_changed_since(shop: Shop) -> None:
    """A page learns whether it changed since it was loaded, and which styles and scripts did."""
    before = shop.display.epoch
    assert shop.state("pages/a.html", before)["page"] == "same"

    shop.put({"pages/a.html": PAGE.format("B"), "assets/style.css": "x", "assets/site.js": "y"})

    state = shop.state("pages/a.html", before)
    assert (state["page"], state["styles"], state["scripts"]) == ("changed", ["assets/style.css"], ["assets/site.js"])
    assert shop.state("index.html", before)["page"] == "same"
    assert shop.state("pages/a.html", state["epoch"]) == {**state, "page": "same", "styles": [], "scripts": []}
    assert shop.client.get(f"{OWN}state?page=index.html&since=-x").json()["page"] == "same"


def test_state_follows_a_renamed_page(shop: Shop) -> None:
    """A page that was renamed says where it went; one that was deleted, that it is gone; one that is back, that it changed."""
    before = shop.display.epoch
    shop.put(
        {"pages/b.html": PAGE.format("A")},
        removed=("pages/a.html",),
        moves=(("content/pages/a.md", "content/pages/b.md"),),
    )
    state = shop.state("pages/a.html", before)
    assert (state["page"], state["moved"]) == ("gone", "pages/b.html")

    shop.put({}, removed=("pages/b.html",))
    gone = shop.state("pages/b.html", state["epoch"])
    assert (gone["page"], gone["moved"]) == ("gone", "")

    shop.put({"pages/b.html": PAGE.format("A")})
    assert shop.state("pages/b.html", gone["epoch"])["page"] == "changed"


def test_state_notes_which_page_is_looked_at(shop: Shop) -> None:
    """The page that a person has before them is the one to be built first."""
    shop.client.get(f"{OWN}state", params={"page": "pages/a.html", "since": 1, "looking": ""})
    assert shop.display.looking == "pages/a.html"

    shop.state("index.html")
    assert shop.display.looking == "pages/a.html"


def test_an_early_page_is_shown_until_the_build_is_complete(shop: Shop) -> None:
    """The page being looked at is shown before the rest is built; if the build then fails, it goes back."""
    before = shop.display.epoch
    shop.display.early("pages/a.html", PAGE.format("Early").encode())
    assert "Early" in shop.client.get("/pages/a.html").text
    early = shop.state("pages/a.html", before)
    assert early["page"] == "changed"

    shop.fail(Diagnostic(Place("content/pages/b.md"), "LNK001", "nothing"))
    assert shop.state("pages/a.html", early["epoch"])["page"] == "changed"
    assert "Early" not in shop.client.get("/pages/a.html").text


def test_scripts_are_run_again_after_the_exchange(shop: Shop) -> None:
    """One script exchanges the page and starts the page's own scripts; nothing but scripts of the site is in it."""
    text = shop.client.get(f"{OWN}again.js?script=assets/site.js&script=index.html&script=../../content/x.js").text

    assert text == "glossatorLive.exchange();\nsite();"
    assert "'use strict'" in shop.client.get(f"{OWN}live.js").text


def test_faults_are_told_with_an_excerpt_and_an_editor(shop: Shop) -> None:
    """A fault has its place, an excerpt with the column, what to do, and an address that opens the file."""
    shop.root.joinpath("content/site.toml").write_text('title = "T"\neditor = "vscode"\n')
    shop.root.joinpath("content/a b.md").write_text("one\ntwo\nthree [[x]]\nfour\nfive\nsix\n")
    fault = Diagnostic(Place("content/a b.md", 3, 7), "LNK001", "nothing is called x", ("detail",), "write it")
    warning = Diagnostic(Place("content/a b.md", 1), "ANC001", "gone")
    shop.fail(warning, fault)

    first, second = shop.state("index.html")["faults"]

    assert first == {
        "path": "content/a b.md", "line": 3, "column": 7, "weight": "error", "code": "LNK001", "name": "unknown-name",
        "message": "nothing is called x", "detail": ["detail"], "help": "write it",
        "excerpt": [[1, "one"], [2, "two"], [3, "three [[x]]"], [4, "four"], [5, "five"]], "caret": 7,
        "file": str(shop.root / "content/a b.md"),
        "editor": f"vscode://file{shop.root!s}/content/a%20b.md:3:7",
    }  # fmt: skip
    assert second["weight"] == "warning"
    assert "Home" in shop.client.get("/").text


def test_faults_vanish_when_mended(shop: Shop) -> None:
    """The next good build has no faults to show."""
    shop.fail(Diagnostic(Place("content/a.md"), "LNK001", "nothing"))
    assert shop.state("index.html")["faults"] != []

    shop.put({})

    assert shop.state("index.html")["faults"] == []


def test_faults_of_long_lines_are_cut_around_the_column(tmp_path: Path) -> None:
    """Of a paragraph that is one long line, the part around the fault is shown, with the caret under it."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.txt").write_text("y" * 300 + "\n" + "a" * 500 + "X" + "b" * 500)
    fault = Diagnostic(Place("content/a.txt", 2, 501), "ANC001", "gone")

    (made,) = fault_data([(fault, "error")], tmp_path, "content")

    (_, other), (number, text) = made["excerpt"]
    assert (number, text[made["caret"] - 1], text[0], text[-1]) == (2, "X", "…", "…")
    assert len(text) < 170
    assert other == "y" * 160 + "…"


@pytest.mark.parametrize("path", ["../outside.md", "content/link.md", "content/none.md", "glossator/templates/x.html"])
def test_faults_never_read_outside_the_project(tmp_path: Path, path: str) -> None:
    """Of a file outside the project, by its path or by a link, and of one that is gone, nothing is shown or opened."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    (root / "content/site.toml").write_text('editor = "vscode"\n')
    (tmp_path / "outside.md").write_text("secret")
    (root / "content/link.md").symlink_to(tmp_path / "outside.md")

    (made,) = fault_data([(Diagnostic(Place(path), "LNK001", "x"), "error")], root, "content")

    assert (made["excerpt"], made["file"], made["editor"]) == ([], "", "")


def test_faults_of_a_file_that_is_no_text_have_no_excerpt(tmp_path: Path) -> None:
    """A file that cannot be read as text can still be opened."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_bytes(b"\xff\xfe\xff")

    (made,) = fault_data([(Diagnostic(Place("content/a.md"), "FIL002", "x"), "error")], tmp_path, "content")

    assert made["excerpt"] == []
    assert made["file"].endswith("content/a.md")


def test_faults_are_shown_up_to_a_number(tmp_path: Path) -> None:
    """Errors come before warnings, and thousands of faults do not go to every page."""
    many = [(Diagnostic(Place("content/a.md"), "ANC001", str(n)), "warning") for n in range(SHOWN + 5)]
    error = (Diagnostic(Place("content/b.md"), "LNK001", "x"), "error")

    made = fault_data([*many, error], tmp_path, "content")  # type: ignore[list-item]

    assert (len(made), made[0]["code"]) == (SHOWN, "LNK001")


def test_a_bug_is_shown_without_paths(shop: Shop) -> None:
    """What broke off a build is told, but not what the error says of files; the last good page stays."""
    shop.fail(error=FileNotFoundError(2, "No such file or directory", "/etc/secret"))
    fault = shop.state("index.html")["faults"][0]
    assert fault["message"] == "the build broke off: No such file or directory"
    assert "secret" not in json.dumps(fault)

    assert error_data(ValueError("/etc/secret"))["message"] == "the build broke off: ValueError"


@pytest.mark.parametrize(
    ("editor", "address"),
    [
        ("vscode", "vscode://file/p/a%20%C3%A4.md:3:7"),
        ("VSCodium", "vscodium://file/p/a%20%C3%A4.md:3:7"),
        ("cursor", "cursor://file/p/a%20%C3%A4.md:3:7"),
        ("zed", "zed://file/p/a%20%C3%A4.md:3:7"),
        ("idea", "idea://open?file=/p/a%20%C3%A4.md&line=3&column=7"),
        ("pycharm", "pycharm://open?file=/p/a%20%C3%A4.md&line=3&column=7"),
        ("sublime", "subl://open?url=file:///p/a%20%C3%A4.md&line=3&column=7"),
        ("vim", "mvim://open?url=file:///p/a%20%C3%A4.md&line=3&column=7"),
        ("emacs", "emacs://open?url=file:///p/a%20%C3%A4.md&line=3&column=7"),
        ("my-editor://{path}#{line}", "my-editor:///p/a%20%C3%A4.md#3"),
        ("javascript:{path}", ""),
        ("data:{path}", ""),
        ("ed", ""),
        ("", ""),
    ],
)
def test_editor_addresses(editor: str, address: str) -> None:
    """Each known editor is opened at the line; an unknown one is not, and no address is a program."""
    assert editor_address(editor, Path("/p/a ä.md"), 3, 7) == address


def test_editor_addresses_of_drives() -> None:
    """A path that begins with a drive is an absolute one too."""
    assert editor_address("vscode", Path("C:/p/a.md"), 1, 1) == "vscode://file/C:/p/a.md:1:1"
    assert all("{path}" in pattern for pattern in EDITORS.values())


HOSTS = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "192.168.0.1:8000",
    "",
    "127.0.0.1@evil.example",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/pages/a.html", f"{OWN}state", f"{OWN}events", f"{OWN}live.js"])
def test_names_that_are_not_this_machines_are_refused(shop: Shop, host: str, path: str) -> None:
    """Another site's name that points here (DNS rebinding) is answered nothing."""
    answer = shop.client.get(path, headers={"host": host})

    assert answer.status_code == 400
    assert "Home" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "localhost:9000", "LOCALHOST:1", "[::1]:8000"])
def test_names_of_this_machine_are_answered(shop: Shop, host: str) -> None:
    """This machine may be asked by each of its names, by whatever port a tunnel has."""
    assert shop.client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "headers",
    [
        {}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "https://127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:8001"}, {"origin": "http://localhost:8000"},
        {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "none"},
    ],
)  # fmt: skip
def test_what_changes_things_must_come_from_here(shop: Shop, method: str, headers: dict[str, str]) -> None:
    """Whatever is not GET or HEAD is refused unless it says that it comes from a page of this very server."""
    for path in ("/", f"{OWN}state"):
        answer = shop.client.request(method, path, headers=headers)

        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_what_comes_from_here_is_let_through(shop: Shop) -> None:
    """A request of our own page passes, to a route that takes none of it yet."""
    own = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}

    assert shop.client.post("/", headers=own).status_code == 405
    assert shop.client.head("/").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_our_own_addresses_are_for_our_own_pages(shop: Shop, site: str) -> None:
    """Another site may link to a page, but learns nothing of faults and may not hold streams open."""
    for path in ("state", "events", "live.js", "again.js"):
        assert shop.client.get(OWN + path, headers={"sec-fetch-site": site}).status_code == 403
    assert shop.client.get("/", headers={"sec-fetch-site": site}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nothing", "/assets/site.js", f"{OWN}state", f"{OWN}live.js"])
def test_answers_carry_policies_and_no_cors(shop: Shop, path: str) -> None:
    """Every answer lets only what is its own run, be embedded or be read."""
    headers = shop.client.get(path, headers={"origin": "http://evil.example"}).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {value for name, value in policy.items() if name not in ("default-src", "img-src", "script-src")} == {
        "'self'"
    }
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["img-src"] == "'self' data:"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name in headers if name.startswith("access-control")]


SECRETS = [
    "/../../content/secret.md", "/..%2f..%2fcontent/secret.md", "/%2e%2e/%2e%2e/content/secret.md", "/pages/..%2f..%2f..%2fsecret.txt",
    "/..\\..\\content\\secret.md", "/..%5c..%5ccontent%5csecret.md", "//etc/passwd", "/%2fetc/passwd", "/link.txt", "/folder/secret.txt",
    "/.glossator-staging/journal.json", "/.hidden", "/pages/.hidden.html", "/a%00.html", "/" + "a" * 5000, "/pages", "/pages/a.html/x",
]  # fmt: skip


def hide(shop: Shop) -> None:
    """Put secrets where an attacker looks for them."""
    (shop.root / "content/secret.md").write_text("secret")
    (shop.root / "secret.txt").write_text("secret")
    (shop.folder / "link.txt").symlink_to(shop.root / "secret.txt")
    (shop.folder / "folder").symlink_to(shop.root)
    (shop.folder / ".glossator-staging").mkdir()
    for path in (".glossator-staging/journal.json", ".hidden", "pages/.hidden.html"):
        (shop.folder / path).write_text("secret")


@pytest.mark.parametrize("path", SECRETS)
def test_nothing_outside_the_site_is_served(shop: Shop, path: str) -> None:
    """No path, encoded or not, no link and no hidden file leads to anything that is not a page of the site."""
    hide(shop)

    answer = shop.client.get(path)

    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.md", "").replace("secret.txt", "")
    assert str(shop.root) not in answer.text
    assert "root:" not in answer.text


def test_streams_tell_each_epoch_and_end_when_closed(shop: Shop) -> None:
    """A stream says the present epoch, then each new one, something now and then, and ends at once when it is closed."""

    async def listen() -> list[str]:
        stream = shop.streams.events(beat=0.01)
        said = [await anext(stream), await anext(stream), await anext(stream)]
        await asyncio.to_thread(shop.put, {"index.html": "x"})
        said += [line async for line in closing(stream)]
        return said

    async def closing(stream: Any) -> Any:
        async for line in stream:
            if line.startswith("data"):
                shop.streams.close()
            yield line

    before = shop.display.epoch
    retry, first, beat, *rest = asyncio.run(listen())

    assert retry == "retry: 500\n\n"
    assert first == f"data: {shop.display.run} {before}\n\n"
    assert beat == ": still here\n\n"
    assert [line for line in rest if line.startswith("data")][
        -1
    ] == f"data: {shop.display.run} {shop.display.epoch}\n\n"
    shop.streams.wake()  # after the loop has ended: nothing happens


def test_streams_are_answered_as_events(shop: Shop) -> None:
    """The stream has the type that a browser expects, and no cache keeps it."""
    shop.streams.close()

    answer = shop.client.get(f"{OWN}events")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"


def raw(port: int, request: bytes) -> bytes:
    """Send bytes as they are, which no client library would, and give the answer."""
    with socket.create_connection((HOST, port), 20) as connection:
        connection.sendall(request + b"Connection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_serve_answers_on_this_machine_and_ends_with_streams_open(project: Make) -> None:
    """The whole server: page, attack by a raw path, change, event; an interruption ends it though a stream is open."""
    made = project({"content/pages/about.md": ABOUT})
    said: list[str] = []
    events: list[bytes] = []
    streams: list[Any] = []

    def url(path: str) -> str:
        return said[0].split()[1].rstrip("/") + path

    def tell(_: Round) -> None:
        page = urllib.request.urlopen(url("/pages/about.html"), timeout=20).read()
        if b"New text" in page:
            events.extend(streams[0].readline() for _ in range(4))
            signal.raise_signal(signal.SIGINT)
            return
        assert urllib.request.urlopen(url("/health.html"), timeout=20).status == 200
        streams.append(urllib.request.urlopen(url("/__glossator/events"), timeout=20))
        port = int(url("").rpartition(":")[2])
        assert b"404 Not Found" in raw(port, b"GET /../../../content/site.toml HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert b"400 Bad Request" in raw(port, b"GET / HTTP/1.1\r\nHost: evil.example\r\n")
        made.write({"content/pages/about.md": ABOUT + "\nNew text.\n"})

    loop = Loop(
        Folders(made.root), WEIGHING, drafts=False, poll=False, progress=lambda *_: None, tell=tell, say=said.append
    )
    serve(loop, 0)

    assert any(line.startswith(b"data: ") for line in events)
    assert streams[0].read().strip().startswith((b"", b"data"))
    assert not (made.root / "site").exists()
    assert (made.root / ".glossator" / "serve" / "pages" / "about.html").exists()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(url("/"), timeout=5)


def test_serve_lets_who_waits_go_when_interrupted(project: Make) -> None:
    """A request that waits for the first build does not keep the server from ending."""
    made = project({"content/pages/about.md": ABOUT})
    said: list[str] = []
    answers: list[int] = []

    def ask() -> None:
        try:
            urllib.request.urlopen(said[0].split()[1], timeout=20)
        except HTTPError as error:
            answers.append(error.code)

    asking = Thread(target=ask)

    def progress(*_: object) -> None:
        asking.start()
        asking.join(0.2)
        raise KeyboardInterrupt

    loop = Loop(
        Folders(made.root), WEIGHING, drafts=False, poll=False, progress=progress, tell=lambda _: None, say=said.append
    )
    serve(loop, 0)

    asking.join(20)
    assert answers == [404]


def test_small_answers_are_not_held_back() -> None:
    """What is sent is sent at once, instead of waiting for an acknowledgement of what was sent before."""
    with _listener(0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_serve_command_says_that_a_port_is_taken(project: Make) -> None:
    """A port that another program has is told in one line."""
    made = project({"content/pages/about.md": ABOUT})
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        result = made.run("serve", "--content", str(made.root / "content"), "--port", port)

    assert result.exit_code == 1
    assert f"cannot listen on port {port}: address already in use" in result.output
    assert "try another --port" in result.output
