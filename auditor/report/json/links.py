"""The JSON document of the links between accounts.

A serial number is told by its end only: whoever has it finds the camera's photos.
"""

from __future__ import annotations

from auditor.domain.links import AccountLink, Cut, LinkEvidence, Links, Tie
from auditor.domain.text.statement import MASK, Kind, mask
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.exposure import CutJson, LinkEvidenceJson, LinkJson, LinksJson

KIND = {
    Tie.SAME_PHOTO: Kind.PLAIN,
    Tie.SAME_AVATAR: Kind.PLAIN,
    Tie.SAME_CAMERA: Kind.DEVICE,
    Tie.SAME_PLACE: Kind.PLACE,
    Tie.SAME_HANDLE: Kind.HANDLE,
    Tie.MUTUAL_LINK: Kind.URL,
}
"""What the value of a tie gives away."""

_SHOWN = 3
_LONG = 8
"""Characters of a serial number that are shown, and from which length on."""


def links(found: Links, *, masked: bool = False) -> str:
    """auditor/links/1."""
    body: LinksJson = {
        "links": [_link(link, masked=masked) for link in found.links],
        "cut": [_cut(cut, masked=masked) for cut in found.cuts],
        "cut_for": found.cuts_for.value,
        "one_way": [{"from": start, "to": end} for start, end in found.one_way],
        "left_out": list(found.left_out),
    }
    return write("links", body)


def value(evidence: LinkEvidence, *, masked: bool = False) -> str:
    """Return the value of a tie as it may be shown; `masked` hides all of it."""
    shown = text(evidence.value) or ""
    if masked:
        return mask(shown, KIND[evidence.tie])
    if evidence.tie is Tie.SAME_CAMERA and shown:
        return MASK + (shown[-_SHOWN:] if len(shown) >= _LONG else "")
    return shown


def _link(link: AccountLink, *, masked: bool) -> LinkJson:
    return {
        "a": link.a,
        "b": link.b,
        "evidence": [_evidence(each, masked=masked) for each in link.evidence],
    }


def _evidence(evidence: LinkEvidence, *, masked: bool) -> LinkEvidenceJson:
    return {
        "tie": evidence.tie.value,
        "photos_a": list(evidence.photos_a),
        "photos_b": list(evidence.photos_b),
        "value": value(evidence, masked=masked) or None,
    }


def _cut(cut: Cut, *, masked: bool) -> CutJson:
    return {
        "account": cut.account,
        "others": list(cut.others),
        "photos": list(cut.photos),
        "remaining": [_link(each, masked=masked) for each in cut.remaining],
    }
