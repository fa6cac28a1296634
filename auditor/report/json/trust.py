"""The JSON document of trust lists.

Which authorities the user chose to believe, since when, and until when they last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auditor.domain.trust import Authority, TrustList
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.files import AuthorityJson, TrustJson, TrustListJson


def trust(lists: Sequence[TrustList], now: datetime) -> str:
    """auditor/trust/1."""
    body: TrustJson = {"lists": [_list(trust_list, now) for trust_list in lists]}
    return write("trust", body)


def _list(trust_list: TrustList, now: datetime) -> TrustListJson:
    return {
        "id": trust_list.id,
        "imported_at": trust_list.imported_at,
        "authorities": [_authority(each, now) for each in trust_list.authorities],
        "name": trust_list.name,
        "date": trust_list.date,
        "time_stamps": [_authority(each, now) for each in trust_list.time_stamps],
    }


def _authority(authority: Authority, now: datetime) -> AuthorityJson:
    return {
        "subject": text(authority.subject),
        "expires": authority.expires,
        "expired": authority.expires < now,
    }
