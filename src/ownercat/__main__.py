"""``python -m ownercat`` and the console script."""

from __future__ import annotations

import sys
from pathlib import Path


def _forget_current_folder() -> None:
    """Take the current folder off the import path: a repository may hold a ``yaml.py`` of its own."""
    if sys.path and not sys.flags.safe_path and sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]


if __name__ == "__main__":
    _forget_current_folder()

from ownercat.cli import main  # noqa: E402  # the import path must be clean first

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
