"""Keywords and contacts in IPTC records of the application record (IIM 4.2, record 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.domain.photos.file_contents import Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.people.contacts import add_free_contact, looks_like_path
from auditor.readers.metadata.people.keywords import add_keywords

_SUPPLEMENTAL, _KEYWORDS, _CONTACT = 20, 25, 118


def add_iptc_records(values: Mapping[int, Sequence[str]], found: RawMetadata) -> None:
    """Add to `found` what the records say, by their number."""
    for number in (_KEYWORDS, _SUPPLEMENTAL):
        add_keywords(values.get(number, ()), f"IPTC 2:{number}", found)
    for text in values.get(_CONTACT, ()):
        add_free_contact(text, "IPTC 2:118", found)
    for number, texts in values.items():
        found.paths += [Trace(text, f"IPTC 2:{number}") for text in texts if looks_like_path(text)]
