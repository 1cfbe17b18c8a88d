"""Renames: planned, proved and written."""
