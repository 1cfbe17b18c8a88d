"""Every call of git and ssh-keygen, and the only subprocesses of the package.

Each call of git names the repository's top level, is cut off from the repository's own power to run programs, and
speaks NUL-separated. Revisions are verified to a commit id first, and only the id is used afterwards.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, NamedTuple

from ownercat.errors import IncompleteError, UsageError
from ownercat.text import shown

TIMEOUT = 30.0  # seconds; a healthy call takes milliseconds
INDEX = ":"
DEEPEN = "fetch the history: fetch-depth: 0, or git fetch --unshallow"
WHOLE = "fetch the whole repository: fetch-depth: 0, without --filter"

_FLAGS = (
    "--no-pager",
    "--literal-pathspecs",  # a file named `a*.yaml` is that file
    "-c", "core.fsmonitor=false",  # else the repository's config names a program that ls-files runs
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.untrackedCache=false",
    "-c", "safe.bareRepository=explicit",  # a bare repository may be committed as ordinary files
    "-c", "protocol.allow=never",  # a partial clone would fetch through a configured program
)  # fmt: skip
_KEPT = frozenset({"GIT_INDEX_FILE", "GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH"})  # hooks judge their own index
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# where git looks for a short name, in its order; before them it looks for what only this clone has, such as HEAD
_REF_FOLDERS = ("refs/tags/", "refs/heads/", "refs/remotes/")
_OWN_NAME = re.compile(r"[A-Z_]+", re.ASCII)
_AFTER_NAME = re.compile(r"[~^:@]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Listed(NamedTuple):
    """A path in a tree: how git stores it, and the blob that holds it (``""`` in the work tree)."""

    path: str
    mode: str
    blob: str
    stage: int = 0


class GitError(Exception):
    """git is missing, refuses, or took too long; the text is git's own last line, made safe.

    ``cure``: what helps whatever was asked for; empty where that depends on the question.
    """

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.cure = cure


class Silent(GitError):
    """git gave no answer and no reason."""


def environment() -> dict[str, str]:
    """The environment of every call: no ``GIT_*`` but an allow-list, nothing that asks, fetches or replaces."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in _KEPT}
    env.update(
        GIT_OPTIONAL_LOCKS="0",
        GIT_NO_LAZY_FETCH="1",
        GIT_NO_REPLACE_OBJECTS="1",
        GIT_GRAFT_FILE=os.devnull,  # else a local file gives a commit other parents
        GIT_TERMINAL_PROMPT="0",
        GIT_ATTR_NOSYSTEM="1",
        LC_ALL="C",
        TZ="UTC",
    )
    return env


def top_level(start: Path) -> Path | None:
    """The nearest directory at or above ``start`` that holds ``.git``; found without running git."""
    for folder in (start, *start.parents):
        if (folder / ".git").exists():
            return folder
    return None


def is_bare(folder: Path) -> bool:
    """Whether a folder looks like a repository without a work tree; found without running git."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def run(root: Path, *arguments: str, given: bytes = b"", config: Iterable[str] | None = None) -> bytes:
    """Run one git command in the repository at ``root``; its output, or ``GitError``.

    ``given`` is what the command reads. ``config``: settings of a call that decides whom to believe; they stand above
    the repository's, and the machine's and the user's are not read.
    """
    env, settings = environment(), []
    if config is not None:
        env.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
        # the user's own word on whose repositories to trust is not read; calls before this one obeyed it
        settings = [part for setting in ("safe.directory=*", *config) for part in ("-c", setting)]
    done = execute(_command(root, (*settings, *arguments)), f"git {arguments[0]}", env, given)
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = [line for line in lines if not line.startswith("hint:")]  # advice of git's own
        raise GitError(shown(said[-1])) if said else Silent(f"git {arguments[0]} failed")
    return done.stdout


def execute(
    command: list[str], what: str, env: Mapping[str, str], given: bytes = b"", most: float = TIMEOUT
) -> subprocess.CompletedProcess[bytes]:
    """Run one program to its end, whatever it ends with; ``what`` is how messages name the call."""
    try:
        return subprocess.run(command, input=given, capture_output=True, env=env, timeout=most, check=False)
    except FileNotFoundError:
        raise GitError(f"{command[0]} is not installed", f"install {command[0]}") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"{what} did not finish within {most:.0f} seconds") from None
    except (OSError, ValueError) as error:
        raise GitError(f"{what} did not start: {shown(error)}") from None


def _command(root: Path, arguments: Iterable[str]) -> list[str]:
    return ["git", "-C", os.fspath(root), *_FLAGS, *arguments]


def setting(root: Path, key: str, kind: str = "") -> str:
    """One value of the configuration, ``""`` without one. ``kind``: ``path`` expands a leading ``~``."""
    try:
        found = run(root, "config", "--get", *([f"--type={kind}"] if kind else []), key)
    except GitError:
        return ""
    return os.fsdecode(found).rstrip("\n")


def worktree_paths(root: Path, under: str) -> list[str]:
    """Paths in the work tree that git tracks or does not ignore, below ``under`` (``""`` = everywhere)."""
    output = run(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", under or ".")
    return sorted({os.fsdecode(p) for p in output.split(b"\0") if p and not p.endswith(b"/")})


def index_entries(root: Path, under: str) -> list[Listed]:
    """What would be committed, below ``under``; an unmerged path has stages above 0."""
    found = []
    for row in run(root, "ls-files", "-z", "--stage", "--", under or ".").split(b"\0"):
        if row:
            meta, _, path = row.partition(b"\t")
            mode, blob, stage = meta.decode("ascii").split(" ")
            found.append(Listed(os.fsdecode(path), mode, blob, int(stage)))
    return found


def commit_entries(root: Path, commit: str, under: str) -> list[Listed]:
    """The files of a commit (an id, already verified), below ``under``."""
    found = []
    arguments = ["ls-tree", "-r", "-z", "--full-tree", commit, *(["--", under] if under else [])]
    for row in run(root, *arguments).split(b"\0"):
        if row:
            meta, _, path = row.partition(b"\t")
            mode, _, blob = meta.decode("ascii").split(" ")
            found.append(Listed(os.fsdecode(path), mode, blob))
    return found


def uncommitted(root: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """The files of the work tree that are not as the last commit has them, each with the reason in words.

    Ids are computed here: git's own comparison would run the filters that a repository's configuration names.
    """
    folder = os.path.commonpath(map(os.path.dirname, files)) if files else ""
    staged = {entry.path: entry for entry in index_entries(root, folder)}
    committed = {entry.path: entry for entry in _last_commit(root, folder)}
    found = {}
    for path, data in files.items():
        entry, last = staged.get(path), committed.get(path)
        if entry is None or last is None:
            found[path] = "is not committed yet"
        elif entry.stage or entry.blob != last.blob:
            found[path] = "has staged changes"
        elif entry.blob not in _blob_ids(data, len(entry.blob)):
            found[path] = "has uncommitted changes"
    return found


def _last_commit(root: Path, under: str) -> list[Listed]:
    """The files of the last commit; none when there is no commit yet."""
    try:
        commit = resolve(root, "HEAD")
    except (UsageError, IncompleteError):
        return []
    return commit_entries(root, commit, under)


def blob_id(data: bytes, length: int) -> str:
    """The id that git gives a content; ``length`` says which hash the repository uses."""
    return next(_blob_ids(data, length))


def _blob_ids(data: bytes, length: int) -> Iterator[str]:
    """The ids that git gives a content, as it is and with the line ends that ``core.autocrlf`` would store."""
    import hashlib  # noqa: PLC0415  # hashlib loads OpenSSL

    algorithm = "sha1" if length == hashlib.sha1(usedforsecurity=False).digest_size * 2 else "sha256"
    for content in (data, data.replace(b"\r\n", b"\n")):
        header = b"blob %d\0" % len(content)
        yield hashlib.new(algorithm, header + content, usedforsecurity=False).hexdigest()


def resolve(root: Path, revision: str) -> str:
    """The commit id of a revision: a commit, a tag, or a date (the last first-parent commit of that day in UTC).

    In a shallow clone what is not there may only be missing, which is no usage.
    """
    if "@{" in revision:
        raise UsageError(
            f"revision {shown(revision)} uses the reflog, which is different on each machine",
            "use a commit, a tag or a date",
        )
    if _DATE.fullmatch(revision):
        _verify_day(revision)
    try:
        if _DATE.fullmatch(revision):
            return _at_date(root, revision)
        # plain `rev-parse --end-of-options X` would print the flag itself; --verify does not
        found = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        if error.cure:
            raise UsageError(f"cannot look up revision {shown(revision)}: {error}", error.cure) from None
        why = "" if isinstance(error, Silent) else f": {error}"
        message = f"revision {shown(revision)} is not a commit in this repository{why}"
        if is_shallow(root):
            raise IncompleteError(f"{message} (the clone is shallow)", DEEPEN) from None
        raise UsageError(message, _find_commit_help(root)) from None
    return _verified(found, revision)


def _verify_day(day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day} is not a valid date", "use YYYY-MM-DD, for example 2026-09-01") from None


def _at_date(root: Path, day: str) -> str:
    found = run(root, "rev-list", "-1", "--first-parent", f"--before={day}T23:59:59Z", "HEAD", "--")
    if not found.strip():
        if is_shallow(root):
            raise IncompleteError(f"the history does not reach back to {day}: the clone is shallow", DEEPEN)
        raise UsageError(f"no commit exists on or before {day}", "use a later date")
    return _verified(found, day)


def _find_commit_help(root: Path) -> str:
    try:
        run(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except GitError:
        return "the repository has no commit yet: run git commit first"
    return "run git log to list the commits; in CI, fetch the history with fetch-depth: 0"


def _verified(output: bytes, revision: str) -> str:
    commit = output.decode("ascii", "replace").strip()
    if not _OBJECT_ID.fullmatch(commit):
        raise UsageError(
            f"revision {shown(revision)} is not a commit in this repository", "run git log to list the commits"
        )
    return commit


def resolve_base(root: Path, revision: str) -> str:
    """The commit id of one of the states that are compared.

    ``UsageError`` for a name of a branch that is also that of a tag: git takes the tag, and whoever may push one could
    choose what decides.
    """
    found = resolve(root, revision)
    _verify_one_meaning(root, revision)
    return found


def _verify_one_meaning(root: Path, revision: str) -> None:
    name = _AFTER_NAME.split(revision, 1)[0]
    if not name or name.startswith("refs/") or _OWN_NAME.fullmatch(name) or not name.isprintable():
        return
    refs = [f"{folder}{name}" for folder in _REF_FOLDERS]
    given = "".join(f"{ref}^{{commit}}\n" for ref in refs)
    rows = run(root, "cat-file", "--batch-check=%(objectname) %(objecttype)", given=os.fsencode(given)).splitlines()
    found = {ref: row for ref, row in zip(refs, rows, strict=True) if row.endswith(b" commit")}
    if len(set(found.values())) > 1:
        names = " and ".join(map(shown, found))
        raise UsageError(
            f"revision {shown(name)} is ambiguous: it matches {names}",
            f"use one of these names, for example {list(found)[-1]}",
        )


def merge_bases(root: Path, base: str, head: str) -> tuple[str, ...]:
    """The best common ancestors of two commits (ids), git's choice first: one, or several after criss-cross merges.

    Where a shallow clone may hide a better one, nothing is guessed.
    """
    try:
        found = tuple(run(root, "merge-base", "--all", base, head).decode("ascii", "replace").split())
    except GitError:  # git says no more than that there is none
        found = ()
    shallow = is_shallow(root)
    if shallow and not (found and (found[0] in (base, head) or _is_whole(root, base, head, found))):
        raise IncompleteError("the clone is shallow and does not contain the merge base", DEEPEN)
    if not found:
        raise IncompleteError(f"commits {base[:12]} and {head[:12]} have no common ancestor in this repository", DEEPEN)
    return found


def is_shallow(root: Path) -> bool:
    """Whether the history of this clone was cut off somewhere."""
    try:
        return run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitError:
        return False


def _is_whole(root: Path, base: str, head: str, common: Iterable[str]) -> bool:
    """Whether no history was cut off on the way from either commit to their common ancestors."""
    rows = run(root, "rev-list", "--parents", base, head, "--not", *common).splitlines()
    return all(len(row.split()) > 1 for row in rows)


def blobs(root: Path, ids: Iterable[str], limit: int) -> Iterator[bytes | None]:
    """The content of each blob in order, at most ``limit + 1`` bytes of it; ``None`` where the object is missing."""
    wanted = list(ids)
    if not wanted:
        return
    with subprocess.Popen(
        _command(root, ("cat-file", "--batch")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:
        killer = threading.Timer(TIMEOUT, process.kill)
        killer.start()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101  # PIPE was asked for
        # fed from a thread: git blocks on a full output pipe while we would block on a full input pipe
        feeder = threading.Thread(target=_feed, args=(process.stdin, wanted), daemon=True)
        feeder.start()
        try:
            for _ in wanted:
                yield _next_blob(process.stdout, limit)
        finally:
            killer.cancel()
            process.kill()
            feeder.join(timeout=1)


def _feed(pipe: IO[bytes], ids: list[str]) -> None:
    try:
        with pipe:
            pipe.write("".join(f"{i}\n" for i in ids).encode("ascii"))
    except OSError:
        return  # the reader stopped early


def _next_blob(pipe: IO[bytes], limit: int) -> bytes | None:
    header = pipe.readline().split()
    if len(header) != 3:
        return None
    size = int(header[2])
    data = pipe.read(min(size, limit + 1))
    left = size - len(data) + 1  # and the line end after it
    while left > 0:
        skipped = pipe.read(min(left, 65_536))
        if not skipped:
            return None
        left -= len(skipped)
    return data
