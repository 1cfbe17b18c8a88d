"""How long it takes to ask CODEOWNERS about every file: 20,000 paths against 5,000 rules.

    python benchmarks/codeowners.py [--paths 20000] [--rules 5000]

Three files: one as teams write them (folders, with some globs), one of globs only, and one made to be slow, which has
to be given up on. Beside the first: a reader that tries one rule after the other, on a sample of the paths.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Iterator

from ownercat.repository.codeowners import CodeOwners, Index, TooManySteps, parse

SEED = 20261122
ENDINGS = ("py", "go", "ts", "tsx", "md", "yaml", "json", "proto", "sql", "txt")
SAMPLE = 200  # paths that the plain reader is asked about


def tree(count: int) -> list[str]:
    """Paths of a believable repository: services in areas, a few folders deep."""
    chance = random.Random(SEED)
    folders = [
        "/".join(["src", f"area{chance.randrange(40)}", f"service{chance.randrange(900)}", *deeper])
        for deeper in ([f"part{chance.randrange(30)}" for _ in range(chance.randrange(4))] for _ in range(count // 8))
    ]
    return sorted({f"{chance.choice(folders)}/file{n}.{chance.choice(ENDINGS)}" for n in range(count)})


def usual(paths: list[str], rules: int) -> Iterator[str]:
    """Folders and files by name, one rule in ten a glob; owners repeat."""
    chance = random.Random(SEED + 1)
    yield "* @acme/everybody"
    for number in range(rules - 1):
        parts = chance.choice(paths).split("/")
        folder = "/".join(parts[: chance.randrange(2, len(parts) + 1)])
        form = chance.randrange(40)
        pattern = (
            f"*.{chance.choice(ENDINGS)}{number}" if form == 0
            else f"/src/*/service{chance.randrange(900)}/" if form == 1
            else f"/src/**/part{chance.randrange(30)}/*.sql" if form == 2
            else f"**/file{chance.randrange(20_000)}.*" if form == 3
            else f"/{folder}"
        )  # fmt: skip
        yield f"{pattern} @acme/team{chance.randrange(120)}"


def globs(paths: list[str], rules: int) -> Iterator[str]:
    """Nothing but globs, each at any depth."""
    chance = random.Random(SEED + 2)
    for number in range(rules):
        yield f"*{chance.choice(paths)[-9:-3]}*{number % 10} @acme/team{chance.randrange(120)}"


def hostile(rules: int) -> Iterator[str]:
    """Patterns that match nearly everywhere and have nothing to be found by."""
    for number in range(rules):
        yield f"**/*{'?*' * (number % 90 + 1)}/**/?{'*?' * (number // 90 % 90)}/x{number} @acme/slow"


def timed(action: Callable[[], object]) -> tuple[float, object]:
    """Seconds and result."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def ask(found: CodeOwners, paths: list[str]) -> str:
    """Every path once; what came of it, in words."""
    try:
        index = Index(found)
        owned = sum(bool(index.of(path)) for path in paths)
    except TooManySteps:
        return "given up on: too many wildcards"
    return f"{owned} paths matched"


def one_by_one(found: CodeOwners, paths: list[str]) -> None:
    """The straightforward way, for folders and files only: a regular expression for each rule, last rule first."""
    rules = [re.compile(re.escape(entry.pattern.strip("/")) + "(?:/|$)") for entry in reversed(found.entries)]
    for path in paths:
        next((rule for rule in rules if rule.match(path)), None)


def main() -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--paths", type=int, default=20_000)
    parser.add_argument("--rules", type=int, default=5_000)
    wanted = parser.parse_args()
    paths = tree(wanted.paths)
    files = {
        "usual": list(usual(paths, wanted.rules)),
        "globs": list(globs(paths, wanted.rules)),
        "hostile": list(hostile(wanted.rules)),
    }
    print(f"{len(paths)} paths")
    for name, lines in files.items():
        seconds, found = timed(lambda lines=lines: parse("\n".join(lines), "github"))
        assert isinstance(found, CodeOwners)
        asked, said = timed(lambda found=found: ask(found, paths))
        print(f"{name:>8}: {len(found.entries)} rules, read in {seconds:.3f}s, asked in {asked:.3f}s: {said}")
    found = parse("\n".join(files["usual"]), "github")
    seconds, _ = timed(lambda: one_by_one(found, paths[:SAMPLE]))
    print(f"one rule after the other: {seconds / SAMPLE * len(paths):.0f}s for all paths (measured on {SAMPLE})")


if __name__ == "__main__":
    main()
