"""The runbook_url of an alert leads to no runbook.

## What
ownercat accepts a `runbook_url` if the file at the end of its path is in this repository, if its last part is the
name of a Runbook, or if a service links to this URL. Runbooks that are elsewhere are declared in the configuration: an
entry of `elsewhere` with `kinds = ["Runbook"]`. All URLs of another site are one finding. ownercat opens no URL.

## Why
Whoever is paged at night opens this link first.

## Example that fails
```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {service: till, severity: sev2}
        annotations: {runbook_url: "https://code.example/shop/blob/main/runbooks/till.md"}
```

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
```

## Example that passes
```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {service: till, severity: sev2}
        annotations: {runbook_url: "https://code.example/shop/blob/main/runbooks/till-slow.md"}
```

```yaml title=runbooks/till-slow.md
# Till is slow
```
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Entity, Runbook
from ownercat.rules import Context
from ownercat.rules.reality._alerts import alerts, build_finding, format_alerts, group_alerts
from ownercat.text import shown

if TYPE_CHECKING:
    from ownercat.model import AlertOwner

RULE = Rule("REA204", "dead-runbook-url", Severity.WARNING)
_FILES = ("blob", "tree", "src")  # the folder in a URL of a code host that follows the name of the repository


def check(context: Context) -> Iterator[Finding]:
    """Report URLs that lead nowhere: one by one if they lead into this repository, else once for each site."""
    found = context.once(alerts)
    known = {runbook.name for runbook in context.catalog.of(Runbook)}
    linked = {link.url for entity in context.catalog.of(Entity) for link in entity.links} if found else set()
    ours = {_find_site(each.rule.runbook) for each in found if each.rule.runbook_path} - {""}

    def get_cause(each: "AlertOwner") -> str | None:
        """Return the URL, or its site, if it leads nowhere."""
        url = each.rule.runbook
        bare, _, fragment = url.partition("#")
        name = bare.rstrip("/").rpartition("/")[2].removesuffix(".md").removesuffix(".html")
        if not url or each.rule.runbook_path or "{{" in url or not linked.isdisjoint((url, bare)):
            return None
        if not known.isdisjoint((name, fragment)) or any(
            each.matches(("Runbook",), name) for each in context.elsewhere
        ):
            return None
        site = _find_site(url)
        return url if not site or site in ours else site

    for target, group in group_alerts(found, get_cause).items():
        has = "has" if len(group) == 1 else "have"
        message = f"{format_alerts(group)} {has} a `runbook_url` that leads to no runbook here: {shown(target, 120)}"
        help = 'correct the URL, or add `kinds = ["Runbook"]` with a `reason` to `elsewhere` in the configuration'
        place = group[0].rule.place.at("annotations", "runbook_url")
        cause = context.catalog.find_hidden(("Runbook",), target.rstrip("/").rpartition("/")[2])
        yield build_finding(group, place, message, help, target, cause)


def _find_site(url: str) -> str:
    """Return the part of a URL before the files of a repository, else its host; "" for a path."""
    scheme, slashes, rest = url.partition("://")
    if not slashes:
        return ""
    parts = rest.split("/")
    end = next((number for number, part in enumerate(parts) if part in _FILES), 1)
    return f"{scheme}://{'/'.join(parts[:end])}"
