"""The alias for the old name: an entry under ``aliases``, in the style of the document."""

from typing import Any, NamedTuple

from ownercat.diagnostics import Place, Pointer
from ownercat.documents import source, text_edits
from ownercat.documents.source import Node
from ownercat.documents.text_edits import Edit
from ownercat.edits.renames.values import RenameRequest
from ownercat.model import Entity
from ownercat.text import format_json

_KEY = "aliases"


class AliasEdit(NamedTuple):
    """The edits of the renamed document, and the resulting values."""

    edits: tuple[Edit, ...]
    values: dict[Pointer, Any]


class _FileText(NamedTuple):
    """The text of the document's file, and the location of its nodes."""

    path: str
    text: str
    at: Place
    nodes: dict[Place, Node]

    def node(self, *keys: str | int) -> Node | None:
        """Return a node of the document; ``None`` if it does not exist."""
        return self.nodes.get(self.at.at(*keys))

    @property
    def json(self) -> bool:
        """Whether the keys of the document are in quotes, as in JSON."""
        key = self.nodes.get(self.at.key("name"))
        return key is not None and self.text[key.start : key.start + 1] == '"'


def build_alias_edit(data: bytes, document: Any, entity: Entity, request: RenameRequest) -> AliasEdit | None:
    """Return the edit that makes the old name an alias; ``None`` if the form of the document does not allow one."""
    at = entity.at
    there = document.get(_KEY, [])
    if not isinstance(there, list):
        return None
    page = _read_page(data, at, len(there))
    entry = {"name": request.old, "until": str(request.until)}
    swapped = next((i for i, item in enumerate(there) if _is_named(item, request.new)), None)
    if swapped is not None:
        return _swap_names(page, swapped, there[swapped], entry)
    edit = _extend_list(page, len(there), entry) if _KEY in document else _add_list(page, entry)
    return AliasEdit((edit,), {(_KEY,): [*there, entry]}) if edit else None


def _is_named(item: Any, name: str) -> bool:
    return isinstance(item, dict) and item.get("name") == name


def _read_page(data: bytes, at: Place, count: int) -> _FileText:
    wanted = [at, at.key("name"), at.at("name"), at.at(_KEY)]
    for number in range(count):
        wanted += [at.at(_KEY, number), at.at(_KEY, number, "name"), at.at(_KEY, number, "until")]
    return _FileText(at.path, source.text_of(at.path, data), at, dict(source.nodes(data, wanted)))


def _swap_names(page: _FileText, number: int, item: dict[str, Any], entry: dict[str, str]) -> AliasEdit | None:
    """Rename back to an earlier name: its alias gets the name that ends now, with the new end date."""
    edits: list[Edit] = []
    values: dict[Pointer, Any] = {}
    for key in ("name", "until"):
        if key not in item:
            continue  # an alias without an end date keeps having none
        node = page.node(_KEY, number, key)
        if node is None or node.style != "scalar":
            return None
        end = node.start + len(page.text[node.start : node.end].rstrip())
        edits.append(Edit(page.path, node.start, end, _render_scalar(entry[key], page.text[node.start])))
        values[(_KEY, number, key)] = entry[key]
    return AliasEdit(tuple(edits), values)


def _render_scalar(text: str, quote: str) -> str:
    return f"{quote}{text}{quote}" if quote in ('"', "'") else text_edits.render_scalar(text)


def _extend_list(page: _FileText, count: int, entry: dict[str, str]) -> Edit | None:
    """Return the edit that adds an entry at the end of the list."""
    node = page.node(_KEY)
    if node is None or node.style == "alias":
        return None
    if not count:
        bracket = page.text.find("[", node.start, node.end)
        return _build_insertion(page, bracket + 1, _render_item(page, entry)) if bracket >= 0 else None
    last = page.node(_KEY, count - 1)
    if last is None:
        return None
    if node.style == "flow":
        return _build_insertion(page, last.last, f", {_render_item(page, entry)}")
    return _build_line(page, last, node.start, f"- {_render_item(page, entry)}")


def _add_list(page: _FileText, entry: dict[str, str]) -> Edit | None:
    """Return the edit that adds the key after the name."""
    root, key, name = page.node(), page.nodes.get(page.at.key("name")), page.node("name")
    if root is None or key is None or name is None:
        return None
    written = f'"{_KEY}"' if page.json else _KEY
    if root.style == "flow":
        return _build_insertion(page, name.last, f", {written}: [{_render_item(page, entry)}]")
    return _build_line(page, name, key.start, f"{written}: [{_render_item(page, entry)}]")


def _render_item(page: _FileText, entry: dict[str, str]) -> str:
    if page.json:
        return format_json(entry)
    return f"{{name: {text_edits.render_scalar(entry['name'])}, until: {entry['until']}}}"


def _build_insertion(page: _FileText, at: int, text: str) -> Edit:
    return Edit(page.path, at, at, text)


def _build_line(page: _FileText, after: Node, like: int, text: str) -> Edit | None:
    """Return the edit that adds a line after a node, indented like the text at ``like``."""
    feed = next((end for end in ("\r\n", "\n", "\r") if end in page.text), "\n")
    indent = page.text[page.text.rfind(feed[-1], 0, like) + 1 : like]
    if indent.strip(" "):
        return None
    end = page.text.find(feed[-1], max(after.last - 1, 0)) + 1
    if not end:
        return _build_insertion(page, len(page.text), f"{feed}{indent}{text}")
    return _build_insertion(page, end, f"{indent}{text}{feed}")
