"""Two services claim the same code.

## What
ownercat reports two services if both claim the same code in `code.paths`:

- Both claim the same path.
- Both have a pattern that matches the same tracked file, and the two patterns are equally specific.

Exceptions:

- A claim inside another claim is not reported. For example, `src/web/` gives a part of `src/` another owner.
- ownercat ignores retired services and services with `code.repository`.

## Why
`ownercat who src/pay/refund.py` must name one owner, and a code host must request the review from one team. If two
services claim the same files, each team may assume that the other team maintains them.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
code: {paths: [src/checkout/, src/pay/]}
```
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
code: {paths: [src/pay]}
```
```python title=src/checkout/basket.py
```
```python title=src/pay/refund.py
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
code: {paths: [src/]}
```
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.repository.codeowners import Claim
from ownercat.rules import Context
from ownercat.rules._code import is_judged, survey
from ownercat.text import plural, shown

RULE = Rule("OWN006", "overlapping-code", Severity.WARNING)

_RIVALS = 8  # compare at most so many claims on one file with each other


def check(context: Context) -> Iterator[Finding]:
    """Report equal paths of two services, then equally specific patterns that match the same tracked file."""
    code = context.once(survey)
    for group in code.claims.groups if code.claims else ():
        claims = sorted((claim for claim in group if is_judged(claim.service)), key=_get_position)
        for claim in claims[1:]:
            if claim.service is not claims[0].service:
                message = f"{_format_services(claims[0], claim)} claim the same code path: {shown(claim.written)}"
                yield _finding(claims[0], claim, message)
    for first, second, files in _list_overlaps(code.winners.items()):
        more = f" and {plural(len(files) - 1, 'more file', 'more files')}" if len(files) > 1 else ""
        patterns = f"{shown(first.written)} and {shown(second.written)}"
        message = (
            f"{_format_services(first, second)} claim {shown(files[0])}{more} with equally specific paths: {patterns}"
        )
        yield _finding(first, second, message)


def _get_position(claim: Claim) -> tuple[str, int, int]:
    return (claim.service.at.path, claim.service.at.document, claim.number)


def _list_overlaps(winners: Iterable[tuple[str, list[Claim]]]) -> Iterable[tuple[Claim, Claim, list[str]]]:
    """Return each pair of claims of two services with different patterns that match the same files."""
    overlaps: dict[tuple[int, int], tuple[Claim, Claim, list[str]]] = {}
    for path, claims in winners:
        if len(claims) > 1:
            rivals = sorted((claim for claim in claims if is_judged(claim.service)), key=_get_position)[:_RIVALS]
            for first, second in combinations(rivals, 2):
                if first.pattern != second.pattern and first.service is not second.service:
                    overlaps.setdefault((id(first), id(second)), (first, second, []))[2].append(path)
    return overlaps.values()


def _format_services(first: Claim, second: Claim) -> str:
    return f"{shown(first.service.label)} and {shown(second.service.label)}"


def _finding(first: Claim, second: Claim, message: str) -> Finding:
    related = (Related(first.place, f"code path of {shown(first.service.label)}"),)
    help = "remove the path from one of the services, or give each service its own folder"
    return Finding(second.place, message, help, related, second.service.subject, value=second.pattern)
