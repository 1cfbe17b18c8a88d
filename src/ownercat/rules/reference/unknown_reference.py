"""A document uses a name that is not defined.

## What
ownercat reports a name if it is undefined or belongs to an entity of the wrong kind. The place of the definition
depends on the name:

- teams, people, rotations, escalations, services and journeys: a document of that kind, by name or alias
- severities (also those in `severityAliases`), channels and authorities: the policy, or its built-in defaults
- symptoms: the service
- the level from which an escalation repeats: the same escalation
- words in `inform` of a level: the words that are allowed in `requiredInfo` of the policy
- rules that the policy turns on, turns off or changes: the rules of ownercat

Exceptions:

- Other rules report the owner of a service: `orphaned-service`, and `person-as-owner` if the owner is a person.
- ownercat withholds a finding if a document with an error may define the name.
- In a Backstage or GitLab catalog, another repository may define a name. An undefined name is an error only if this
  repository must define the name (see `docs/known.md`). For the other undefined names, ownercat reports one info for
  each kind.
- One undefined name is one finding with all its references.
- If a native catalog has no document of a kind and more than 8 references to this kind, all of these references are one
  finding. The usual cause is a missing file.

## Why
An undefined name causes harm at the worst time: a page goes to a rotation that was renamed months ago, and reaches no
person. Before the merge, the author of the change still knows the correct name. A rename affects many files, and the
forgotten reference is usually in a file that the pull request does not change. So ownercat checks all files.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: paymnt, mode: soft, degrade: orders wait until payment works again}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, mode: soft, degrade: orders wait until payment works again}
```
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from ownercat.diagnostics import Finding, Fix, Related, Rule, Severity
from ownercat.documents import codes
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.model import PREFIXES, Entity, Ref, Service
from ownercat.rules import Context
from ownercat.rules._references import (
    OWNER,
    RELATED,
    correct_references,
    fitting,
    format_removal,
    names_person,
    noun,
    one_of,
    prefixed,
    several,
    with_article,
)
from ownercat.rules._undefined import (
    UndefinedName,
    Use,
    collect_refused,
    collect_undefined,
    is_refused,
    list_codeowners_teams,
    list_related,
    list_wrong_kinds,
    withhold,
)
from ownercat.rules.reference._words import POLICY, Word, words
from ownercat.suggest import build_finder, find_nearest, question
from ownercat.text import listed, plural, shown

RULE = Rule(codes.UNKNOWN_REFERENCE, "unknown-reference", Severity.ERROR)

SHORT = 8  # up to so many names are listed in full
_NAMED = 4  # so many entities with one undefined name are listed
_NOUNS = {"hand-over": "next escalation"}  # names of fields that need another term in a message


def check(context: Context) -> Iterator[Finding]:
    """Report each name that is undefined or of the wrong kind, once with all its references."""
    defined = context.catalog.kinds() | {"Channel"}
    outside: dict[str, list[UndefinedName]] = {}
    without_kind: dict[str, list[UndefinedName]] = {}
    for name in context.once(collect_undefined):
        if not name.expected:
            if name.cause is None:
                outside.setdefault(name.kinds[0], []).append(name)
        elif name.owned:
            continue  # OWN001 reports the owners of services
        elif name.cause is not None:
            yield withhold(_finding(context, name), name)
        elif not name.near and defined.isdisjoint(name.kinds):
            without_kind.setdefault(name.kinds[0], []).append(name)
        else:
            yield _finding(context, name)
    for kind, names in without_kind.items():
        if sum(len(name.uses) for name in names) > SHORT:
            yield _build_kind_finding(context, kind, names)
        else:
            yield from (_finding(context, name) for name in names)
    yield from (_build_note(context, kind, names) for kind, names in outside.items())
    yield from _check_kinds(context)
    yield from _check_words(context)
    # in a format that refers to files, only its reader can tell what is missing
    yield from (fault.finding for fault in context.faults.get(RULE.code, ()))


def _check_kinds(context: Context) -> Iterator[Finding]:
    refused = collect_refused(context)
    for entity, ref, kind in list_wrong_kinds(context):
        if ref.what == OWNER and (names_person(context, ref) or isinstance(entity, Service)):
            continue  # OWN001 and OWN002 report the owners of services
        if not is_refused(ref, refused):
            yield _build_wrong_kind_finding(context, entity, ref, kind)


def _build_wrong_kind_finding(context: Context, entity: Entity, ref: Ref, kind: str) -> Finding:
    label = f"{noun(kind)} {shown(ref.name)}"
    fits = next((fit for fit in ref.kinds if context.catalog.get(fit, ref.name)), "")
    target = context.catalog.get(kind, ref.name)
    field = with_article(_NOUNS.get(ref.what, ref.what))
    return Finding(
        ref.place,
        f"{shown(entity.label)} has {field} of the wrong kind: {label} instead of {one_of(ref.kinds)}",
        f"did you mean {prefixed(fits, shown(ref.name))}?" if fits else f"write the name of {one_of(ref.kinds)}",
        (Related(target.named, f"definition of {label}"),) if target else (),
        entity.subject,
        ref.written,
        fixes=correct_references([(entity, ref._replace(kind=fits))], [ref.name]) if fits else (),
    )


def _finding(context: Context, name: UndefinedName) -> Finding:
    """Build the finding about an undefined name; of several references, the first one has the location."""
    entity, ref = name.uses[0]
    near = name.near
    if entity.dialect == "native" and ":" in ref.name:
        near = (_suggest_prefix(ref),)
    return Finding(
        ref.place,
        f"{shown(entity.label)} has an undefined {_format_undefined(entity, ref)}"
        if len(name.uses) == 1
        else f"{_format_name(name)} is undefined, but {format_uses(name.uses)}",
        question(map(shown, near), format_removal(context, name.kinds, name.name) or _build_fix(name.kinds, ref)),
        list_related(context, name),
        entity.subject,
        ref.written,
        speaks_for=frozenset(entity.name for entity, _ in name.uses),
        missing=name.subject,
        fixes=_correct(context, name, near),
    )


def _correct(context: Context, name: UndefinedName, near: Sequence[str]) -> tuple[Fix, ...]:
    _, ref = name.uses[0]
    if ":" not in ref.name or len(name.uses) > 1:
        return correct_references(name.uses, near)
    prefix, _, right = near[0].partition(":") if near else ("", "", "")
    return (Fix(ref.place, near[0], old=ref.written),) if context.catalog.get(PREFIXES.get(prefix, ""), right) else ()


def _format_name(name: UndefinedName) -> str:
    _, ref = name.uses[0]
    return f"{noun(name.kinds[0])} {shown(name.name)}" if len(name.kinds) == 1 else f"the name {shown(ref.written)}"


def format_uses(uses: Sequence[Use]) -> str:
    """Format the entities that refer to a name: ``4 services refer to it: fog, lights, radar and sonar``."""
    entities = list({(entity.kind, entity.key): entity for entity, _ in uses}.values())
    kind = entities[0].kind if len({entity.kind for entity in entities}) == 1 else ""
    names = (entity.name if kind else entity.label for entity in entities)
    what = plural(len(entities), noun(kind), several(kind)) if kind else f"{len(entities)} documents"
    return f"{what} {'refers' if len(entities) == 1 else 'refer'} to it: {listed(map(shown, names), most=_NAMED)}"


def _format_undefined(entity: Entity, ref: Ref) -> str:
    """Format the field and its value: ``dependency: service payment``."""
    kinds, field = fitting(ref), _NOUNS.get(ref.what, ref.what)
    if entity.dialect != "native":
        return f"{field}: {shown(ref.written)}"
    if len(kinds) > 1:
        return f"{field}: no {listed(map(noun, kinds), last='or')} has the name {shown(ref.written)}"
    # "undefined parent team: retail" instead of "undefined parent team: team retail"
    kind = "" if field.endswith(noun(kinds[0])) else f"{noun(kinds[0])} "
    return f"{field}: {kind}{shown(ref.name)}"


def _build_fix(kinds: tuple[str, ...], ref: Ref) -> str:
    if is_placeholder(ref.name):
        return f"replace this placeholder with the name of {one_of(kinds)}"
    label = f"{noun(kinds[0]) if len(kinds) == 1 else one_of(kinds)} {shown(ref.name)}"
    return f"add {label}, or correct the name"


def _suggest_prefix(ref: Ref) -> str:
    """Return ``team:payments`` for ``tem:payments``: an unknown prefix stays in the name."""
    prefix, _, name = ref.name.partition(":")
    near = find_nearest(prefix, [prefixed(kind, "")[:-1] for kind in ref.kinds])
    return f"{near[0]}:{name}" if near else prefixed(ref.kinds[0], name)


def _build_kind_finding(context: Context, kind: str, names: list[UndefinedName]) -> Finding:
    """Report all references to a kind that the catalog does not define as one finding."""
    uses = [use for name in names for use in name.uses]
    entity, ref = min(uses, key=lambda use: use[1].place[:2])
    many = several(kind)
    empty = [fault.finding.place for fault in context.faults.get("SYN013", ())]
    return Finding(
        ref.place,
        f"the catalog defines no {many}, but {len(uses)} references name {len(names)} {many}: "
        f"{listed((shown(name.name) for name in names), most=SHORT)}",
        f"restore the files of the {many}, or add a document of `kind: {kind}` for each name",
        tuple(Related(place, "file without documents") for place in empty)[:RELATED],
        entity.subject,
        kind,
        speaks_for=frozenset(f"{each.name} {its.name}" for each, its in uses),
    )


def _build_note(context: Context, kind: str, names: list[UndefinedName]) -> Finding:
    """Report the names of a kind that may be defined in another repository as one info."""
    entity, ref = min((use for name in names for use in name.uses), key=lambda use: use[1].place[:2])
    is_one = len(names) == 1
    what = f"{noun(kind)} {shown(names[0].name)}" if is_one else f"{len(names)} {several(kind)}"
    message = f"{what} {'is' if is_one else 'are'} referenced and not defined here"
    if kind == "Team" and (known := sum(name.name in list_codeowners_teams(context) for name in names)):
        message += f": CODEOWNERS names {'it' if is_one else f'{known} of them'}"
    elif not is_one:
        message += f": {listed((shown(name.name) for name in names), most=SHORT)}"
    return Finding(
        ref.place,
        message,
        f"if {'it is' if is_one else 'they are'} in another repository, list {'it' if is_one else 'them'} under "
        "`elsewhere` in ownercat.toml",
        subject=entity.subject,
        value=kind,
        note=True,
    )


def _check_words(context: Context) -> Iterator[Finding]:
    finders: dict[tuple[str, str], Callable[[str], list[str]]] = {}
    for word in words(context):
        if word.text in word.known:
            continue
        whose = (word.noun, word.home or word.entity.label)
        if whose not in finders:
            finders[whose] = build_finder(word.known)
        cause = context.policy_error if word.home == POLICY else None
        yield _build_word_finding(word, finders[whose](word.text))._replace(cause=cause)


def _format_choices(known: Collection[str]) -> str:
    return f"write {listed((f'`{shown(name)}`' for name in known), last='or')}" if known else ""


def _build_word_finding(word: Word, near: list[str]) -> Finding:
    text, label = shown(word.text), shown(word.entity.label)
    others = "see `ownercat rules`" if word.noun == "rule" else _format_choices(word.known)
    return Finding(
        word.place,
        f"{label} uses an undefined {word.noun}: {shown(word.home) or label} does not define {text}",
        question(map(shown, near), others or f"define {word.noun} {text} first"),
        subject=word.entity.subject,
        value=word.text,
        fixes=(Fix(word.place, near[0], old=word.text),) if len(near) == 1 and word.entity.dialect == "native" else (),
    )
