"""Whether a list still names a photo, in words."""

from __future__ import annotations

from auditor.domain.photos.photo import Listing
from auditor.messages import N_, _

_SAYS = {
    Listing.UNLINKED: N_("no longer linked, but its address answers"),
    Listing.HIDDEN: N_("its account is hidden now, and can come back"),
}


def listed(listing: Listing) -> str:
    """Return it in a few words; nothing for a photo that is listed."""
    return _(_SAYS[listing]) if listing in _SAYS else ""
