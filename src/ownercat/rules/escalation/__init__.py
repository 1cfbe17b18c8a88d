"""The escalation rules."""
