"""The syntax rules."""
