"""The rules: one module per rule under ``rules/<family>/<slug>.py``.

A rule module has a docstring (its page: *What*, *Why*, *Example that fails*, *Example that passes*, *Options*),
a constant ``RULE`` and a function ``check(context)`` that yields findings. Nothing else registers it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ownercat import plugins
from ownercat.changes.values import Change
from ownercat.diagnostics import Fault, Finding, Place, Rule
from ownercat.model import ANY_WORD, Catalog, Entity, Policy, Proof, Suppression
from ownercat.model.config import Elsewhere
from ownercat.repository.codeowners import CodeOwners

if TYPE_CHECKING:  # only a Markdown runbook needs the parser
    from ownercat.documents.markdown import TextLink
    from ownercat.model import Observations

E = TypeVar("E", bound=Entity)
T = TypeVar("T")


class Base(NamedTuple):
    """What a change is compared with: the catalog where it began, and the policy that judges both.

    ``changes``: what the change means. ``unagreed``: those of them that somebody still has to agree to, told only to
    the gate (``signoff check``).
    """

    catalog: Catalog
    policy: Policy
    changes: tuple[Change, ...] = ()
    unagreed: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """All a rule may look at.

    ``as_of``: the day that dated facts are judged at; ``None`` = timeless, the steady state.
    ``faults``: what reading the files found, by rule code.
    ``options``: the running rule's own options, defaults filled in.
    ``proofs``: what became of the signature of each SignOff record, by its name; ``None`` = nobody looked.
    ``tracked``: the paths that git tracks in this repository; ``codeowners``: its CODEOWNERS. ``None`` = not known.
    ``elsewhere``: what the configuration says is kept elsewhere.
    ``links``: the links in the text of each Markdown runbook, by the path of its file.
    ``suppressions``: the comments and rule exceptions that silence findings; ``unused``: those that silence none.
    ``observations``: the snapshots of other systems; ``None`` = not read, as under ``--timeless``.
    ``base``: where the change began; ``None`` = nothing is compared, and the rules that compare are silent.
    """

    catalog: Catalog
    policy: Policy
    as_of: date | None = None
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=lambda: MappingProxyType({}))
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    tracked: tuple[str, ...] | None = None
    codeowners: CodeOwners | None = None
    proofs: Mapping[str, Proof] | None = None
    base: Base | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    links: Mapping[str, tuple[TextLink, ...]] = field(default_factory=lambda: MappingProxyType({}))
    suppressions: tuple[Suppression, ...] = ()
    unused: tuple[Suppression, ...] = ()
    observations: Observations | None = None
    memo: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def sound(self, kind: type[E], about: str = "", reads: tuple[str, ...] = ()) -> Iterator[E]:
        """Entities of a class without errors whose dialect can state ``about``.

        ``reads``: the keys of the document that the rule reads. An entity with errors is one of the entities if the
        errors are in other keys: a document that is refused for one value is judged on its other values.
        """
        for entity in self.catalog.of(kind):
            if (entity.sound or self._is_known(entity, reads)) and (not about or entity.can_say(about)):
                yield entity

    def _is_known(self, entity: Entity, reads: tuple[str, ...]) -> bool:
        refused = self.catalog.refused.get((entity.kind, entity.key)) if reads else None
        return refused is not None and refused.isdisjoint(reads)

    def once(self, compute: Callable[[Context], T]) -> T:
        """What several rules need, computed for the first of them; never by the options of one rule."""
        if compute not in self.memo:
            self.memo[compute] = compute(self)
        found: T = self.memo[compute]
        return found

    @property
    def policy_is_whole(self) -> bool:
        """Whether the policy was read whole; else nobody knows what it decides, and nothing is judged by it."""
        return self.policy.sound and self.policy_error is None

    @property
    def policy_error(self) -> Place | None:
        """The error of a document that may be the policy, or a part of it; ``None`` without one."""
        return self.uncertain("Policy")

    def uncertain(self, name: str, *kinds: str) -> Place | None:
        """Return the error of a document that contains ``name``, because it may refer to it; ``None`` if none does.

        ``kinds``: only documents of these kinds, or of an unknown kind, can have such a reference.
        """
        causes = self.catalog.uncertain.get(name) or self.catalog.uncertain.get(ANY_WORD, {})
        return next((causes[kind] for kind in ("", *(kinds or causes)) if kind in causes), None)


Check = Callable[[Context], Iterable[Finding]]


class Registered(NamedTuple):
    """A rule module, as the linter and ``explain`` use it."""

    rule: Rule
    check: Check
    page: str
    family: str
    slug: str


@cache
def registry() -> Mapping[str, Registered]:
    """Every rule by code, in code order."""
    found = []
    for name, module in plugins.import_modules(__name__):
        rule = getattr(module, "RULE", None)
        if not isinstance(rule, Rule):
            raise TypeError(f"{name} has no RULE")
        family, slug = name.split(".")[-2:]
        found.append(Registered(rule, module.check, module.__doc__ or "", family, slug))
    return MappingProxyType({r.rule.code: r for r in sorted(found, key=lambda r: r.rule.code)})


def reported_while_reading(code: str) -> Check:
    """The check of a rule whose findings are made while files are read (families syntax and schema)."""

    def check(context: Context) -> Iterator[Finding]:
        """Hand on what reading the files found."""
        return (fault.finding for fault in context.faults.get(code, ()))

    return check
