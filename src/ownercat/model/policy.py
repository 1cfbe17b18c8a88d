"""The built-in policy, and how a Policy document of the organization changes it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ownercat.diagnostics import Place
from ownercat.model import (
    BreakGlassPolicy,
    Channel,
    Duration,
    Policy,
    PublishPolicy,
    Ref,
    RulesPolicy,
    ServiceTierPolicy,
    SeverityLevel,
    SignoffPolicy,
    Suppression,
    parse_day,
    parse_duration,
    parse_ref,
)

NAME = "default"  # the name of the policy if the catalog has no Policy document
PUBLISHED_FIELDS = ("handles", "names", "contacts")  # what `publish.fields` allows, from the least to the most
WAKING = frozenset({"push", "phone", "sms"})
# the information that a page can contain: the words of `inform` and `requiredInfo`
INFORMATION = ("severity", "service", "timeline", "affectedServices", "workarounds", "runbook")

# Has the form of a Policy document. `ownercat policy` prints it; the docs describe it.
DEFAULT: Mapping[str, Any] = MappingProxyType(
    {
        "severities": [
            {"id": "sev1", "title": "Critical", "major": True, "page": "24x7"},
            {"id": "sev2", "title": "Serious", "major": True, "page": "24x7"},
            {"id": "sev3", "title": "Moderate", "major": False, "page": "hours"},
            {"id": "sev4", "title": "Minor", "major": False, "page": "hours"},
        ],
        "severityAliases": {},
        "tiers": {
            "1": {
                "title": "Critical",
                "requires": ["owner", "escalation", "sla", "runbook"],
                "escalationTiers": 3,
            },
            "2": {"title": "Important", "requires": ["owner", "escalation", "runbook"], "escalationTiers": 2},
            "3": {"title": "Normal", "requires": ["owner", "escalation"], "escalationTiers": 1},
            "4": {"title": "Minor", "requires": ["owner"], "escalationTiers": 0},
        },
        "channels": {
            medium: {"medium": medium, "provider": medium, "wakes": medium in WAKING}
            for medium in ("push", "phone", "sms", "chat", "email", "ticket", "status")
        },
        "requiredInfo": ["severity", "service", "timeline", "workarounds"],
        "authorities": ["hotfix", "rollback", "failover", "flag", "freezeOverride", "publicStatement"],
        "vocabulary": {},
        "governance": {"quorum": 2, "represents": ["product", "engineering", "security", "support"]},
        "signoff": {
            "requireFor": {"modes": ["hard"], "tiers": [1, 2]},
            "minEvidence": "E1",
            "distinctHumans": 2,
            "signers": "catalog/allowed_signers",
        },
        "snapshots": {"maxAge": {}},
        "attestation": {},
        "publish": {"fields": "handles", "people": False},
        "breakGlass": {"roster": [], "maxHours": 24, "retroDays": 5, "budgetPerQuarter": 3},
        "rules": {"select": [], "ignore": [], "severity": {}, "options": {}, "overrides": [], "exceptions": []},
    }
)


def resolve_policy(document_data: Mapping[str, Any] | None, place: Place) -> Policy:
    """Return the effective policy: the data of a document over the defaults. Values of a wrong type are ignored."""
    data = _merge(DEFAULT, _normalize_keys(document_data or {}))
    name = data.get("name")
    roster = _build_roster(data["breakGlass"].get("roster"), place)
    team = _build_governance_team(data["governance"].get("team"), place)
    refs = (*((team,) if team else ()), *roster, *_build_deciders(data["rules"]["exceptions"], place))
    return Policy(
        kind="Policy",
        name=name if isinstance(name, str) and name and name.isprintable() else NAME,
        at=place,
        named=place.at("name"),
        key=name if isinstance(name, str) and name else NAME,
        refs=refs,
        severities=_build_severities(data["severities"]) or _build_severities(DEFAULT["severities"]),
        severity_aliases=_get_text_map(data["severityAliases"]),
        tiers=_build_tiers(data["tiers"]),
        channels=_build_channels(data["channels"]),
        required_info=_get_texts(data["requiredInfo"]),
        authorities=_get_texts(data["authorities"]),
        vocabulary=_collect_vocabulary(data["vocabulary"]),
        governance_team=team,
        governance_quorum=_get_count(data["governance"], "quorum", least=1),
        signoff=_build_signoff(data["signoff"])._replace(enabled="signoff" in (document_data or {})),
        break_glass=BreakGlassPolicy(
            roster,
            _get_count(data["breakGlass"], "maxHours", least=1),
            _get_count(data["breakGlass"], "retroDays", least=1),
            _get_count(data["breakGlass"], "budgetPerQuarter", least=0),
        ),
        attestation_every=_get_duration(data["attestation"], "every"),
        snapshot_ages=_get_durations(data["snapshots"].get("maxAge")),
        publish=_build_publish(data["publish"]),
        rules=_build_rules(data["rules"], place),
        data=data,
    )


def place_policy(decided: Policy, at: Place) -> Policy:
    """Return a policy with the location of another document, so that findings have locations in another tree.

    Values that cannot be read are ignored without a finding.
    """
    return replace(resolve_policy(decided.data, at), signoff=decided.signoff)


def collect_origins(document: Mapping[str, Any] | None) -> Mapping[str, str]:
    """Return the source of each setting by its dotted key: ``default`` or ``policy``."""
    normalized = _normalize_keys(document or {})
    return {
        ".".join(keys): _find_origin(normalized, keys, leaf)
        for keys, leaf in _list_leaves(_merge(DEFAULT, normalized), ())
    }


def _find_origin(value: Any, keys: tuple[str, ...], leaf: Any) -> str:
    for key in keys:
        if not isinstance(value, Mapping) or key not in value:
            return "default"
        value = value[key]
    # a value of a wrong type is not part of the result
    return "policy" if value is leaf or (value == leaf and type(value) is type(leaf)) else "default"


def _list_leaves(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping) and value:
        for key, below in value.items():
            yield from _list_leaves(below, (*keys, key))
    else:
        yield keys, value


def _normalize_keys(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with text keys for tiers, severity aliases and channels."""
    kept = dict(data)
    for name in ("tiers", "severityAliases", "channels"):
        part = kept.get(name)
        if isinstance(part, Mapping):
            kept[name] = {str(key): value for key, value in part.items() if isinstance(key, str | int)}
    return kept


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Merge mappings by key and replace all other values; ignore a value whose type differs from the default."""
    result: dict[str, Any] = dict(base)
    for key, value in over.items():
        known = base.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            result[key] = value if _has_other_medium(known, value) else _merge(known, value)
        elif known is None or _has_same_type(known, value):
            result[key] = value
    return result


def _has_other_medium(known: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Return whether a channel uses the id of a default for another medium; it does not inherit its values then."""
    return "medium" in known and value.get("medium", known["medium"]) != known["medium"]


def _has_same_type(known: object, value: object) -> bool:
    if isinstance(known, bool) or isinstance(value, bool):
        return isinstance(known, bool) and isinstance(value, bool)
    return isinstance(value, type(known))


def _build_governance_team(written: Any, place: Place) -> Ref | None:
    if not isinstance(written, str) or not written:
        return None
    return parse_ref(written, ("Team",), place.at("governance", "team"), "governance team")


def _build_roster(people: Any, place: Place) -> tuple[Ref, ...]:
    return tuple(
        parse_ref(person, ("Person",), place.at("breakGlass", "roster", number), "person of the emergency roster")
        for number, person in enumerate(people if isinstance(people, list) else ())
        if isinstance(person, str) and person
    )


def _build_deciders(exceptions: list[Any], place: Place) -> Iterator[Ref]:
    for number, item in enumerate(exceptions):
        if isinstance(item, Mapping) and (by := _get_text(item, "by")):
            at = place.at("rules", "exceptions", number, "by")
            yield parse_ref(by, ("Person", "Team"), at, "decider of a rule exception")


def _build_signoff(data: Mapping[str, Any]) -> SignoffPolicy:
    required_for = data["requireFor"]
    tiers = required_for.get("tiers")
    return SignoffPolicy(
        modes=frozenset(_get_texts(required_for.get("modes"))),
        tiers=frozenset(tier for tier in tiers if isinstance(tier, int)) if isinstance(tiers, list) else frozenset(),
        min_evidence=_get_text(data, "minEvidence"),
        distinct_humans=_get_count(data, "distinctHumans", least=1),
        max_age=_get_duration(data, "maxAge"),
        signers=_get_text(data, "signers"),
    )


def _get_count(data: Mapping[str, Any], key: str, least: int) -> int:
    value = data.get(key)  # has the type of the default: values of other types were ignored
    return max(value, least) if isinstance(value, int) else least


def _build_publish(data: Mapping[str, Any]) -> PublishPolicy:
    fields = _get_text(data, "fields")
    return PublishPolicy(fields if fields in PUBLISHED_FIELDS else PUBLISHED_FIELDS[0], data.get("people") is True)


def _build_severities(items: list[Any]) -> tuple[SeverityLevel, ...]:
    levels: dict[str, SeverityLevel] = {}
    for item in items:
        if isinstance(item, Mapping) and (name := _get_text(item, "id")):
            level = SeverityLevel(
                name,
                _get_text(item, "title", name),
                item.get("major") is True,
                _get_page(item),
                _get_duration(item, "postmortemWithin"),
            )
            levels.setdefault(name, level)
    return tuple(levels.values())


def _get_page(item: Mapping[str, Any]) -> str:
    return "24x7" if item.get("page") == "24x7" else "hours"


def _build_tiers(tiers: Mapping[str, Any]) -> Mapping[int, ServiceTierPolicy]:
    return MappingProxyType({number: _build_tier(tiers.get(str(number))) for number in (1, 2, 3, 4)})


def _build_tier(tier: Any) -> ServiceTierPolicy:
    tier = tier if isinstance(tier, Mapping) else {}
    count = tier.get("escalationTiers")
    usable = isinstance(count, int) and not isinstance(count, bool) and count >= 0
    return ServiceTierPolicy(
        _get_text(tier, "title"),
        frozenset(_get_texts(tier.get("requires"))),
        count if usable else 0,
        _get_duration(tier, "drillEvery"),
    )


def _build_channels(channels: Mapping[str, Any]) -> Mapping[str, Channel]:
    return MappingProxyType(
        {name: _build_channel(name, data) for name, data in channels.items() if isinstance(data, Mapping)}
    )


def _build_channel(name: str, data: Mapping[str, Any]) -> Channel:
    medium = _get_text(data, "medium")
    wakes = data.get("wakes")
    provider = _get_text(data, "provider", medium or name)
    return Channel(name, medium, provider, wakes if isinstance(wakes, bool) else medium in WAKING)


def _collect_vocabulary(words: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Return the closed lists: label keys under ``labels``, or the values of a label under ``labels.<key>``."""
    lists = {key: _get_texts(value) for key, value in words.items() if isinstance(value, list)}
    labels = words.get("labels")
    if isinstance(labels, Mapping):
        lists |= {f"labels.{key}": _get_texts(value) for key, value in labels.items()}
    return MappingProxyType(lists)


def _build_rules(rules: Mapping[str, Any], place: Place) -> RulesPolicy:
    options = {name: data for name, data in rules["options"].items() if isinstance(data, Mapping)}
    overrides = tuple(
        (_get_texts(item.get("paths")), _get_texts(item.get("ignore")))
        for item in rules["overrides"]
        if isinstance(item, Mapping)
    )
    return RulesPolicy(
        _get_texts(rules["select"]),
        _get_texts(rules["ignore"]),
        _get_text_map(rules["severity"]),
        options,
        overrides,
        tuple(
            _build_exception(item, place.at("rules", "exceptions", number))
            for number, item in enumerate(rules["exceptions"])
            if isinstance(item, Mapping)
        ),
    )


def _build_exception(item: Mapping[str, Any], place: Place) -> Suppression:
    until = parse_day(item.get("until"))
    problem = "its `until` is not a date" if "until" in item and until is None else ""
    texts = (_get_text(item, key) for key in ("rule", "reason", "entity"))
    rule, reason, entity = (text.strip() for text in texts)
    return Suppression(rule, place, reason, until, entity=entity, problem=problem)


def _get_text(data: Mapping[str, Any], key: str, default: str = "") -> str:
    value = data.get(key)
    return value if isinstance(value, str) and value else default


def _get_duration(data: Mapping[str, Any], key: str) -> Duration | None:
    value = data.get(key)
    return parse_duration(value) if isinstance(value, str) else None


def _get_durations(value: Any) -> Mapping[str, Duration]:
    items = value if isinstance(value, Mapping) else {}
    return {key: found for key in items if isinstance(key, str) and (found := _get_duration(items, key))}


def _get_texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _get_text_map(value: Mapping[str, Any]) -> Mapping[str, str]:
    return {key: word for key, word in value.items() if isinstance(word, str)}
