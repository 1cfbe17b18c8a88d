"""What a command reads: the folder of the catalog and the formats."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ownercat.model.config import Elsewhere

_TEMPLATES = "templates/"


class Scope(NamedTuple):
    """What to read: the folder of the catalog (relative to the root, ``""`` = the root) and the foreign formats.

    ``elsewhere``: what the repository keeps elsewhere. ``baseline``: the path of the baseline, which may not exist.
    """

    catalog: str
    dialects: tuple[str, ...] = ()
    elsewhere: "tuple[Elsewhere, ...]" = ()
    baseline: str = ""

    def is_template(self, path: str) -> bool:
        """Return whether a file is a template of `ownercat new`, which is not a part of the catalog."""
        if self.catalog:
            return path.startswith(f"{self.catalog}/{_TEMPLATES}")
        stem = path.removeprefix(_TEMPLATES).removesuffix(".yaml")  # the repository may have other templates
        return path.startswith(_TEMPLATES) and (stem == "tier" or _is_kind(stem))


def _is_kind(name: str) -> bool:
    from ownercat.documents import schema  # noqa: PLC0415  # only a template needs the kinds

    return name in schema.names()
