"""What a picture's own bytes say of training: the PLUS property DataMining in its XMP packet."""

from __future__ import annotations

import re

from auditor.domain.openness import Signal, SignalName
from auditor.markup.training.site_signals import signal

_DATA_MINING = re.compile(rb"DataMining[^<>]{0,3}[>=\s\"'][^<>]{0,200}?vocab/DMI-([A-Z-]{1,60})")
"""As attribute, as element or as rdf:resource. IPTC Photo Metadata Standard 2023.1; vocabulary http://ns.useplus.org/ldf/vocab/."""
_CREDENTIALS = (b"jumdc2pa", b"c2pa.claim", b"urn:c2pa:", b"caBX")


def embedded_signal(data: bytes, where: str) -> Signal | None:
    """Return what DataMining says.

    None if the packet does not stand in `data` or has no such property.
    """
    match = _DATA_MINING.search(data)
    if match is None:
        return None
    term = match[1].decode("ascii")
    allows = True if term == "ALLOWED" else False if term.startswith("PROHIBITED") else None
    return signal(SignalName.EMBEDDED, where, f"plus:DataMining DMI-{term}", allows)


def has_credentials(data: bytes) -> bool:
    """Whether `data` holds the marks of content credentials (C2PA), which are not read here."""
    return any(mark in data for mark in _CREDENTIALS)
