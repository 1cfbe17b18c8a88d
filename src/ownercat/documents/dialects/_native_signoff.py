"""SignOff, BreakGlass and Attestation records of the native format."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ownercat.documents.dialects._fields import Fields
from ownercat.documents.dialects._native_meta import PERSON, SERVICE, TEAM, meta
from ownercat.model import EMPTY, Attestation, BreakGlass, SignOff, StandingScope


def sign_off(fields: Fields, name: str, sound: bool) -> SignOff:
    """Build a SignOff record."""
    party = fields.below("party")
    return SignOff(
        **meta(fields, "SignOff", name, sound),
        service=fields.ref("service", SERVICE, "service"),
        change=fields.text("change"),
        standing=_build_standing(fields.below("standing")),
        team=party.ref("team", TEAM, "party") if party else None,
        role=party.text("role") if party else "",
        decision=fields.text("decision"),
        before=_get_values(fields, "from"),
        after=_get_values(fields, "to"),
        agreed=_get_values(fields, "agreed"),
        terms=fields.text("terms"),
        by=fields.ref("by", PERSON, "approver"),
        given=fields.instant("at"),
        expires=fields.date("expires"),
        signature=fields.text("signature"),
        written=MappingProxyType(dict(fields.data)),
        refs=tuple(fields.refs),
    )


def _build_standing(item: Fields | None) -> StandingScope | None:
    if item is None:
        return None
    return StandingScope(
        item.ref("provider", SERVICE, "provider"), item.ref("consumer", SERVICE, "consumer"), item.place
    )


def _get_values(fields: Fields, key: str) -> Mapping[str, Any]:
    value = fields.data.get(key)
    return MappingProxyType(value) if value.__class__ is dict else EMPTY


def break_glass(fields: Fields, name: str, sound: bool) -> BreakGlass:
    """Build a BreakGlass record."""
    return BreakGlass(
        **meta(fields, "BreakGlass", name, sound),
        incident=fields.text("incident"),
        reason=fields.text("reason"),
        services=fields.references("services", SERVICE, "service"),
        invoked_by=fields.ref("invokedBy", PERSON, "person who invoked it"),
        second=fields.ref("second", PERSON, "second person"),
        covers=fields.texts("covers"),
        invoked=fields.instant("at"),
        expires=fields.instant("expires"),
        retro_due=fields.date("retroDue"),
        signature=fields.text("signature"),
        second_signature=fields.text("secondSignature"),
        written=MappingProxyType(dict(fields.data)),
        refs=tuple(fields.refs),
    )


def attestation(fields: Fields, name: str, sound: bool) -> Attestation:
    """Build an Attestation record."""
    return Attestation(
        **meta(fields, "Attestation", name, sound),
        service=fields.ref("service", SERVICE, "service"),
        team=fields.ref("team", TEAM, "team"),
        content=fields.text("content"),
        by=fields.ref("by", PERSON, "person who confirms"),
        given=fields.instant("at"),
        signature=fields.text("signature"),
        written=MappingProxyType(dict(fields.data)),
        refs=tuple(fields.refs),
    )
