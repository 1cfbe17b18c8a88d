"""One output format per file: render(report) → str, pure."""
