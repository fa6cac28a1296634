"""Reads a file of any of the three forms."""

from __future__ import annotations

import msgspec

from auditor.domain.outside.discovery import SiteList
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.services.account_sites.maigret import maigret
from auditor.services.account_sites.sherlock import sherlock
from auditor.services.account_sites.whatsmyname import whatsmyname

LARGEST = 32 << 20
"""Bytes; the largest of these files had 2 MB in 2026."""


def read_sites(data: bytes) -> SiteList:
    """Return the sites of a file. Raises ReaderError where it is of no form that is known."""
    if len(data) > LARGEST:
        raise ReaderError(_("is larger than 32 MiB"))
    for read in (whatsmyname, maigret, sherlock):
        try:
            found = read(data)
        except (msgspec.MsgspecError, RecursionError):
            continue
        if found.sites:
            return found
    raise ReaderError(
        _("is no list of sites that is known"),
        _("Read are wmn-data.json of WhatsMyName, and data.json of Sherlock and Maigret."),
    )
