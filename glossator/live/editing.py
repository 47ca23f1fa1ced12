"""Editing over HTTP: JSON in, JSON out, from our own pages only. What is done is done in `glossator.editing`.

Besides the guard (names of this machine, Origin, Fetch Metadata), each request must carry the token of this start, which
only pages of this server hold, and be JSON, which no form and no other site's page can send without being asked for leave.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field
from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from glossator.editing.editor import ConflictingTexts, Editor, Faulty, Passage
from glossator.editing.files import Refused
from glossator.editing.notes import Draft, Plan
from glossator.model.diagnostics import CODES, Diagnostic
from glossator.read.slugs import is_slug
from glossator.render.own import own_templates

from .editors import editor_address
from .guard import KNOWN_BY, OWN

if TYPE_CHECKING:
    from starlette.requests import Request

LARGEST: Final = 1_000_000
"""Bytes of a request: a note is some thousands."""
_PAGE: Final = re.compile(r"briefings/([^/]+)\.html")
_LONGEST_NAME: Final = 200
"""Characters of a name or key that is looked for."""


class Wrong(Exception):  # noqa: N818 - it is an answer
    """A request that our own script would not send; with its status."""

    def __init__(self, status: int, message: str) -> None:
        """Say what is wrong with it."""
        super().__init__(message)
        self.status = status


class Editing(Struct, frozen=True, dict=True):
    """The part of a server that edits. Each start has a token of its own."""

    editor: Editor
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def tag(self) -> bytes:
        """The element that pages get: our script, with the token, and what could be undone."""
        facts = f'data-token="{escape(self.token)}" data-undo="{escape(self.editor.files.undoable())}"'
        return f'<script src="{OWN}edit.js" id="glossator-edit" {facts} defer></script>\n'.encode()

    def routes(self) -> list[Route]:
        """Give the addresses of editing."""
        assets = own_templates() / "assets"
        files = {"edit.js": "text/javascript; charset=utf-8", "edit.css": "text/css; charset=utf-8"}
        own = [Route(OWN + name, _asset((assets / name).read_bytes(), type_)) for name, type_ in files.items()]
        return [*own, Route(OWN + "edit/{what}", self.answer, methods=["POST"])]

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            data = await self._data(request)
            act = _ACTS.get(request.path_params["what"], _unknown)
            return JSONResponse(await run_in_threadpool(act, self.editor, _Asked(data)))
        except Wrong as wrong:
            return JSONResponse({"reason": str(wrong)}, wrong.status)
        except Refused as refused:
            return JSONResponse({"reason": str(refused), "faulty": isinstance(refused, Faulty)}, 422)
        except ConflictingTexts as texts:
            said = {
                "reason": str(texts),
                "path": texts.path,
                "now": texts.now,
                "yours": texts.yours,
                "seen": texts.seen,
            }
            return JSONResponse(said, 409)

    async def _data(self, request: Request) -> Mapping[str, Any]:
        """Read what was asked, if it may be. Raises Wrong."""
        given = request.headers.get(KNOWN_BY, "")
        if not secrets.compare_digest(given.encode("utf-8", "surrogateescape"), self.token.encode()):
            raise Wrong(403, "the server was started anew; load the page again")
        media, _, rest = request.headers.get("content-type", "").partition(";")
        if media.strip().lower() != "application/json" or rest.strip().lower() not in ("", "charset=utf-8"):
            raise Wrong(415, "only JSON is taken")
        if int(request.headers.get("content-length", 0)) > LARGEST:
            raise Wrong(413, "the text is too long")
        raw = bytearray()
        async for part in request.stream():
            raw += part
            if len(raw) > LARGEST:
                raise Wrong(413, "the text is too long")
        try:
            data = json.loads(raw.decode("utf-8"))
            json.dumps(data, ensure_ascii=False).encode("utf-8")  # a lone surrogate is no character
        except (ValueError, RecursionError) as error:
            raise Wrong(400, "this is no JSON in UTF-8") from error
        if not isinstance(data, dict):
            raise Wrong(400, "an object is wanted")
        return data


class _Asked(Struct, frozen=True):
    """What was asked, by name; whatever has another type is refused."""

    data: Mapping[str, Any]

    def text(self, name: str, default: str | None = None) -> str:
        found = self.data.get(name, default)
        if not isinstance(found, str) or "\0" in found:
            raise Wrong(400, f"`{name}` must be a text")
        return found

    def number(self, name: str) -> int:
        found = self.data.get(name)
        if not isinstance(found, int) or isinstance(found, bool):
            raise Wrong(400, f"`{name}` must be a whole number")
        return found

    def short(self, name: str, default: str | None = None) -> str:
        found = self.text(name, default)
        if len(found) > _LONGEST_NAME:
            raise Wrong(400, f"`{name}` is too long")
        return found

    def truth(self, name: str) -> bool:
        found = self.data.get(name, False)
        if not isinstance(found, bool):
            raise Wrong(400, f"`{name}` must be true or false")
        return found

    def texts(self, name: str) -> dict[str, str]:
        inner = self.inner(name)
        return {key: inner.text(key) for key in inner.data}

    def inner(self, name: str) -> _Asked:
        found = self.data.get(name)
        if not isinstance(found, dict):
            raise Wrong(400, f"`{name}` must be an object")
        return _Asked(found)

    def briefing(self) -> str:
        match = _PAGE.fullmatch(self.text("page"))
        if match is None or not is_slug(match[1]):
            raise Wrong(400, "`page` must be the page of a briefing")
        return match[1]

    def id(self) -> str:
        found = self.text("id", "")
        if found and not is_slug(found):
            raise Wrong(400, "`id` must be the id of a note")
        return found

    def draft(self) -> Draft:
        inner = self.inner("draft")
        attributes = inner.texts("attributes")
        if not all(re.fullmatch(r"[A-Za-z][\w-]*", key, re.ASCII) for key in attributes):
            raise Wrong(400, "`attributes` has a key that is none")
        return Draft(inner.text("title"), inner.text("kind"), attributes, inner.text("body"))

    def passage(self) -> Passage | None:
        if self.data.get("passage") is None:
            return None
        inner = self.inner("passage")
        return Passage(inner.number("start"), inner.number("end"), inner.text("words"))


def _form(editor: Editor, asked: _Asked) -> dict[str, Any]:
    found = editor.form(asked.briefing(), asked.id())
    if found["note"] is not None:
        found["note"]["editor"] = _address(editor, found["note"]["path"], found["note"]["line"])
    return found


def _preview(editor: Editor, asked: _Asked) -> dict[str, Any]:
    draft = asked.draft()
    if not draft.title.strip():  # it comes last to many who write
        draft = replace(draft, title="…")
    plan, shown = editor.show(asked.briefing(), asked.id(), draft, asked.passage())
    faults = [_fault(fault) for fault in shown.faults]
    said = {"title": shown.title_html, "html": shown.body_html, "text": plan.text, "path": plan.path}
    return {**said, "faults": faults, "missing": list(shown.missing)}


def _save(editor: Editor, asked: _Asked) -> dict[str, Any]:
    what = asked.briefing(), asked.id(), asked.draft(), asked.passage(), asked.texts("seen")
    return _done(editor, editor.save(*what, faulty=asked.truth("faulty")))


def _delete(editor: Editor, asked: _Asked) -> dict[str, Any]:
    return _done(editor, editor.remove(asked.briefing(), asked.id(), asked.texts("seen")))


def _accept(editor: Editor, asked: _Asked) -> dict[str, Any]:
    return _done(editor, editor.accept(asked.briefing(), asked.id(), asked.texts("seen")))


def _keep(editor: Editor, asked: _Asked) -> dict[str, Any]:
    path = editor.keep(asked.briefing(), asked.id())
    return {"id": asked.id(), "path": path, "undo": editor.files.undoable()}


def _quote(editor: Editor, asked: _Asked) -> dict[str, Any]:
    passage = asked.passage()
    if passage is None:
        raise Wrong(400, "`passage` must be an object")
    return _done(
        editor, editor.quote(asked.briefing(), asked.id(), asked.number("target"), passage, asked.texts("seen"))
    )


def _undo(editor: Editor, _: _Asked) -> dict[str, Any]:
    step = editor.undo()
    return {"path": step.path, "what": step.what, "undo": editor.files.undoable()}


def _forget(editor: Editor, asked: _Asked) -> dict[str, Any]:
    editor.forget(asked.text("path"))
    return {"undo": editor.files.undoable()}


def _names(editor: Editor, asked: _Asked) -> dict[str, Any]:
    typed = asked.text("typed")[:_LONGEST_NAME]
    match = _PAGE.fullmatch(asked.text("page"))
    cites = asked.text("of") == "cite"
    offers = editor.desk.sources(typed) if cites else editor.desk.names(typed, match[1] if match else "")
    return {"offers": [{"insert": each.insert, "label": each.label, "detail": each.detail} for each in offers]}


def _concept(editor: Editor, asked: _Asked) -> dict[str, Any]:
    path = editor.concept(asked.short("term"), asked.short("slug", ""))
    return {"path": path, "undo": editor.files.undoable(), "editor": _address(editor, path, 1)}


def _unknown(_: Editor, __: _Asked) -> dict[str, Any]:
    raise Wrong(404, "there is no such request")


_ACTS: Final[Mapping[str, Callable[[Editor, _Asked], dict[str, Any]]]] = {
    "form": _form, "preview": _preview, "save": _save, "delete": _delete, "accept": _accept, "keep": _keep, "quote": _quote, "undo": _undo,
    "forget": _forget, "names": _names, "concept": _concept,
}  # fmt: skip


def _done(editor: Editor, plan: Plan) -> dict[str, Any]:
    return {"id": plan.id, "path": plan.path, "text": plan.text, "undo": editor.files.undoable()}


def _fault(fault: Diagnostic) -> dict[str, Any]:
    return {
        "code": fault.code,
        "weight": CODES[fault.code].severity.value,
        "message": fault.message,
        "help": fault.help,
    }


def _address(editor: Editor, path: str, line: int) -> str:
    return editor_address(editor.desk.settings().editor, editor.files.root / path, line, 1)


def _asset(content: bytes, type_: str) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        return Response(content, media_type=type_)

    return answer
