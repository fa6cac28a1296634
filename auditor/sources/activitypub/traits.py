"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

TRAITS = Traits(
    N_("ActivityPub"),
    own_site=False,
    any_host=True,
    publishes_file_metadata=False,
    flags=(),
    profile_root="",
    stable_id="address of the actor",
    removal_errors=frozenset(),
)
