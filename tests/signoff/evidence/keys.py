"""Throwaway keys, and the files that say whose they are."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

from tests.repositories import Repository


@functools.cache
def _make_key(name: str) -> tuple[bytes, bytes]:
    """The private and the public key of a name, made once for all tests of a process."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", f"{folder}/key"]
        subprocess.run(command, check=True, capture_output=True)
        return Path(folder, "key").read_bytes(), Path(folder, "key.pub").read_bytes()


class Keyring:
    """Keys by a short name, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def key(self, name: str) -> Path:
        """The private key of that name, made when it is first asked for."""
        path = self.folder / name
        if not path.exists():
            private, public = _make_key(name)
            path.touch(mode=0o600)
            path.write_bytes(private)
            path.with_suffix(".pub").write_bytes(public)
        return path

    def public(self, name: str) -> str:
        """The type and the public key, as a line of a file has them."""
        return " ".join(self.key(name).with_suffix(".pub").read_text().split()[:2])

    def line(self, principal: str, name: str, options: str = "") -> str:
        """A line of the file of allowed signers."""
        return " ".join(filter(None, (principal, options, self.public(name)))) + "\n"

    def sign_with(self, repository: Repository, name: str) -> None:
        """Commits with -S are signed with that key from now on."""
        for key, value in {"gpg.format": "ssh", "user.signingkey": str(self.key(name))}.items():
            repository.git("config", key, value)
