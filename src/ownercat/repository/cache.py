"""ownercat's own cache: one SQLite file in the cache folder of the user. Each failure means that there is no cache.

The file holds text that ownercat wrote, and never code. It is outside of every repository, so that no archive and no
clone can bring one along.
"""

import os
import sqlite3
import stat
import zlib
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path

_NAME = "cache.sqlite3"
_MOST_ENTRIES = 64  # the oldest are removed first
_MOST_BYTES = 16 * 1024 * 1024  # of one value, unpacked
_PAGES = 16_384  # of 4 KiB: the largest file has 64 MiB
_WAIT = 0.5  # seconds that a run waits for another one that writes
_FAILURES = (sqlite3.Error, OSError, zlib.error, ValueError)  # ValueError: a value that is not UTF-8
_CREATE = "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL)"
_TRIM = "DELETE FROM entries WHERE rowid NOT IN (SELECT rowid FROM entries ORDER BY rowid DESC LIMIT ?)"


def compute_digest(*parts: str | bytes) -> str:
    """Return one digest of several texts."""
    found = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def find_folder() -> Path | None:
    """Return the folder of the cache, which may not exist yet; ``None`` if the user has no home folder."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    base = given if os.path.isabs(given) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117  # ~ may stay
    return Path(base, "ownercat") if os.path.isabs(base) else None  # noqa: PTH117


def read_entry(key: str) -> str | None:
    """Return the value of a key; ``None`` if there is none, or it is not what was written."""
    file = _find_file()
    if file is None or not file.exists():
        return None
    try:
        with closing(_connect(file)) as database:
            row = database.execute("SELECT value, digest FROM entries WHERE key = ?", (key,)).fetchone()
            if row is None or bytes(row[1]) != _sign(key, bytes(row[0])):
                return None
            unpacker = zlib.decompressobj()
            text = unpacker.decompress(bytes(row[0]), _MOST_BYTES)
            return text.decode() if unpacker.eof else None
    except (sqlite3.DatabaseError, TypeError):
        _remove(file)
    except _FAILURES:
        pass
    return None


def write_entry(key: str, value: str) -> None:
    """Store the value of a key, and remove the oldest entries; do nothing if that is not possible."""
    data = value.encode("utf-8", "surrogateescape")
    if len(data) > _MOST_BYTES:
        return
    with suppress(*_FAILURES):
        file = _prepare_file()
        if file is None:
            return
        packed = zlib.compress(data, 1)
        with closing(_connect(file)) as database, database:
            database.execute(_CREATE)
            database.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", (key, packed, _sign(key, packed)))
            database.execute(_TRIM, (_MOST_ENTRIES,))


def clean() -> Path | None:
    """Remove the cache and return its file; ``None`` if there was none."""
    file = _find_file()
    if file is None or not file.exists():
        return None
    _remove(file)
    return file


def _find_file() -> Path | None:
    """Return the file, if its folder belongs to this user alone and is no link."""
    folder = find_folder()
    try:
        if folder is None or not _is_own(folder.lstat(), stat.S_IFDIR):
            return None
        file = folder / _NAME
        return file if not file.exists() or _is_own(file.lstat(), stat.S_IFREG) else None
    except OSError:
        return None


def _is_own(found: os.stat_result, kind: int) -> bool:
    """Return whether a file is of a kind, and only this user can write it."""
    is_mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return stat.S_IFMT(found.st_mode) == kind and is_mine and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _prepare_file() -> Path | None:
    folder = find_folder()
    if folder is None:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = _find_file()
    if file is not None and not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    return file


def _connect(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=_WAIT)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA synchronous = OFF")  # a lost entry is only computed again
    database.execute(f"PRAGMA max_page_count = {_PAGES}")
    return database


def _sign(key: str, packed: bytes) -> bytes:
    """Return the digest that shows that a row is complete."""
    return bytes.fromhex(compute_digest(key, packed))


def _remove(file: Path) -> None:
    for path in (file, file.with_name(f"{_NAME}-journal")):
        with suppress(OSError):
            path.unlink()
