"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

TRAITS = Traits(
    N_("Tumblr"),
    own_site=False,
    any_host=False,
    publishes_file_metadata=False,
    flags=(),
    profile_root="https://www.tumblr.com/",
    stable_id="address",
    removal_errors=frozenset(),
)
