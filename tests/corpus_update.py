"""Write what is said about every broken document: ``python -m tests.corpus_update``; read the difference with care."""

from __future__ import annotations

import sys

from tests.corpus import CASES, expectation, verdict


def main() -> None:
    """Rewrite every expectation and name those that changed."""
    for case in CASES:
        said = verdict(case)
        target = expectation(case)
        if not target.exists() or target.read_text("utf-8") != said:
            target.write_text(said, "utf-8")
            sys.stdout.write(f"changed: {target.name}\n")


if __name__ == "__main__":
    main()
