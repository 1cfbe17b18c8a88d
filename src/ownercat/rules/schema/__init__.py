"""The schema rules."""
