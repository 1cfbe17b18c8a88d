"""The runbook rules."""
