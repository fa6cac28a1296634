"""What ties two accounts, in words: one list of sentences for the command line and the screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.domain.links import AccountLink, LinkEvidence, Links, Tie
from auditor.domain.photos.place import NEAR_M
from auditor.messages import N_, _, ngettext
from auditor.report.masks import tie_value

__all__ = ["LIMITS", "UNTIED", "limits", "photos", "says", "told"]

_SAYS = {
    Tie.SAME_PHOTO: N_("the same picture: {photos}"),
    Tie.SAME_AVATAR: N_("the same avatar"),
    Tie.SAME_CAMERA: N_("the same camera or lens, serial number {value}: {photos}"),
    Tie.SAME_PLACE: N_(
        "taken about {metres} m or less apart, near {value} (rounded to 1 km): {photos}"
    ),
    Tie.SAME_HANDLE: N_("the same rare name: {value}"),
    Tie.MUTUAL_LINK: N_("the profiles are linked, and that is confirmed: {value}"),
}
UNTIED = N_(
    "Nothing was found that ties your proven accounts together. That does not mean that nothing "
    "does."
)
"""What is said where two proven accounts or more were compared and nothing ties them."""
LIMITS = (
    N_(
        "Only what was scanned is compared. Faces, writing, times, friends and followers tie "
        "accounts too."
    ),
    N_("Names with fewer than 6 letters are not compared: too many people have them."),
)
"""What is said below every answer."""


def says(evidence: LinkEvidence, *, masked: bool) -> str:
    """Return what one tie is; `masked` hides its value. Foreign text in it is not yet cleaned."""
    return _(_SAYS[evidence.tie]).format(
        value=tie_value(evidence, masked=masked), photos=photos((evidence,)), metres=NEAR_M
    )


def photos(evidence: Sequence[LinkEvidence]) -> str:
    """Say how many photos of each account carry a tie; one photo may carry several."""
    here = len({photo for tie in evidence for photo in tie.photos_a})
    there = len({photo for tie in evidence for photo in tie.photos_b})
    first = ngettext(
        "{n} photo of the first account", "{n} photos of the first account", here
    ).format(n=here)
    return _("{first}, {n} of the second").format(first=first, n=there)


def told(link: AccountLink, *, masked: bool) -> Iterator[str]:
    """Yield everything that ties two accounts.

    Their common pictures in one sentence, then a sentence for each other tie.
    """
    pictures = [evidence for evidence in link.evidence if evidence.tie is Tie.SAME_PHOTO]
    if pictures:
        said = ngettext(
            "the same picture: {photos}", "{n} pictures that both show: {photos}", len(pictures)
        )
        yield said.format(n=len(pictures), photos=photos(pictures))
    for evidence in link.evidence:
        if evidence.tie is not Tie.SAME_PHOTO:
            yield says(evidence, masked=masked)


def limits(found: Links, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what the answer does not cover, and how its photos are to be understood.

    `names` are to be shown as they are.
    """
    for account in found.left_out:
        if account in found.closed:
            yield _(
                "{account} is left out: it cannot be proven here, so nothing of it is compared. "
                "Strangers can."
            ).format(account=names[account])
            continue
        yield _("{account} is left out: it is not proven. auditor accounts prove {id}").format(
            account=names[account], id=account
        )
    if any(cut.photos for cut in found.cuts):
        yield _(
            "Where two accounts show the same picture, removing either copy is enough; the one on "
            "the account itself is named."
        )
        yield _(
            "Where a camera or a place ties them, putting up a copy without metadata does as well "
            "as removing."
        )
        yield _(
            "Removing does nothing about copies that others, search engines or archives already "
            "have."
        )
    yield from (_(limit) for limit in LIMITS)
