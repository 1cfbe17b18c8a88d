"""A YAML document in the catalog has no known `apiVersion`, or has neither `apiVersion` nor `kind`.

## What
Every document of every YAML file in the catalog folder starts with `apiVersion: ownercat/v1` and a `kind`. ownercat
reports a document if it has neither key, or if its `apiVersion` is unknown.

- To read documents of other formats, use `--dialect NAME`.
- Move files that are not part of the catalog out of the catalog folder.
- If another format is on and the catalog folder has no native document, ownercat does not report other YAML files in
  the folder.

A note (info) names each file in the catalog folder that contains a document, but that ownercat does not read. The
reason is the file name (`.YML`, `.yaml.txt`, `.json`), or blank lines above the front matter.

## Why
If ownercat silently skipped an unknown document, its service would be missing from the catalog, and no rule would
report that.

## Example that fails
```yaml title=catalog/team.yaml
kubernetes:
  namespace: web
```

## Example that passes
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.UNKNOWN_DOCUMENT, "unknown-document", Severity.ERROR)
check = reported_while_reading(RULE.code)
