"""The rotation rules."""
