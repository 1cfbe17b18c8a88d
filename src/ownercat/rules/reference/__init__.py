"""The reference rules."""
