"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

TRAITS = Traits(
    N_("website"),
    own_site=True,
    any_host=True,
    publishes_file_metadata=False,
    flags=(),
    profile_root="",
    stable_id="host",
    removal_errors=frozenset(),
)
