"""What the platform is like, without loading what reads it."""

from __future__ import annotations

from auditor.domain.account import Openness
from auditor.domain.traits import Flag, Traits
from auditor.messages import N_

BSKY = "https://bsky.app"
TRAITS = Traits(
    N_("Bluesky"),
    own_site=False,
    any_host=True,
    publishes_file_metadata=False,  # apps write exif records, which outlive the file
    # the setting that writes the label !no-unauthenticated
    flags=(Flag("discourage-apps-from-showing-my-account", Openness.LABEL),),
    profile_root=f"{BSKY}/profile/",
    stable_id="DID",
    # errors of com.atproto.sync.getBlob and com.atproto.repo.getRecord; taken down is not gone.
    # The reference server names no error of its own for a blob (pds, api/.../getBlob.ts).
    removal_errors=frozenset(
        {
            "BlobNotFound",
            "InvalidRequest: Blob not found",
            "RepoNotFound",
            "RecordNotFound",
        }
    ),
)
