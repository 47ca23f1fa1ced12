"""The templates and assets that every site starts from.

They stand at the root of the repository, where a newcomer looks for them, and travel in the wheel as
`glossator.templates`. A file of the same name in a project's own `templates/` takes the place of one here; it may
extend ours as `glossator/<name>` (docs/templates.md).
"""

from __future__ import annotations
