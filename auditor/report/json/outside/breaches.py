"""The JSON document of breaches that hold the person's addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from auditor.domain.outside.breaches import Breach, BreachLookup, Paste, gravest_first
from auditor.ports import Outgoing
from auditor.report.json.documents import write
from auditor.report.json.outgoing import sent
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.breaches import (
    BreachAddressJson,
    BreachesJson,
    BreachJson,
    PasteJson,
    ServiceKeyJson,
    ServiceKeysJson,
)
from auditor.report.words import breaches as words


def breaches(
    lookups: Sequence[BreachLookup],
    outgoing: Iterable[Outgoing] = (),
    why: Mapping[str, str] | None = None,
    *,
    dry_run: bool = False,
    masked: bool = False,
) -> str:
    """auditor/breaches/1. `why` says by id of an address what could not be told just now."""
    reasons = why or {}
    body: BreachesJson = {
        "dry_run": dry_run,
        "addresses": [_address(each, reasons.get(each.id, "")) for each in lookups],
        "breaches": [
            _breach(breach, lookup, masked=masked)
            for lookup in lookups
            for breach in gravest_first(lookup.breaches)
        ],
        "pastes": [
            _paste(paste, lookup, masked=masked) for lookup in lookups for paste in lookup.pastes
        ],
        "sent": sent(outgoing),
        "attribution": words.attribution(),
        "free": words.free_page(),
    }
    return write("breaches", body)


def _address(lookup: BreachLookup, why: str) -> BreachAddressJson:
    return {
        "id": lookup.id,
        "masked": lookup.masked,
        "state": lookup.state.value,
        "asked_at": lookup.asked_at,
        "paste_state": lookup.paste_state.value,
        "pastes_at": lookup.pastes_at,
        "cut": lookup.cut,
        "means": words.state(lookup),
        "could_not_tell": text(why) or None,
    }


def _breach(breach: Breach, lookup: BreachLookup, *, masked: bool) -> BreachJson:
    return {
        "address": lookup.id,
        "name": text(words.name(breach, masked=True) if masked else breach.name),
        "title": text(words.name(breach, masked=masked)),
        "date": breach.date or None,
        "data_classes": [text(each) for each in words.classes(breach, masked=masked)],
        "leaked": sorted(each.value for each in breach.leaked),
        "photos_exposed": breach.photos_exposed,
        "first": breach.first,
        "flags": [flag.value for flag in breach.flags],
        "dealt_with_at": breach.dealt_with_at,
        "source": text(words.source(breach, masked=masked)),
    }


def _paste(paste: Paste, lookup: BreachLookup, *, masked: bool) -> PasteJson:
    return {
        "address": lookup.id,
        "source": text(paste.source),
        "id": None if masked else text(paste.id),
        "title": None if masked or not paste.title else text(paste.title),
        "date": paste.date or None,
        "addresses": paste.addresses,
    }


def service_keys(rows: Iterable[ServiceKeyJson]) -> str:
    """auditor/keys/1."""
    body: ServiceKeysJson = {"keys": list(rows)}
    return write("keys", body)
