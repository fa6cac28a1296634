"""Files that say how sites tell whether a name has an account: read as data, never run.

Read are the forms of WhatsMyName (wmn-data.json), Sherlock and Maigret (data.json of both), which
the person points at. None is part of this program.
"""

from __future__ import annotations

from auditor.services.account_sites.read import read_sites

__all__ = ["read_sites"]
