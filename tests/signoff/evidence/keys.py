"""Throwaway keys, and the files that say whose they are."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.repositories import Repository


class Keyring:
    """Keys by a short name, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def key(self, name: str) -> Path:
        """The private key of that name, made when it is first asked for."""
        path = self.folder / name
        if not path.exists():
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
            subprocess.run(command, check=True, capture_output=True)
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
