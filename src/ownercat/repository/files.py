"""Atomic writing of files in the working tree."""

import os
from pathlib import Path

from ownercat.errors import IncompleteError, UsageError
from ownercat.text import shown


def replace_file(path: Path, content: str | bytes) -> None:
    """Replace a file atomically: write a temporary file next to it, sync, rename; on an error the old file stays."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    try:
        target = Path(os.path.realpath(path))  # write to the target of a link
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # do not replace a device or a pipe
        else:
            _write_whole(target, data)
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or error)
        raise IncompleteError(f"{shown(path)} could not be written: {reason}") from None


def verify_target(root: Path, target: Path) -> None:
    """Refuse to write through a link inside ``root``, or into a folder of git.

    A repository may contain a link to any file of this machine. A link above ``root``, or a target elsewhere, is the
    choice of the person who runs ownercat. git runs what its own files name.
    """
    path = Path(target.anchor)
    for part in target.relative_to(path).parts:  # one by one: `link/../x` is not `x`
        path = path.parent if part == ".." else path / part
        if path != root and path.is_relative_to(root) and os.path.islink(path):  # noqa: PTH114  # no resolving
            raise UsageError(
                f"{shown(path)} is a symbolic link: ownercat does not write through links", "remove the link"
            )
    if any(part.lower() == ".git" for part in (*path.parts, *Path(os.path.realpath(target)).parts)):
        raise UsageError(f"{shown(path)} is inside a .git folder: ownercat does not write there", "name another file")


def create_file(path: Path, content: str) -> bool:
    """Create a file and return true; return false and write nothing if it already exists."""
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}")
    try:
        _write_whole(temporary, content.encode("utf-8", "backslashreplace"))
        try:
            os.link(temporary, path)  # unlike a rename, it fails where the name is taken
        except FileExistsError:
            return False
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or error)
        raise IncompleteError(f"{shown(path)} could not be written: {reason}") from None
    return True


def _write_whole(target: Path, data: bytes) -> None:
    import tempfile  # noqa: PLC0415  # few runs write a file

    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)
    except BaseException:  # Ctrl-C and SIGTERM leave no temporary file either
        Path(name).unlink(missing_ok=True)
        raise
