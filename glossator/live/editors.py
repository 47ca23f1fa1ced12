"""Addresses that open a file in the reader's editor, at a line."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote

_VS: Final = "://file{path}:{line}:{column}"
_JETBRAINS: Final = "://open?file={path}&line={line}&column={column}"
_TEXTMATE: Final = "://open?url=file://{path}&line={line}&column={column}"

EDITORS: Final = {
    "vscode": "vscode" + _VS,
    "code": "vscode" + _VS,
    "vscode-insiders": "vscode-insiders" + _VS,
    "vscodium": "vscodium" + _VS,
    "cursor": "cursor" + _VS,
    "windsurf": "windsurf" + _VS,
    "zed": "zed" + _VS,
    "idea": "idea" + _JETBRAINS,
    "pycharm": "pycharm" + _JETBRAINS,
    "webstorm": "webstorm" + _JETBRAINS,
    "sublime": "subl" + _TEXTMATE,
    "textmate": "txmt" + _TEXTMATE,
    "vim": "mvim" + _TEXTMATE,
    "macvim": "mvim" + _TEXTMATE,
    "emacs": "emacs" + _TEXTMATE,
}
"""Addresses by the name that `editor` in site.toml takes. VS Code's family, Zed, JetBrains', TextMate and MacVim register
theirs when they are installed; Sublime Text and Emacs need a small helper for it."""


def editor_address(editor: str, file: Path, line: int, column: int) -> str:
    """Give the address that opens a file; empty for an editor that is not known.

    `editor` is one of `EDITORS`, or an address of one's own with `{path}`, `{line}` and `{column}` in it.
    """
    pattern = editor if "{path}" in editor else EDITORS.get(editor.strip().lower(), "")
    if pattern.lower().startswith(("javascript:", "data:")):
        return ""
    path = file.as_posix()
    path = quote(path if path.startswith("/") else "/" + path, safe="/:")
    return pattern.replace("{path}", path).replace("{line}", str(line)).replace("{column}", str(column))
