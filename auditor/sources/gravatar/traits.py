"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.traits import Traits
from auditor.messages import N_

ROOT = "https://gravatar.com/"
TRAITS = Traits(
    N_("Gravatar"),
    own_site=False,
    any_host=False,
    publishes_file_metadata=False,
    flags=(),
    profile_root=ROOT,
    stable_id="hash of the e-mail address",
    removal_errors=frozenset(),
)
