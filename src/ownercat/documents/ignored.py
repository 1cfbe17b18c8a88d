"""The faults of paths and of files that ownercat does not read: another name, links, unreadable files, collisions."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator

from ownercat.diagnostics import Fault, Finding, Place, Position, Related, Span
from ownercat.documents import codes
from ownercat.text import shown

_YAML = (".yaml", ".yml")
_MARKDOWN = ".md"
# ends of names that ownercat does not read, where an author may have expected it
_MISNAMED = (".yaml", ".yml", ".md", ".markdown", ".yaml.txt", ".yml.txt", ".md.txt", ".json")
_DOCUMENT = re.compile(rb"""(?:^|[{,])[ \t]*["']?apiVersion["']?\s*:\s*["']?ownercat/""", re.MULTILINE)
_FIRST = Span(Position(1, 1), Position(1, 1))


def is_misnamed(path: str, in_folder: bool) -> bool:
    """Return whether a file may have a document that ownercat does not read because of the name of the file.

    If the catalog is not in a folder of its own, the repository has JSON files of other tools.
    """
    return path.lower().endswith(_MISNAMED) and (in_folder or not path.endswith(".json"))


def explain_ignored(path: str, data: bytes) -> Fault | None:
    """Return a note if a file that ownercat does not read has a document of a catalog."""
    name = path.rpartition("/")[2]
    if not name.lower().endswith(_MISNAMED) or name.endswith(_YAML) or not _DOCUMENT.search(data):
        return None
    if not name.endswith(_MARKDOWN):
        end = next(each for each in sorted(_MISNAMED, key=len, reverse=True) if name.lower().endswith(each))
        right = name[: -len(end)] + (_MARKDOWN if end.startswith(_MARKDOWN[:2]) else _YAML[0])
        message = f"skipped: ownercat does not read a file with this name: {shown(name)}"
        help = f"rename the file to `{shown(right)}`"
    elif data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"---"):
        message = "skipped: the front matter does not start on the first line"
        help = "delete the blank lines above the first `---`"
    else:
        return None  # an example in a text
    finding = Finding(Place(path, span=_FIRST), message, help, value=name, note=True)
    return Fault(codes.UNKNOWN_DOCUMENT, finding)


_PROBLEMS = {
    "symlink": (
        codes.NOT_A_REGULAR_FILE,
        "the file is a symbolic link: ownercat does not follow links",
        "replace the link with the file",
    ),
    "irregular": (
        codes.NOT_A_REGULAR_FILE,
        "the path is not a regular file",
        "replace it with a regular file, or remove it",
    ),
    "unreadable": (codes.NOT_A_REGULAR_FILE, "ownercat cannot read the file", "check the permissions of the file"),
    "unmerged": (
        codes.MERGE_CONFLICT,
        "the file has an unresolved merge conflict in the git index",
        "resolve the conflict, then run `git add` for the file",
    ),
    "missing-object": (
        codes.NOT_A_REGULAR_FILE,
        "the content of the file is not in this clone",
        "clone with `fetch-depth: 0` and without `--filter`",
    ),
}


def build_problem(path: str, problem: str) -> Fault:
    """Return the fault of a file that cannot be read."""
    code, message, help = _PROBLEMS[problem]
    if path.endswith("/") and problem == "unreadable":
        message, help = (
            "ownercat cannot open the folder",
            "check the permissions of the folder and the length of its path",
        )
    return Fault(code, Finding(Place(path, span=_FIRST), message, help, value=problem))


def check_collisions(paths: Iterable[str]) -> Iterator[Fault]:
    """Report SYN012: two paths that are one file if a file system ignores case or normalizes accents."""
    first: dict[str, str] = {}
    for path in sorted(paths):
        folded = unicodedata.normalize("NFC", path).casefold() if not path.isascii() else path.lower()
        other = first.setdefault(folded, path)
        if other is not path:
            message = f"the path differs from {shown(other)} only in letter case or in the encoding of accents"
            related = (Related(Place(other, span=_FIRST), "the other path"),)
            finding = Finding(Place(path, span=_FIRST), message, "rename one of the two paths", related, value=path)
            yield Fault(codes.NAME_COLLISION, finding)
