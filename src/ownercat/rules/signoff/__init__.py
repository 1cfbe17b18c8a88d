"""Agreement between teams."""
