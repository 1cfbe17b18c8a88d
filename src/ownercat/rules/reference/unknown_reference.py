"""A document names something that no file of the catalog defines.

## What

Every name that a document uses must be defined: teams, people, rotations, escalations, services and journeys by a
document of that kind (or an alias in one); severities, channels and authorities by the policy (or its built-in
defaults); symptoms by the service, and the tier that an escalation repeats from by that escalation. The rules that a
policy turns on, off, up or down must exist.

A name of the wrong kind is reported here too: a person where only a rotation or a team fits.

Left to other rules: the owner of a service (`orphaned-service`, or `person-as-owner` when it is a person). Nothing is
said about a name that stands in a file that could not be read: once that file is mended, the name may be there.

In a foreign format (such as Backstage), a kind of thing that the repository defines nowhere is kept somewhere else.
Then one note per kind says how many references could not be judged, instead of one finding each. In our own format,
more than eight references to a kind that nothing defines are one finding as well: a file was lost, not eight names.

## Why

A dangling name is found at the worst time: the page goes to a rotation that was renamed in spring, and nobody is
called. Portals accept such names on purpose and show a broken link; a check before the merge is the only moment at
which the person who knows the right name is still looking. Renames and reorganisations touch many files, and the one
that was forgotten is usually not part of the change, which is why all files are judged, not only the changed ones.

This is P25 (canonical escalation paths) and P11 (dependencies are documented): both are worth only as much as the
names in them.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: paymnt, mode: soft, degrade: orders wait until it is back}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
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
  - {service: payment, mode: soft, degrade: orders wait until it is back}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

None.
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
    cannot_be_judged,
    fitting,
    names_person,
    noun,
    one_of,
    prefixed,
    several,
    suggestions,
    with_article,
)
from ownercat.rules.reference._words import Word, words
from ownercat.suggest import finder, nearest
from ownercat.text import listed, plural, shown

RULE = Rule(codes.UNKNOWN_REFERENCE, "unknown-reference", Severity.ERROR)

SHORT = 8  # a list of so many words is shown whole
_VERBS = {
    "dependency": "depends on",
    "escalation": "escalates to",
    "hand-over": "hands over to",
    "target": "pages",
    "service": "is about",
}
_Meant = Callable[[Collection[str], str], str]


def check(context: Context) -> Iterator[Finding]:
    """Every name that means nothing, or something of a kind that does not fit."""
    defined = context.catalog.kinds() | {"Channel"}
    meant = suggestions(context)
    away: dict[str, list[tuple[Entity, Ref]]] = {}
    gone: dict[str, list[tuple[Entity, Ref]]] = {}
    for entity, ref in _dangling(context):
        wrong = ref.kind not in ("", *ref.kinds)
        if not wrong and cannot_be_judged(defined, entity, ref):
            away.setdefault(fitting(ref)[0], []).append((entity, ref))
        elif isinstance(entity, Service) and ref is entity.owner:
            continue  # OWN001 speaks about the owners of services
        elif not wrong and not any(kind in defined for kind in fitting(ref)) and not context.uncertain(ref.name):
            gone.setdefault(fitting(ref)[0], []).append((entity, ref))
        elif wrong or not context.uncertain(ref.name):
            yield _finding(context, entity, ref, meant)
    for kind, refs in gone.items():
        if len(refs) > SHORT:
            yield _gone(context, kind, refs)
        else:
            yield from (_finding(context, entity, ref, meant) for entity, ref in refs)
    yield from (_note(kind, refs) for kind, refs in away.items())
    yield from _unknown_words(context)
    # a dialect that refers to files knows better than a look-up by name what is missing
    yield from (fault.finding for fault in context.faults.get(RULE.code, ()))


def _dangling(context: Context) -> Iterator[tuple[Entity, Ref]]:
    """Every reference that means nothing that fits, but for the owners that OWN002 speaks about."""
    find, channels = context.catalog.find, context.policy.channels
    for entity in context.catalog.entities.values():
        for ref in entity.refs:
            found = find(ref)
            if found is not None and found.kind in ref.kinds:
                continue
            if ref.what == OWNER and names_person(context, ref):
                continue
            if not ("Channel" in fitting(ref) and ref.name in channels):
                yield entity, ref


def _finding(context: Context, entity: Entity, ref: Ref, meant: _Meant) -> Finding:
    if ref.kind not in ("", *ref.kinds):
        return _wrong_kind(context, entity, ref, ref.kind)
    # a foreign name says which kind it means: an API may well be called like its component
    if entity.dialect == "native" and not ref.kind:
        for kind in PREFIXES.values():
            if context.catalog.get(kind, ref.name):
                return _wrong_kind(context, entity, ref, kind)
    return _missing(entity, ref, meant)


def _wrong_kind(context: Context, entity: Entity, ref: Ref, kind: str) -> Finding:
    named = f"{noun(kind)} {shown(ref.name)}"
    fits = next((fit for fit in ref.kinds if context.catalog.get(fit, ref.name)), "")
    found = context.catalog.get(kind, ref.name)
    return Finding(
        ref.place,
        f"{shown(entity.label)} names {named} where {one_of(ref.kinds)} belongs",
        f"did you mean {prefixed(fits, shown(ref.name))}?" if fits else f"name {one_of(ref.kinds)} here",
        (Related(found.named, f"{named} is defined here"),) if found else (),
        entity.subject,
        ref.written,
    )


def _missing(entity: Entity, ref: Ref, meant: _Meant) -> Finding:
    kinds = fitting(ref)
    written = shown(ref.written)
    if ref.what in _VERBS:
        said = f"{_VERBS[ref.what]} {written}, which no file defines"
    else:
        said = f"names {written} as {with_article(ref.what)}, but no file defines {one_of(kinds)} of that name"
    near = _kind_meant(ref) if entity.dialect == "native" and ":" in ref.name else meant(kinds, ref.name)
    if near and entity.dialect == "native" and ref.kind:
        near = prefixed(ref.kind, near)  # as it was written
    return Finding(
        ref.place,
        f"{shown(entity.label)} {said}",
        f"did you mean {shown(near)}?" if near else _cure(kinds, ref),
        subject=entity.subject,
        value=ref.written,
    )


def _cure(kinds: tuple[str, ...], ref: Ref) -> str:
    if is_placeholder(ref.name):
        return f"name {one_of(kinds)}: this is a placeholder"
    add = f"{noun(kinds[0])} {shown(ref.name)}" if len(kinds) == 1 else "it"
    return f"add {add}, or correct the name"


def _kind_meant(ref: Ref) -> str:
    """``team:payments`` for ``tem:payments``: a prefix that is no kind's stays in the name."""
    prefix, _, name = ref.name.partition(":")
    near = nearest(prefix, [prefixed(kind, "")[:-1] for kind in ref.kinds])
    return f"{near[0]}:{name}" if near else prefixed(ref.kinds[0], name)


def _gone(context: Context, kind: str, refs: list[tuple[Entity, Ref]]) -> Finding:
    """One finding for a kind of thing that is named all over the catalog and defined nowhere in it."""
    entity, ref = min(refs, key=lambda found: found[1].place[:2])
    names = dict.fromkeys(shown(each.name) for _, each in refs)
    empty = [fault.finding.place for fault in context.faults.get("SYN013", ())]
    return Finding(
        ref.place,
        f"no file defines {with_article(noun(kind))}, and {len(refs)} references name {len(names)} of them: "
        f"{listed(names, most=SHORT)}",
        f"bring back the files of the {several(kind)}, or write a document of `kind: {kind}` for each name",
        tuple(Related(place, "a file without any document") for place in empty)[:RELATED],
        entity.subject,
        kind,
        speaks_for=frozenset(f"{each.name} {its.name}" for each, its in refs),
    )


def _note(kind: str, refs: list[tuple[Entity, Ref]]) -> Finding:
    entity, ref = min(refs, key=lambda found: found[1].place[:2])
    many = several(kind)
    return Finding(
        ref.place,
        f"{plural(len(refs), 'reference')} to {many} cannot be judged: this repository defines no {noun(kind)}",
        f"nothing needs to change when {many} are kept elsewhere; add their files to have these names checked",
        subject=entity.subject,
        value=kind,
        note=True,
    )


def _unknown_words(context: Context) -> Iterator[Finding]:
    finders: dict[tuple[str, str], Callable[[str], str]] = {}
    for word in words(context):
        if word.text in word.known or context.uncertain(word.text):
            continue
        whose = (word.noun, word.home or word.entity.label)
        if whose not in finders:
            finders[whose] = _among(word.known)
        yield _unknown_word(word, shown(finders[whose](word.text)))


def _among(known: Collection[str]) -> Callable[[str], str]:
    """What a word of a list probably means. Of a short list that is shown anyway, only what is near alone."""

    def only(word: str) -> str:
        """The one that is near; ``sev9`` is as near to ``sev1`` as to ``sev2``."""
        found = nearest(word, known, 2)
        return found[0] if len(found) == 1 else ""

    return only if len(known) <= SHORT else finder(known)


def _choices(known: Collection[str]) -> str:
    return f"write {listed(map(shown, known), last='or')}" if known else ""


def _unknown_word(word: Word, near: str) -> Finding:
    text = shown(word.text)
    others = "see `ownercat rules`" if word.noun == "rule" else _choices(word.known)
    return Finding(
        word.place,
        f"{shown(word.entity.label)} names {word.noun} {text}, which {shown(word.home) or 'it'} does not define",
        f"did you mean {near}?" if near else others if others else f"define {word.noun} {text} first",
        subject=word.entity.subject,
        value=word.text,
    )
