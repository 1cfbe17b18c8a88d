"""The governance rules."""
