"""Two catalogs → what changed in meaning. Pure; text, order, layout and spelling change nothing."""
