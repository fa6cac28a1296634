"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

TRAITS = Traits(
    N_("Misskey"),
    own_site=False,
    any_host=True,
    publishes_file_metadata=False,
    flags=(),  # its interface tells settings to their owner alone
    profile_root="",
    stable_id="account id",
    removal_errors=frozenset(),
)
