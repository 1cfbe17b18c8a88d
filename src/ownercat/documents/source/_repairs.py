"""The text that repairs a syntax error, if there is only one: a missing space, dash or pair of quotes."""

import json
import re

from ownercat.documents.source._wording import YamlError

_TOKEN = re.compile(r"""[^\s,\[\]{}#"'\\]+""")
_VALUE_END = re.compile(r"[ \t]*(?:$|[,\]}\r\n]|[ \t]#)")


def find_repair(text: str, start: int, end: int, problem: YamlError) -> tuple[int, int, str] | None:
    """Return the range of the wrong text and the correct text; ``None`` if a person must decide."""
    written = text[start:end]
    if problem.help == "replace the character with a space":
        return start, end, " "
    if problem.help.startswith("write `"):
        new = problem.help.removeprefix("write `").removesuffix("`")
        is_spaced = new.replace(" ", "") == written.replace(" ", "")
        return (start, end, new) if new != written and (is_spaced or new == f"- {written}") else None
    if problem.help == f'quote the value: `"{written}"`':  # in braces, where a # begins a comment
        return (start, end, json.dumps(written, ensure_ascii=False)) if " " not in written else None
    token = _TOKEN.match(text, start) if problem.help == "quote the value" else None
    if token is None or not _VALUE_END.match(text, token.end()):
        return None
    return start, token.end(), json.dumps(token[0], ensure_ascii=False)
