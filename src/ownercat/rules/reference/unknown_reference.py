"""A document uses a name that is not defined.

## What
ownercat reports a name if it is undefined or belongs to an entity of the wrong kind. The place of the definition
depends on the name:

- teams, people, rotations, escalation policies, services and journeys: a document of that kind, by name or alias
- severities, channels and authorities: the policy, or its built-in defaults; also the severity of an entry of
  `severityAliases`
- symptoms: the service
- the level from which an escalation policy repeats: the same escalation policy
- words of `inform` of a level: the words that `requiredInfo` of the policy can have
- rules that the policy turns on, turns off or changes: the rules of ownercat

Exceptions:

- Other rules report the owner of a service: `orphaned-service`, and `person-as-owner` if the owner is a person.
- ownercat ignores a name if a file that ownercat cannot read contains it, because that file may define it.
- A Backstage or GitLab catalog may define no entity of a kind, because another system does. For each such kind,
  ownercat reports one note (info) with the number of references that it cannot check.
- In the native format, more than 8 references to a kind without any document are one finding. Usually, a file is
  missing.

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

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.documents import codes
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.model import PREFIXES, Entity, Ref, Service
from ownercat.rules import Context
from ownercat.rules._references import (
    OWNER,
    RELATED,
    Suggest,
    cannot_be_judged,
    fitting,
    format_removal,
    names_person,
    noun,
    one_of,
    prefixed,
    several,
    suggestions,
    with_article,
)
from ownercat.rules.reference._words import Word, words
from ownercat.suggest import build_finder, find_nearest, question
from ownercat.text import listed, plural, shown

RULE = Rule(codes.UNKNOWN_REFERENCE, "unknown-reference", Severity.ERROR)

SHORT = 8  # up to so many names are listed in full
_NOUNS = {"hand-over": "next escalation"}  # names of fields that need another term in a message


def check(context: Context) -> Iterator[Finding]:
    """Report each name that is undefined or of the wrong kind."""
    defined = context.catalog.kinds() | {"Channel"}
    suggest = suggestions(context)
    unchecked: dict[str, list[tuple[Entity, Ref]]] = {}
    missing: dict[str, list[tuple[Entity, Ref]]] = {}
    for entity, ref in _list_undefined(context):
        wrong = ref.kind not in ("", *ref.kinds)
        if not wrong and not _find_other_kind(context, entity, ref) and cannot_be_judged(defined, entity, ref):
            unchecked.setdefault(fitting(ref)[0], []).append((entity, ref))
        elif isinstance(entity, Service) and ref is entity.owner:
            continue  # OWN001 reports the owners of services
        elif not wrong and not any(kind in defined for kind in fitting(ref)) and not context.uncertain(ref.name):
            missing.setdefault(fitting(ref)[0], []).append((entity, ref))
        elif wrong or not context.uncertain(ref.name):
            yield _finding(context, entity, ref, suggest)
    for kind, refs in missing.items():
        if len(refs) > SHORT:
            yield _build_kind_finding(context, kind, refs)
        else:
            yield from (_finding(context, entity, ref, suggest) for entity, ref in refs)
    yield from (_build_note(kind, refs) for kind, refs in unchecked.items())
    yield from _check_words(context)
    # in a format that refers to files, only its reader can tell what is missing
    yield from (fault.finding for fault in context.faults.get(RULE.code, ()))


def _list_undefined(context: Context) -> Iterator[tuple[Entity, Ref]]:
    """Yield each reference without a fitting entity, except the owners that OWN002 reports."""
    find, channels = context.catalog.find, context.policy.channels
    for entity in context.catalog.entities.values():
        for ref in entity.refs:
            target = find(ref)
            if target is not None and target.kind in ref.kinds:
                continue
            if ref.what == OWNER and names_person(context, ref):
                continue
            if not ("Channel" in fitting(ref) and ref.name in channels):
                yield entity, ref


def _finding(context: Context, entity: Entity, ref: Ref, suggest: Suggest) -> Finding:
    if ref.kind not in ("", *ref.kinds):
        return _build_wrong_kind_finding(context, entity, ref, ref.kind)
    # in other formats, the field decides on the kind: an API often has the name of its component
    if entity.dialect == "native" and not ref.kind:
        for kind in PREFIXES.values():
            if context.catalog.get(kind, ref.name):
                return _build_wrong_kind_finding(context, entity, ref, kind)
    return _build_undefined_finding(context, entity, ref, suggest)


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
    )


def _build_undefined_finding(context: Context, entity: Entity, ref: Ref, suggest: Suggest) -> Finding:
    kinds = fitting(ref)
    other = _find_other_kind(context, entity, ref)
    if entity.dialect == "native" and ":" in ref.name:
        near = [_suggest_prefix(ref)]
    else:
        near = [other] if other else suggest(kinds, ref.name)
        if entity.dialect == "native" and ref.kind and not other:
            near = [prefixed(ref.kind, name) for name in near]  # as it was written
    return Finding(
        ref.place,
        f"{shown(entity.label)} has an undefined {_format_undefined(entity, ref)}",
        question(map(shown, near), format_removal(context, kinds, ref.name) or _build_fix(kinds, ref)),
        subject=entity.subject,
        value=ref.written,
    )


def _find_other_kind(context: Context, entity: Entity, ref: Ref) -> str:
    """Return the reference with the kind that has this name, if the reference names another kind; otherwise ``""``."""
    get = context.catalog.get
    if entity.dialect == "native":
        found = next((kind for kind in ref.kinds if get(kind, ref.name)), "") if ref.kind else ""
        return prefixed(found, ref.name) if found else ""
    prefix, _, name = ref.written.rpartition(":")
    same = [each for kind in context.catalog.kinds() if (each := get(kind, ref.name))] if prefix else []
    return f"{same[0].label.partition(' ')[0]}:{name}" if len(same) == 1 else ""


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


def _build_kind_finding(context: Context, kind: str, refs: list[tuple[Entity, Ref]]) -> Finding:
    """Report all references to a kind that the catalog does not define as one finding."""
    entity, ref = min(refs, key=lambda pair: pair[1].place[:2])
    names = dict.fromkeys(shown(each.name) for _, each in refs)
    many = several(kind)
    empty = [fault.finding.place for fault in context.faults.get("SYN013", ())]
    return Finding(
        ref.place,
        f"the catalog defines no {many}, but {len(refs)} references name {len(names)} {many}: "
        f"{listed(names, most=SHORT)}",
        f"restore the files of the {many}, or add a document of `kind: {kind}` for each name",
        tuple(Related(place, "file without documents") for place in empty)[:RELATED],
        entity.subject,
        kind,
        speaks_for=frozenset(f"{each.name} {its.name}" for each, its in refs),
    )


def _build_note(kind: str, refs: list[tuple[Entity, Ref]]) -> Finding:
    entity, ref = min(refs, key=lambda pair: pair[1].place[:2])
    many = several(kind)
    return Finding(
        ref.place,
        f"ownercat cannot check {plural(len(refs), 'reference')} to {many}: this repository defines no {noun(kind)}",
        f"to check these names, add the files of the {many}; if they are in another system, change nothing",
        subject=entity.subject,
        value=kind,
        note=True,
    )


def _check_words(context: Context) -> Iterator[Finding]:
    finders: dict[tuple[str, str], Callable[[str], list[str]]] = {}
    for word in words(context):
        if word.text in word.known or context.uncertain(word.text):
            continue
        whose = (word.noun, word.home or word.entity.label)
        if whose not in finders:
            finders[whose] = build_finder(word.known)
        yield _build_word_finding(word, finders[whose](word.text))


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
    )
