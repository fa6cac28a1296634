"""The remedies: a row for each, with everything that is known of it but its words.

The words stand in guidance/remedies.toml. A remedy of a plugin has no row: it changes nothing that
the checks see.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.findings.plan import Change
from auditor.domain.hardening import Wishes


class RemedyKey(StrEnum):
    """What a check can advise. The value is the key of its words and stays in stored findings."""

    CLEAN_METADATA = "clean-metadata"
    PUBLISHED_METADATA = "published-metadata"
    FREQUENT_PLACE = "frequent-place"
    ROUTINE = "routine"
    SMALLER_PICTURE = "smaller-picture"
    CLEAR_FACE = "clear-face"
    LOWER_LIKENESS = "lower-likeness"
    HIDE_ORIGINAL = "hide-original"
    UNLINK_PHOTO = "unlink-photo"
    CHANGE_AVATAR = "change-avatar"
    REPORT_IMPOSTOR = "report-impostor"
    REMOVE_DOCUMENT = "remove-document"
    REMOVE_PHOTO = "remove-photo"  # of no check: it settles whatever a check found on a photo
    COVER_WORDS = "cover-words"
    COVER_DOCUMENT = "cover-document"
    COVER_TRAVEL = "cover-travel"
    VOID_CODE = "void-code"
    PRIVATE_IMAGE = "possible-private-image"
    RENAME_FILE = "rename-file"
    REWRITE_ALT = "rewrite-alt"
    CHANGE_LICENCE = "change-licence"
    CLOSE_SEARCH = "close-search"
    CLOSE_TRAINING = "close-training"
    AI_MARK = "ai-mark"
    ERASE_KEPT = "erase-kept"


class SettledBy(StrEnum):
    """Where verify sees that a remedy was done."""

    PICTURE = "picture"  # in the picture that stands there now
    LIST = "list"  # in the platform's list of postings
    PROFILE = "profile"  # in what the platform shows of the account
    NOTHING = "nothing"  # the platform shows nothing of it


class LetterKind(StrEnum):
    """The letters that help with a finding: keys of guidance/letters."""

    IMPOSTOR = "impostor"
    REMOVAL_48H = "removal-48h"
    OBJECTION = "objection"
    ERASURE = "erasure"
    POLICE_SHEET = "police-sheet"


NEW_FILE = frozenset(
    {Change.CLEAN, Change.SMALLER, Change.SMALL_FACE, Change.AS_SHOWN, Change.COVER}
)
"""Changes that put another file in place: one upload, whatever the copy leaves out."""
_NEW_LOOK = frozenset(
    {Change.REMOVE, Change.SMALLER, Change.SMALL_FACE, Change.AS_SHOWN, Change.COVER}
)
"""Changes of what the picture shows; cleaning a file leaves that as it is."""
_IN_METADATA = frozenset({"metadata", "location"})
_OF_FACES = frozenset({"visibility", "face"})
_TRAINED_ON = (LetterKind.OBJECTION, LetterKind.ERASURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyRow:
    """One remedy: what it is taken to change, and where that is seen.

    `all_accounts`: it is done to the photos of all accounts at once. `settings` is what a setting
    must affect to help (`affects` of the playbooks). `clean_copy` is what a copy to post instead
    should be like, None where none helps. `letters` come in the order in which they are offered.
    `of_archives`: only an archive tells it, so that no platform with a source has words of it.
    """

    change: Change = Change.NOTHING
    settled_by: SettledBy = SettledBy.PICTURE
    all_accounts: bool = False
    settings: frozenset[str] = frozenset()
    clean_copy: Wishes | None = None
    letters: tuple[LetterKind, ...] = (LetterKind.ERASURE,)
    of_archives: bool = False

    @property
    def changes_look(self) -> bool:
        """Whether another picture may stand there, or none, under another address."""
        return self.change in _NEW_LOOK


ROWS: Mapping[str, RemedyRow] = {
    RemedyKey.CLEAN_METADATA: RemedyRow(
        change=Change.CLEAN, settings=_IN_METADATA, clean_copy=Wishes()
    ),
    RemedyKey.PUBLISHED_METADATA: RemedyRow(
        change=Change.UNPUBLISH, settled_by=SettledBy.LIST, settings=_IN_METADATA
    ),
    RemedyKey.FREQUENT_PLACE: RemedyRow(
        change=Change.CLEAN, all_accounts=True, settings=_IN_METADATA, clean_copy=Wishes()
    ),
    RemedyKey.ROUTINE: RemedyRow(settled_by=SettledBy.NOTHING),  # a habit
    RemedyKey.SMALLER_PICTURE: RemedyRow(  # the check asks for a short side under 512 px
        change=Change.SMALLER, clean_copy=Wishes(max_side=511), letters=_TRAINED_ON
    ),
    RemedyKey.CLEAR_FACE: RemedyRow(
        change=Change.SMALL_FACE,
        settings=_OF_FACES,
        clean_copy=Wishes(faces=True),
        letters=_TRAINED_ON,
    ),
    RemedyKey.LOWER_LIKENESS: RemedyRow(
        change=Change.REMOVE, settings=_OF_FACES, letters=_TRAINED_ON
    ),
    RemedyKey.HIDE_ORIGINAL: RemedyRow(
        change=Change.AS_SHOWN,
        settings=frozenset({"download"}),
        clean_copy=Wishes(max_side=1080),
    ),
    RemedyKey.UNLINK_PHOTO: RemedyRow(change=Change.REMOVE),
    RemedyKey.CHANGE_AVATAR: RemedyRow(change=Change.REMOVE),
    RemedyKey.REPORT_IMPOSTOR: RemedyRow(
        change=Change.REPORT, letters=(LetterKind.IMPOSTOR, LetterKind.POLICE_SHEET)
    ),
    RemedyKey.REMOVE_DOCUMENT: RemedyRow(change=Change.REMOVE),
    RemedyKey.REMOVE_PHOTO: RemedyRow(change=Change.REMOVE),
    RemedyKey.COVER_WORDS: RemedyRow(change=Change.COVER, clean_copy=Wishes(text=True)),
    RemedyKey.COVER_DOCUMENT: RemedyRow(change=Change.COVER, clean_copy=Wishes(text=True)),
    RemedyKey.COVER_TRAVEL: RemedyRow(change=Change.COVER, clean_copy=Wishes(text=True)),
    RemedyKey.VOID_CODE: RemedyRow(change=Change.COVER, clean_copy=Wishes(text=True)),
    RemedyKey.PRIVATE_IMAGE: RemedyRow(
        change=Change.REMOVE,
        letters=(LetterKind.REMOVAL_48H, LetterKind.ERASURE, LetterKind.POLICE_SHEET),
    ),
    RemedyKey.RENAME_FILE: RemedyRow(
        change=Change.RENAME, settled_by=SettledBy.LIST, clean_copy=Wishes()
    ),
    RemedyKey.REWRITE_ALT: RemedyRow(change=Change.REWRITE, settled_by=SettledBy.LIST),
    RemedyKey.CHANGE_LICENCE: RemedyRow(change=Change.RELICENSE, settled_by=SettledBy.LIST),
    RemedyKey.CLOSE_SEARCH: RemedyRow(
        change=Change.CLOSE_SEARCH,
        settled_by=SettledBy.PROFILE,
        settings=frozenset({"indexing"}),
    ),
    RemedyKey.CLOSE_TRAINING: RemedyRow(
        change=Change.CLOSE_TRAINING,
        settled_by=SettledBy.PROFILE,
        settings=frozenset({"ai_training"}),
        letters=_TRAINED_ON,
    ),
    RemedyKey.AI_MARK: RemedyRow(),  # the mark is often right, and stays then
    RemedyKey.ERASE_KEPT: RemedyRow(settled_by=SettledBy.NOTHING, of_archives=True),
}
"""By key."""

_OF_A_PLUGIN = RemedyRow()


def row_of(key: str) -> RemedyRow:
    """Return the row of a remedy; for a plugin's, one that changes nothing."""
    return ROWS.get(key, _OF_A_PLUGIN)


def metadata_remedy(*, in_file: bool) -> RemedyKey:
    """Return what takes metadata out: a clean file, or only what is published beside it."""
    return RemedyKey.CLEAN_METADATA if in_file else RemedyKey.PUBLISHED_METADATA
