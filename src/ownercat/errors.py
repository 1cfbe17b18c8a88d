"""Errors that the user can fix. ``cli`` prints them without a traceback."""


class OwnercatError(Exception):
    """An error with a message for the user, an optional fix, and the exit code."""

    exit_code = 2

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class UsageError(OwnercatError):
    """The command line, the environment or the configuration is wrong, or the catalog is missing (exit code 2)."""


class Terminated(BaseException):
    """SIGTERM arrived, or the terminal was closed: what is half done is rolled back on the way out (exit 143)."""


class IncompleteError(OwnercatError):
    """Some input could not be read, so the result is incomplete (exit code 3)."""

    exit_code = 3
