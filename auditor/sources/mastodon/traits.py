"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.account import Openness
from auditor.domain.traits import Flag, Traits
from auditor.messages import N_

TRAITS = Traits(
    N_("Mastodon"),
    own_site=False,
    any_host=True,
    publishes_file_metadata=False,
    flags=(  # docs.joinmastodon.org/entities/Account
        Flag("include-profile-page-in-search-engines", Openness.PLATFORM_FLAG, "noindex", "false"),
        Flag(
            "feature-profile-and-posts-in-discovery",
            Openness.PLATFORM_FLAG,
            "discoverable",
            "true",
        ),
        Flag(
            "include-public-posts-in-search-results",
            Openness.PLATFORM_FLAG,
            "indexable",
            "true",
        ),
    ),
    profile_root="",
    stable_id="account id",
    removal_errors=frozenset(),
)
