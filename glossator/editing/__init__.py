"""Editing content from the browser: notes are written into the files as an editor would, and nothing else in them changes."""
