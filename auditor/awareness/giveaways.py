"""What a learner might learn from a folder instead of the matter: kinds, shapes, near copies.

For whoever made the folder: these sentences name labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.awareness.manifest import ManifestFile, TestPicture
from auditor.awareness.skill import LEAST_EACH
from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Pdq
from auditor.errors import UsageError
from auditor.hashing.match.alike import Picture, alike
from auditor.messages import _

PARTS = 3
MOST_SIDE = 800
"""Longest side of a shown copy in px."""
SMALL_SIDE = 256
"""Longest side in px below which little can be seen of a picture."""
_SHAPES = 20
"""Shapes are told apart to a 20th of the longer side: about what an eye sees beside each other."""


@dataclass(frozen=True, slots=True)
class LookedPicture:
    """What a reader process measured of a picture: hash of its bytes, kind, size in px, PDQ."""

    sha256: str
    format: str
    width: int
    height: int
    pdq: Pdq | None

    @property
    def side(self) -> int:
        """The longer side."""
        return max(self.width, self.height)

    @property
    def shape(self) -> tuple[bool, int]:
        """Whether it is upright, and its shorter side in parts of the longer one."""
        return self.height > self.width, round(_SHAPES * min(self.width, self.height) / self.side)


def shown_side(looked: Mapping[str, LookedPicture]) -> int:
    """Return the longest side in px of all shown copies: none is larger than the smallest picture.

    So that size does not tell a real picture from a fake.
    """
    return min((MOST_SIDE, *(picture.side for picture in looked.values())))


def refuse_twice(looked: Mapping[str, LookedPicture]) -> None:
    """Raise UsageError where the same file is in the folder twice."""
    first: dict[str, str] = {}
    for file, picture in looked.items():
        other = first.setdefault(picture.sha256, file)
        if other != file:
            raise UsageError(
                _("{file} is the same picture as {other}.").format(file=file, other=other),
                _("Take one of them out."),
            )


def too_few(pictures: Sequence[TestPicture]) -> Iterator[str]:
    """Yield how many pictures are missing for a score of all parts."""
    for label in ("real", "fake"):
        count = sum(picture.label == label for picture in pictures)
        if count < LEAST_EACH * PARTS:
            yield _(
                "{count} {label} pictures: fewer than {least} for three parts with {each} each, so "
                "no d' and no points can be told of all parts."
            ).format(count=count, label=label, least=LEAST_EACH * PARTS, each=LEAST_EACH)


def giveaways(manifest: ManifestFile, looked: Mapping[str, LookedPicture]) -> Iterator[str]:
    """Yield what gives answers away; `looked` is what was measured of each file."""
    real = [looked[each.file] for each in manifest.pictures if each.label == "real"]
    fake = [looked[each.file] for each in manifest.pictures if each.label == "fake"]
    if not real or not fake:
        return
    kinds = {each.format for each in real}, {each.format for each in fake}
    if not kinds[0] & kinds[1]:
        yield _(
            "All real pictures are {real} and all fakes are {fake}: traces of the format may give "
            "the answer away. Take both from files of the same kind."
        ).format(real=", ".join(sorted(kinds[0])), fake=", ".join(sorted(kinds[1])))
    if not {each.shape for each in real} & {each.shape for each in fake}:
        yield _(
            "No real picture has the shape of a fake: the shape alone gives the answer away. Cut "
            "both alike."
        )
    low, high = sorted(((_sides(real), "real"), (_sides(fake), "fake")))
    if low[0][1] < high[0][0]:
        yield _(
            "Each {small} picture is smaller than each {large} one ({side} px at most): copies are "
            "shown at one size, but enlarged or reduced pictures look softer or sharper."
        ).format(small=low[1], large=high[1], side=low[0][1])
    yield from _small(looked)
    yield from _near(manifest, looked)


def _sides(pictures: Sequence[LookedPicture]) -> tuple[int, int]:
    sides = [picture.side for picture in pictures]
    return min(sides), max(sides)


def _small(looked: Mapping[str, LookedPicture]) -> Iterator[str]:
    file, smallest = min(looked.items(), key=lambda row: row[1].side)
    if smallest.side < SMALL_SIDE:
        yield _(
            "{file} is {side} px at its longer side, and no copy is shown larger than that: little "
            "can be seen. Take it out, or a larger one."
        ).format(file=file, side=smallest.side)


def _near(manifest: ManifestFile, looked: Mapping[str, LookedPicture]) -> Iterator[str]:
    """Yield pictures that are nearly the same: who saw one knows the other in a later part."""
    rows = [(each.file, looked[each.file]) for each in manifest.pictures]
    pictures = [
        Picture(
            file,
            "",
            (found.pdq.dihedral or (found.pdq.hash,))
            if found.pdq is not None and found.pdq.reliable
            else (),
        )
        for file, found in rows
    ]
    for group in alike(pictures):
        yield _(
            "Nearly the same: {files}. Who has seen one knows the other, also in a later part; "
            "keep one of them."
        ).format(files=", ".join(rows[place][0] for place in group))
    unsure = [
        file for (file, _found), picture in zip(rows, pictures, strict=True) if not picture.pdq
    ]
    if unsure:
        yield _("Could not tell whether these are like others: {files}.").format(
            files=", ".join(unsure)
        )
