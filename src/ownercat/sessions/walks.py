"""The state file of a walk: read, checked and replaced as a whole."""

import os
from pathlib import Path

from ownercat.documents import source
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Runbook
from ownercat.oncall.stages import list_stages
from ownercat.oncall.walking import RunbookWalk, compute_digest, dump_walk, parse_walk
from ownercat.repository import files
from ownercat.text import shown

_MOST_BYTES = 1024 * 1024


class WalkFile:
    """The state file of a walk, at a path that does not lead through a link of the repository."""

    def __init__(self, root: Path, path: str) -> None:
        self.path = Path.cwd() / path
        files.verify_target(root, self.path)

    def save(self, walk: RunbookWalk) -> None:
        """Replace the file atomically: it has the old state or the new one."""
        files.replace_file(self.path, dump_walk(walk) + "\n")

    def load(self, runbook: Runbook, service: str) -> RunbookWalk:
        """Return the walk to resume; refuse that of another runbook, or of another version of it."""
        walk = self._read()
        label = f"the walk in {shown(self.path.name)}"
        if walk is None:
            raise UsageError(f"{shown(str(self.path))} is not the state of a walk", "name the file with --state FILE")
        if (walk.service, walk.runbook) != (service, runbook.name):
            names = f"runbook {shown(walk.runbook)} of service {shown(walk.service)}"
            words = f"{shown(walk.service)} {shown(walk.symptom)}".strip()
            raise UsageError(
                f"{label} is for {names}, not for runbook {shown(runbook.name)} of service {shown(service)}",
                f"run ownercat runbook {words} --resume --state {shown(self.path.name)}",
            )
        is_outside = walk.stage is not None and walk.stage >= len(list_stages(runbook.steps))
        if walk.digest != compute_digest(runbook) or is_outside:
            raise UsageError(
                f"{label} began with another version of runbook {shown(runbook.name)}: its steps have changed",
                "resume with --rev and the commit of that version, or begin again with --walk and another --state FILE",
            )
        return walk

    def refuse_unfinished(self) -> None:
        """Refuse to begin a walk in a file that has another one which has not ended, or that is not a walk."""
        if not os.path.lexists(self.path):
            return
        walk = self._read()
        if walk is None:
            raise UsageError(
                f"{shown(str(self.path))} exists and is not the state of a walk", "name another --state FILE"
            )
        if walk.stage is not None:
            raise UsageError(
                f"{shown(self.path.name)} has an unfinished walk of {shown(walk.runbook)}: begun {walk.started}",
                "continue it with --resume, or name another --state FILE",
            )

    def _read(self) -> RunbookWalk | None:
        """Return the walk in the file; ``None`` if the file has something else."""
        try:
            data = _read_bytes(self.path, getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            raise UsageError(
                f"no walk to resume: {shown(str(self.path))} does not exist", "begin one with --walk"
            ) from None
        except OSError as error:
            raise IncompleteError(f"cannot read {shown(str(self.path))}: {shown(error.strerror)}") from None
        return parse_walk(data.decode("utf-8", "replace")) if len(data) <= _MOST_BYTES else None


def read_walked(path: str) -> RunbookWalk | str:
    """Return the walk of a state file, or the text of the record of a walk; refuse any other file."""
    try:
        data = _read_bytes(Path(path))
    except OSError as error:
        raise UsageError(f"cannot read {shown(path)}: {shown(error.strerror)}", "name a file of a walk") from None
    text = data.decode("utf-8", "replace")
    walk = parse_walk(text)
    documents = source.read(path, data).documents if len(data) <= _MOST_BYTES else ()
    kinds = [each.data.get("kind") if isinstance(each.data, dict) else None for each in documents]
    if walk is None and kinds != ["Incident"]:
        raise UsageError(
            f"{shown(path)} is neither the state nor the record of a walk",
            "name the file of --state or --record of ownercat runbook --walk",
        )
    return walk or text


def _read_bytes(path: Path, flags: int = 0) -> bytes:
    """Return the bytes of a file up to the limit; do not wait for a pipe that nobody writes to."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | flags)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(_MOST_BYTES + 1)
