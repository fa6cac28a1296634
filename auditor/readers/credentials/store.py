"""What a manifest store says, as the SDK writes it in JSON.

Outcome, failing codes, source type, wishes about training, broken ingredients.

The words of the specification (C2PA 2.2): a file has one active manifest; a manifest makes a claim
through assertions, names ingredients (other pictures, each perhaps with a manifest of its own), and
is signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome
from auditor.domain.photos.source_type import source_type, strongest
from auditor.readers.credentials.identity import has_identity, state_of
from auditor.readers.credentials.json_walk import below, items, mapping, text
from auditor.readers.credentials.reveals import reveals_of

__all__ = ["UNTRUSTED", "provenance_of"]

_Json = dict[str, object]

_STATES = {"Valid": ProvenanceOutcome.VALID, "Trusted": ProvenanceOutcome.TRUSTED}
UNTRUSTED = "signingCredential.untrusted"
_GOOD_ENDS = frozenset(
    {
        "validated",
        "trusted",
        "match",
        "insideValidity",
        "accessible",
        "notRevoked",
        "additionalExclusionsPresent",
    }
)
_NO_WARNING = frozenset({"skipped", "unknownProvenance", "inaccessible", "unknown"})
"""Last parts of status codes (C2PA 2.2, 15.2): successes, and notes that say nothing against the
credentials."""

_TRAINING = ("cawg.training-mining", "c2pa.training-mining")
_STRICTEST = ("notAllowed", "constrained", "allowed")
_MOST_CODES = 20
_MOST_TITLES = 20
_LONGEST_CODE = 100
_MOST_PARENTS = 20


def provenance_of(store: _Json, identities: _Json | None = None) -> Provenance:
    """Return what a store says.

    `store` is what `Reader.json()` of the SDK gave, already decoded; odd shapes are passed over.
    `identities` is the same where the SDK also looked at the identity assertions. Its codes are
    told with the others; the outcome is that of `store`, since a picture is no less whole because
    nobody vouches for a name beside it.
    """
    results = mapping(store, "validation_results")
    broken = _find_broken(store, results)
    codes = [
        *_list_codes(mapping(results, "activeManifest")),
        *(code for found in broken.values() for code in found),
        *_list_codes_of_ingredients(results),
    ]
    of_identities = _list_new_codes(identities or {}, codes)
    told = tuple(dict.fromkeys([*codes, *of_identities]))[:_MOST_CODES]
    lineage = list(_follow_lineage(store))
    return Provenance(
        outcome=_STATES.get(text(store, "validation_state"), ProvenanceOutcome.INVALID),
        codes=told,
        source_type=strongest(
            kind for manifest in lineage for kind in _list_source_types(manifest)
        ),
        training=_find_training_wish(lineage[0]) if lineage else None,
        reveals=reveals_of(store),
        broken_ingredients=tuple(broken)[:_MOST_TITLES],
        identity=state_of(of_identities) if has_identity(store) else None,
    )


def _follow_lineage(store: _Json) -> Iterator[_Json]:
    """Yield the active manifest and those of the files that it was made from.

    They follow one after the other (relationship parentOf).
    """
    manifests = mapping(store, "manifests")
    label = text(store, "active_manifest")
    seen: set[str] = set()
    while label and label not in seen and len(seen) < _MOST_PARENTS:
        seen.add(label)
        manifest = mapping(manifests, label)
        if not manifest:
            return
        yield manifest
        parents = [
            item
            for item in items(manifest, "ingredients")
            if text(item, "relationship") == "parentOf"
        ]
        label = text(parents[0], "active_manifest") if parents else ""


def _list_codes(status: _Json) -> Iterator[str]:
    """Yield the codes that failed, then those that warn."""
    for item in items(status, "failure"):
        yield text(item, "code")[:_LONGEST_CODE]
    for item in items(status, "informational"):
        code = text(item, "code")[:_LONGEST_CODE]
        if code.rpartition(".")[2] not in _GOOD_ENDS | _NO_WARNING and "ocsp" not in code:
            yield code


def _list_codes_of_ingredients(results: _Json) -> Iterator[str]:
    for delta in items(results, "ingredientDeltas"):
        yield from _list_codes(mapping(delta, "validationDeltas"))


def _list_new_codes(store: _Json, known: list[str]) -> list[str]:
    results = mapping(store, "validation_results")
    codes = [
        *_list_codes(mapping(results, "activeManifest")),
        *_list_codes_of_ingredients(results),
    ]
    return [code for code in codes if code not in known]


def _find_broken(store: _Json, results: _Json) -> dict[str, list[str]]:
    """Return the titles of the ingredients that were or are broken, with their codes.

    Broken when they were added, or now.
    """
    found: dict[str, list[str]] = {}
    for label, manifest in mapping(store, "manifests").items():
        for ingredient in items(manifest, "ingredients"):
            codes = list(_list_earlier_codes(ingredient))
            place = f"/{label}/c2pa.assertions/{text(ingredient, 'label')}"
            for delta in items(results, "ingredientDeltas"):
                if text(delta, "ingredientAssertionURI").endswith(place):
                    codes += [
                        text(item, "code")
                        for item in items(mapping(delta, "validationDeltas"), "failure")
                    ]
            failed = [code[:_LONGEST_CODE] for code in codes if _is_break(code)]
            if failed:
                found.setdefault(
                    text(ingredient, "title") or text(ingredient, "instance_id"), []
                ).extend(failed)
    return found


def _list_earlier_codes(ingredient: _Json) -> Iterator[str]:
    """Yield the codes that the ingredient itself carries.

    A flat list in version 1, parted by kind since version 3.
    """
    for item in items(ingredient, "validation_status"):
        yield text(item, "code")
    then = mapping(ingredient, "validation_results")
    for status in (
        mapping(then, "activeManifest"),
        *(mapping(item, "validationDeltas") for item in items(then, "ingredientDeltas")),
    ):
        for item in items(status, "failure"):
            yield text(item, "code")


def _is_break(code: str) -> bool:
    """Whether a code says that something does not fit together.

    Whom to trust, what the clock said, and who vouches for a name are other questions.
    """
    return (
        bool(code)
        and code != UNTRUSTED
        and not code.startswith(("timeStamp.", "cawg."))
        and code.rpartition(".")[2] not in _GOOD_ENDS | _NO_WARNING
    )


def _list_source_types(manifest: _Json) -> Iterator[str]:
    """Yield the digital source types of an assertion: of its actions and of IPTC metadata.

    Actions are those of c2pa.actions.
    """
    for assertion in items(manifest, "assertions"):
        data = mapping(assertion, "data")
        told = (
            [text(action, "digitalSourceType") for action in items(data, "actions")]
            if "actions" in text(assertion, "label")
            else []
        )
        told += [
            value
            for key, value in below(data)
            if key.endswith(("DigitalSourceType", "digitalsourcetype"))
        ]
        yield from (kind for uri in told if (kind := source_type(uri)))


def _find_training_wish(manifest: _Json) -> str | None:
    """Return the strictest wish of all entries.

    For training, inference and mining alike (CAWG training and data mining 1.1).
    """
    uses: list[str] = []
    for assertion in items(manifest, "assertions"):
        if text(assertion, "label").split("__")[0] in _TRAINING:
            entries = mapping(mapping(assertion, "data"), "entries")
            uses += [text(mapping(entries, name), "use") for name in entries]
    return _find_first(_STRICTEST, uses)


def _find_first(order: Iterable[str], found: list[str]) -> str | None:
    return next((value for value in order if value in found), None)
