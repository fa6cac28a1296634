"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

ROOT = "https://github.com/"
TRAITS = Traits(
    N_("GitHub"),
    own_site=False,
    any_host=False,
    publishes_file_metadata=False,
    flags=(),
    profile_root=ROOT,
    stable_id="account number",
    removal_errors=frozenset(),
)
