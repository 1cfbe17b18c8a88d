"""From bytes to a catalog: source, schema, dialects and the loader."""
