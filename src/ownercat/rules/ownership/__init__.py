"""The ownership rules."""
