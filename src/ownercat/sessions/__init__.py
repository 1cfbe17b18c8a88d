"""Opening what a command works on: the workspace, both sides of a change, a partial catalog, times."""
