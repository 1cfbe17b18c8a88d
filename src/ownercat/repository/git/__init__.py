"""All calls of git and ssh-keygen, and the only subprocesses of the package.

Each call of git names the top level of the repository, blocks every program that the repository could start, and uses
NUL as a separator. Each revision is first resolved to a commit id, and later calls use only the id.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ownercat.errors import IncompleteError, UsageError
from ownercat.repository.git import waiting
from ownercat.text import shown

TIMEOUT = 30.0  # seconds; a healthy call takes milliseconds
INDEX = ":"
DEEPEN = "fetch the history: fetch-depth: 0, or git fetch --unshallow"
WHOLE = "fetch the whole repository: fetch-depth: 0, without --filter"

_FLAGS = (
    "--no-pager",
    "--literal-pathspecs",  # read `a*.yaml` as the name of a file
    "-c", "core.fsmonitor=false",  # otherwise ls-files runs a program from the repository's config
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.untrackedCache=false",
    "-c", "safe.bareRepository=explicit",  # ordinary committed files can form a bare repository
    "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "log.showRoot=true",  # otherwise the first commit changes no file
    "-c", "protocol.allow=never",  # otherwise a partial clone fetches through a configured program
)  # fmt: skip
_KEPT = frozenset({"GIT_INDEX_FILE", "GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH"})  # a hook checks its own index
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# where git looks for a short name, in this order, after local names such as HEAD (gitrevisions(7))
_REF_FOLDERS = ("refs/tags/", "refs/heads/", "refs/remotes/")
_OWN_NAME = re.compile(r"[A-Z_]+", re.ASCII)
_AFTER_NAME = re.compile(r"[~^:@]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOSED = re.compile(rb"^warning: could not open directory '(.+?)(?:/': [^/\n]*)?$", re.MULTILINE)


class Listed(NamedTuple):
    """A path in a tree: its git mode, and the blob with its content (``""`` in the working tree)."""

    path: str
    mode: str
    blob: str
    stage: int = 0


class GitError(IncompleteError):
    """An error of git: it is missing, failed, timed out, or gave an answer without sense; the text is made safe."""


class NotInstalled(GitError):
    """An error because the program does not exist."""


class Refused(GitError):
    """An error that git explains, such as a wrong revision."""


class Silent(Refused):
    """A negative answer without a reason: exit code 1 and no message."""


@contextmanager
def expect_form(call: str) -> Iterator[None]:
    """Turn an answer that does not have the documented form into a ``GitError``; ``call``: the command of git."""
    try:
        yield
    except (ValueError, LookupError, RuntimeError):  # RuntimeError: an answer that ends too early, in a generator
        raise GitError(f"git {call} gave an answer that ownercat cannot read") from None


def build_environment() -> dict[str, str]:
    """Return the environment of every call: only allowed ``GIT_*`` variables, no prompts, no fetches."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in _KEPT}
    env.update(
        GIT_OPTIONAL_LOCKS="0",
        GIT_NO_LAZY_FETCH="1",
        GIT_NO_REPLACE_OBJECTS="1",
        GIT_GRAFT_FILE=os.devnull,  # otherwise a local file changes the parents of a commit
        GIT_TERMINAL_PROMPT="0",
        GIT_ATTR_NOSYSTEM="1",
        LC_ALL="C",
        TZ="UTC",
    )
    return env


def find_top_level(start: Path) -> Path | None:
    """Return the nearest folder at or above ``start`` with ``.git``, without running git; ``None`` if none."""
    for folder in (start, *start.parents):
        if os.path.exists(folder / ".git"):  # noqa: PTH110  # a path that is too long has none
            return folder
    return None


def is_bare(folder: Path) -> bool:
    """Return whether a folder looks like a repository without a working tree, without running git."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def run_git(root: Path, *arguments: str, stdin: bytes = b"", config: Iterable[str] | None = None) -> bytes:
    """Run one git command in the repository at ``root`` and return its output; raise ``GitError`` if it fails.

    ``stdin``: the standard input. ``config``: the settings of a call whose result is trusted; they override those of
    the repository, and the settings of the system and the user are not read.
    """
    env, settings = build_environment(), []
    if config is not None:
        env.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
        # the user's safe.directory is not read here; earlier calls have already obeyed it
        settings = [part for setting in ("safe.directory=*", *config) for part in ("-c", setting)]
    done = run_program(build_command(root, (*settings, *arguments)), f"git {arguments[0]}", env, stdin)
    if done.returncode != 0:
        raise _explain_failure(arguments[0], done.returncode, done.stderr)
    return done.stdout


def _explain_failure(call: str, code: int, stderr: bytes) -> GitError:
    """Return the error for an exit code; a negative code is a signal."""
    if code < 0:
        return GitError(f"git {call} was ended by signal {-code}")
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    messages = [line for line in lines if not line.startswith("hint:")]  # git's advice
    if messages:
        cause = next((line for line in messages if line.startswith("fatal:")), messages[-1])
        return Refused(f"git {call}: {shown(cause)}")
    return Silent(f"git {call} failed") if code == 1 else GitError(f"git {call} failed with exit code {code}")


def run_program(
    command: list[str], what: str, env: Mapping[str, str], stdin: bytes = b"", most: float = 0.0
) -> subprocess.CompletedProcess[bytes]:
    """Run one program and return its result, whatever its exit code.

    ``what``: the call in messages. ``most``: the limit in seconds; 0 is the limit for git.
    """
    try:
        with waiting.count_time(most or TIMEOUT) as limit:
            return subprocess.run(command, input=stdin, capture_output=True, env=env, timeout=limit, check=False)
    except FileNotFoundError:
        raise NotInstalled(f"{command[0]} is not installed", f"install {command[0]}") from None
    except (subprocess.TimeoutExpired, TimeoutError):
        raise GitError(waiting.describe_timeout(what, most or TIMEOUT), "try again") from None
    except OSError as error:
        raise GitError(f"{what} did not start: {shown(error)}") from None
    except ValueError as error:  # a NUL in an argument
        raise Refused(f"{what} did not start: {shown(error)}") from None


def build_command(root: Path, arguments: Iterable[str]) -> list[str]:
    """Return the command line of one call of git, with the options of each call."""
    return ["git", "-C", os.fspath(root), *_FLAGS, *arguments]


def read_setting(root: Path, key: str, kind: str = "") -> str:
    """Return one value of the configuration; ``""`` if it is not set. ``kind``: ``path`` expands a leading ``~``."""
    try:
        found = run_git(root, "config", "--get", *([f"--type={kind}"] if kind else []), key)
    except GitError:
        return ""
    return os.fsdecode(found).rstrip("\n")


def list_worktree_paths(root: Path, under: str) -> list[str]:
    """Return the paths that are tracked or not ignored below ``under`` (``""`` = all), and closed folders as ``x/``."""
    arguments = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", under or ".")
    done = run_program(build_command(root, arguments), "git ls-files", build_environment())
    if done.returncode != 0:
        raise _explain_failure("ls-files", done.returncode, done.stderr)
    closed = {f"{os.fsdecode(path.rstrip(b'/'))}/" for path in _CLOSED.findall(done.stderr)}
    return sorted(closed.union(os.fsdecode(p) for p in done.stdout.split(b"\0") if p and not p.endswith(b"/")))


def list_recent_authors(root: Path, most: int = 200) -> list[str]:
    """Return the author of each of the last commits; an empty list without commits or if git fails."""
    try:
        output = run_git(root, "log", "--no-show-signature", f"--max-count={most}", "--format=%aN")
    except GitError:
        return []
    return output.decode("utf-8", "replace").splitlines()


def list_index_entries(root: Path, under: str) -> list[Listed]:
    """Return the entries of the index below ``under``; an unmerged path has stages above 0."""
    output = run_git(root, "ls-files", "-z", "--stage", "--", under or ".")
    with expect_form("ls-files"):
        return [
            Listed(path, mode, blob, int(stage)) for path, (mode, blob, stage) in map(_split_row, _list_rows(output))
        ]


def read_index(root: Path) -> bytes:
    """Return the whole index as git prints it: each path with its mode, blob and stage."""
    return run_git(root, "ls-files", "-z", "--stage")


def list_commit_entries(root: Path, commit: str, under: str, others: Iterable[str] = ()) -> list[Listed]:
    """Return the files of a commit (a verified id) below ``under``, and other paths; ``""`` for every file."""
    output = run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit, *(["--", under, *others] if under else []))
    with expect_form("ls-tree"):
        return [Listed(path, mode, blob) for path, (mode, _, blob) in map(_split_row, _list_rows(output))]


def _list_rows(output: bytes) -> Iterator[bytes]:
    return filter(None, output.split(b"\0"))


def _split_row(row: bytes) -> tuple[str, list[str]]:
    meta, _, path = row.partition(b"\t")
    return os.fsdecode(path), meta.decode("ascii").split(" ")


def find_uncommitted(root: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the files of the working tree that differ from the last commit, each with the reason as text.

    The ids are computed here, because git's own comparison runs the filters that the configuration of a repository
    names.
    """
    folder = os.path.commonpath(map(os.path.dirname, files)) if files else ""
    staged = {entry.path: entry for entry in list_index_entries(root, folder)}
    committed = {entry.path: entry for entry in _list_last_commit(root, folder)}
    found = {}
    for path, data in files.items():
        entry, last = staged.get(path), committed.get(path)
        if entry is None or last is None:
            found[path] = "is not committed yet"
        elif entry.stage or entry.blob != last.blob:
            found[path] = "has staged changes"
        elif entry.blob not in _compute_blob_ids(data, len(entry.blob)):
            found[path] = "has uncommitted changes"
    return found


def _list_last_commit(root: Path, under: str) -> list[Listed]:
    """Return the files of the last commit; an empty list if there is no commit yet."""
    try:
        commit = resolve_revision(root, "HEAD")
    except UsageError:
        return []
    return list_commit_entries(root, commit, under)


def compute_blob_id(data: bytes, length: int) -> str:
    """Return the git id of a content; ``length`` selects the hash algorithm of the repository."""
    return next(_compute_blob_ids(data, length))


def _compute_blob_ids(data: bytes, length: int) -> Iterator[str]:
    """Yield the git ids of a content, as it is and with the line ends that ``core.autocrlf`` stores."""
    import hashlib  # noqa: PLC0415  # hashlib loads OpenSSL

    algorithm = "sha1" if length == hashlib.sha1(usedforsecurity=False).digest_size * 2 else "sha256"
    for content in (data, data.replace(b"\r\n", b"\n")):
        header = b"blob %d\0" % len(content)
        yield hashlib.new(algorithm, header + content, usedforsecurity=False).hexdigest()


def resolve_revision(root: Path, revision: str) -> str:
    """Return the commit id of a commit, a tag, or a date (the last first-parent commit of that day in UTC).

    In a shallow clone, a missing commit may exist elsewhere, so that is an ``IncompleteError`` and not a usage error.
    """
    if "@{" in revision:
        message = f"revision {shown(revision)} uses the reflog, which is different on each machine"
        raise UsageError(message, "use a commit, a tag or a date")
    try:
        if _DATE.fullmatch(revision):
            return _resolve_date(root, revision)
        # plain `rev-parse --end-of-options X` would print the flag itself; --verify does not
        found = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except NotInstalled as error:
        raise UsageError(f"cannot look up revision {shown(revision)}: {error}", error.help) from None
    except Refused as error:
        why = "" if isinstance(error, Silent) else f": {error}"
        message = f"revision {shown(revision)} is not a commit in this repository{why}"
        if is_shallow(root):
            raise IncompleteError(f"{message} (the clone is shallow)", DEEPEN) from None
        if _is_missing(root, revision):
            raise IncompleteError(f"the commit of {shown(revision)} is missing in this repository", WHOLE) from None
        raise UsageError(message, _find_commit_help(root)) from None
    if found.startswith(b"^"):  # `^main` is everything except main
        raise UsageError(
            f"revision {shown(revision)} is not a commit in this repository", "run git log to list the commits"
        )
    return _parse_object_id(found, "rev-parse")


def _is_missing(root: Path, revision: str) -> bool:
    """Return whether a name, not an id, stands for an object that this repository does not have."""
    try:
        found = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
        row = run_git(root, "cat-file", "--batch-check", stdin=found)
    except GitError:
        return False
    return row.endswith(b" missing\n") and not found.startswith(os.fsencode(revision.lower()))


def _resolve_date(root: Path, day: str) -> str:
    try:
        days = date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal() + 1
    except ValueError:
        raise UsageError(f"{day} is not a valid date", "use YYYY-MM-DD, for example 2026-09-01") from None
    # in seconds, because git reads no year after 2099
    found = run_git(root, "rev-list", "-1", "--first-parent", f"--min-age={days * 86_400 - 1}", "HEAD", "--")
    if not found.strip():
        if is_shallow(root):
            raise IncompleteError(f"the history does not reach back to {day}: the clone is shallow", DEEPEN)
        raise UsageError(f"no commit exists on or before {day}", "use a later date")
    return _parse_object_id(found, "rev-list")


def is_unborn(root: Path) -> bool:
    """Return whether the repository has no commit yet."""
    try:
        run_git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except Silent:
        return True
    except GitError:
        return False
    return False


def _find_commit_help(root: Path) -> str:
    if is_unborn(root):
        return "the repository has no commit yet: run git commit first"
    return "run git log to list the commits; in CI, fetch the history with fetch-depth: 0"


def _parse_object_id(output: bytes, call: str) -> str:
    with expect_form(call):
        commit = output.decode("ascii").strip()
        if not _OBJECT_ID.fullmatch(commit):
            raise ValueError
    return commit


def resolve_base_revision(root: Path, revision: str) -> str:
    """Return the commit id of a revision that is compared.

    Raises ``UsageError`` for a name of both a branch and a tag: git prefers the tag, so a person who may push tags
    could choose the commit that decides.
    """
    found = resolve_revision(root, revision)
    _verify_one_meaning(root, revision)
    return found


def _verify_one_meaning(root: Path, revision: str) -> None:
    name = _AFTER_NAME.split(revision, 1)[0]
    if not name or name.startswith("refs/") or _OWN_NAME.fullmatch(name) or not name.isprintable():
        return
    refs = [f"{folder}{name}" for folder in _REF_FOLDERS]
    stdin = "".join(f"{ref}^{{commit}}\n" for ref in refs)
    rows = run_git(root, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=os.fsencode(stdin)).splitlines()
    with expect_form("cat-file"):
        found = {ref: row for ref, row in zip(refs, rows, strict=True) if row.endswith(b" commit")}
    if len(set(found.values())) > 1:
        names = " and ".join(map(shown, found))
        raise UsageError(
            f"revision {shown(name)} is ambiguous: it matches {names}",
            f"use one of these names, for example {list(found)[-1]}",
        )


def find_merge_bases(root: Path, base: str, head: str) -> tuple[str, ...]:
    """Return the merge bases of two commits (ids), git's choice first; there are several after criss-cross merges.

    Raises ``IncompleteError`` if a shallow clone may hide a better merge base.
    """
    try:
        found = tuple(run_git(root, "merge-base", "--all", base, head).decode("ascii", "replace").split())
    except Silent:  # there is none
        found = ()
    shallow = is_shallow(root)
    if shallow and not (found and (found[0] in (base, head) or _is_whole(root, base, head, found))):
        raise IncompleteError("the clone is shallow and does not contain the merge base", DEEPEN)
    if not found:
        raise IncompleteError(f"commits {base[:12]} and {head[:12]} have no common ancestor in this repository", DEEPEN)
    return found


def is_shallow(root: Path) -> bool:
    """Return whether the history of this clone is cut off."""
    with expect_form("rev-parse"):
        return {b"true": True, b"false": False}[run_git(root, "rev-parse", "--is-shallow-repository").strip()]


def _is_whole(root: Path, base: str, head: str, common: Iterable[str]) -> bool:
    """Return whether the history is complete from both commits to their common ancestors."""
    rows = run_git(root, "rev-list", "--parents", base, head, "--not", *common).splitlines()
    return all(len(row.split()) > 1 for row in rows)
