"""``python -m ownercat`` and the console script."""

import gc
import os
import signal
import sys


def _forget_current_folder() -> None:
    """Take the current folder off the import path: a repository may hold a ``yaml.py`` of its own.

    Nothing but modules that Python has loaded already is used before that.
    """
    try:
        here = os.getcwd()  # noqa: PTH109  # pathlib is not loaded yet, and a repository may hold a pathlib.py
    except OSError:
        here = ""
    if sys.path and not sys.flags.safe_path and sys.path[0] in ("", here):
        del sys.path[0]


if __name__ == "__main__":
    _forget_current_folder()

# a run makes many values that live to its end and hardly any cycle: collecting often only costs time
gc.set_threshold(1_000_000, 50, 50)

# Ctrl-C while modules are loaded ends the run without a traceback. The modules that handle it are not loaded yet.
_INTERRUPTED = 130
signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))

from ownercat import cli  # noqa: E402  # the import path must be clean first


def main() -> None:
    """Run the command line and end the process with its exit code."""
    cli.handle_signals()
    code = cli.main()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    # taking everything apart that was read, object by object, is a tenth of the time of a short run
    os._exit(code)


if __name__ == "__main__":
    main()
