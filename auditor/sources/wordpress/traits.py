"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

TRAITS = Traits(
    N_("WordPress"),
    own_site=True,
    any_host=True,
    publishes_file_metadata=True,  # image_meta
    flags=(),
    profile_root="",
    stable_id="author id",
    removal_errors=frozenset(),
)
