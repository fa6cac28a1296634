"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

TRAITS = Traits(
    N_("Flickr"),
    own_site=False,
    any_host=False,
    publishes_file_metadata=True,
    flags=(),
    profile_root="https://www.flickr.com/people/",
    stable_id="account id",
    removal_errors=frozenset(),
)
