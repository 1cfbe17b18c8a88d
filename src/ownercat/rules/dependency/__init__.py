"""The dependency rules."""
