"""Rules about incidents and drills."""
