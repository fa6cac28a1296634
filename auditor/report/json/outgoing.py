"""What a look-up would send, or has sent, as it stands in documents."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.domain.text.statement import Kind, mask
from auditor.ports import Outgoing
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.outside import SentFieldJson, SentJson


def sent(several: Iterable[Outgoing], *, masked: bool = False) -> list[SentJson]:
    """Return every request of these look-ups, each with all that goes along.

    `masked` hides the values, and addresses that name the person, for a screen that others see.
    """

    def place(part: str, outgoing: Outgoing) -> str:
        return mask(part, Kind.URL) if masked and outgoing.personal else text(part)

    return [
        {
            "method": request.method,
            "host": place(request.host, outgoing),
            "path": place(request.path, outgoing),
            "fields": [
                _field(name, mask(value, Kind.URL) if masked else value)
                for name, value in request.fields
            ],
        }
        for outgoing in several
        for request in outgoing.requests
    ]


def _field(name: str, value: str) -> SentFieldJson:
    return {"name": text(name), "value": text(value)}
