"""Edits of catalog files: renames, planned and verified before they are written."""
