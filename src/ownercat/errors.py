"""The errors a person caused or can cure; the boundary in ``cli`` prints them, never a traceback."""

from __future__ import annotations


class OwnercatError(Exception):
    """One sentence for the user, an optional cure, and the exit code of the run."""

    exit_code = 2

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class UsageError(OwnercatError):
    """The command line, the environment or the configuration is wrong, or there is nothing to check (exit 2)."""


class IncompleteError(OwnercatError):
    """Something could not be read, so no verdict can be claimed (exit 3)."""

    exit_code = 3
