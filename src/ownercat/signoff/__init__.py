"""Sign-off: required approvals of a change, the evidence for them, and their status. No input or output."""
