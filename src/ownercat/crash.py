"""After an internal error: a report to paste, in the temporary folder."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback

from ownercat import __version__


def write_report(error: BaseException) -> str:
    """Write the report and say where it is; on a full or read-only disk say that instead."""
    lines = [
        f"ownercat {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {sys.argv[1:]!r}",
        "",
        *traceback.format_exception(error),
    ]
    try:
        descriptor, path = tempfile.mkstemp(prefix="ownercat-crash-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines))
    except OSError:
        return "please report this with the command you ran; no report could be written here"
    return f"please report this with the file {path}"
