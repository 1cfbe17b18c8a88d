"""The rules about the catalog and other systems."""
