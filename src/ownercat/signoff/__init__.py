"""Who has to agree to a change, and who has: changes → obligations → evidence → state. Pure."""
