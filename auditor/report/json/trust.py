"""The JSON document of trust lists: which authorities the user chose to believe, since when, and until when they last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auditor.domain.trust import TrustList
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text


def trust(lists: Sequence[TrustList], now: datetime) -> str:
    """auditor/trust/1."""
    return write("trust", {"lists": [_list(one, now) for one in lists]})


def _list(one: TrustList, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "imported_at": one.imported_at,
        "authorities": [
            {"subject": text(each.subject), "expires": each.expires, "expired": each.expires < now}
            for each in one.authorities
        ],
    }
