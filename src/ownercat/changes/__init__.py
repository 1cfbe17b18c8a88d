"""Compare two catalogs by meaning: text, order, layout and spelling do not matter."""
