"""The sla rules."""
