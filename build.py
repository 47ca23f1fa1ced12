"""Build the site: `python build.py build`. The same commands as `glossator`."""

from __future__ import annotations

from glossator.cli import program

if __name__ == "__main__":
    program("build.py")
