"""Real git repositories in temporary folders."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path


class Repository:
    """A repository and the environment its commands run in."""

    def __init__(self, root: Path, env: Mapping[str, str]) -> None:
        self.root = root
        self.env = dict(env)

    def copy(self, root: Path, home: Path) -> Repository:
        """The same repository in another folder: much cheaper than building it again."""
        shutil.copytree(self.root, root, symlinks=True, dirs_exist_ok=True)
        home.mkdir(exist_ok=True)
        return Repository(root, environment(home))

    def git(self, *arguments: str) -> str:
        """Run git and return what it prints."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=self.env, check=True, capture_output=True, text=True
        )
        return done.stdout

    def commit(self, message: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Commit what is staged (or what the arguments say); the caller looks at the exit code."""
        return subprocess.run(
            ["git", "commit", "-q", "-m", message, *arguments],
            cwd=self.root, env=self.env, check=False, capture_output=True, text=True,
        )  # fmt: skip

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files into the working tree."""
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode() if isinstance(text, str) else text)


def environment(home: Path) -> dict[str, str]:
    """An environment without the machine's git configuration, and with a name to commit under."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "OWNERCAT_", "PRE_COMMIT"))}
    return {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ana Ruiz",
        "GIT_AUTHOR_EMAIL": "ana@shop.example",
        "GIT_COMMITTER_NAME": "Ana Ruiz",
        "GIT_COMMITTER_EMAIL": "ana@shop.example",
        "GIT_AUTHOR_DATE": "2026-10-01T12:00:00Z",
        "GIT_COMMITTER_DATE": "2026-10-01T12:00:00Z",
    }
