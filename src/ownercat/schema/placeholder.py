def placeholders(d,b=()): return []
