"""The JSON document of the links between accounts."""

from __future__ import annotations

from auditor.domain.links import AccountLink, Cut, LinkEvidence, Links
from auditor.domain.views import Coverage
from auditor.report.json.documents import nothing_read, write
from auditor.report.json.shapes.exposure import CutJson, LinkEvidenceJson, LinkJson, LinksJson
from auditor.report.masks import tie_value


def links(found: Links, coverage: Coverage | None = None, *, masked: bool = False) -> str:
    """auditor/links/1."""
    body: LinksJson = {
        "nothing_read": nothing_read(coverage),
        "links": [_link(link, masked=masked) for link in found.links],
        "cut": [_cut(cut, masked=masked) for cut in found.cuts],
        "cut_for": found.cuts_for.value,
        "one_way": [{"from": start, "to": end} for start, end in found.one_way],
        "left_out": list(found.left_out),
    }
    return write("links", body)


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
        "value": tie_value(evidence, masked=masked) or None,
    }


def _cut(cut: Cut, *, masked: bool) -> CutJson:
    return {
        "account": cut.account,
        "others": list(cut.others),
        "photos": list(cut.photos),
        "remaining": [_link(each, masked=masked) for each in cut.remaining],
    }
