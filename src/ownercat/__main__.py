"""``python -m ownercat`` and the console script."""

import _signal  # type: ignore[import-not-found]  # signal imports enum, and Ctrl-C would print a traceback until that is loaded
import gc
import os
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
gc.set_threshold(5_000_000, 50, 50)

# Ctrl-C and SIGTERM while modules are loaded end the run without a traceback. What handles them is not loaded yet.
_INTERRUPTED, _TERMINATED = 130, 143
_signal.signal(_signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
for _name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
    _number = getattr(_signal, _name, None)  # Windows has only the first one
    if _number and (_name == "SIGTERM" or _signal.getsignal(_number) != _signal.SIG_IGN):  # nohup ignores SIGHUP
        _signal.signal(_number, lambda *_: os._exit(_TERMINATED))

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
