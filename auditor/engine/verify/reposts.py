"""Where else the same picture stood at the last scan.

By the bytes, or by PDQ in any of its turned and mirrored forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.findings.check import InventoryCase
from auditor.engine.verify.look import Look
from auditor.hashing.match.alike import MATCH_LIMIT

if TYPE_CHECKING:
    from auditor.hashing.match.match import Hashes


@dataclass(frozen=True)
class Reposts:
    """Answers for photos of proven accounts; of others nothing is compared."""

    case: InventoryCase
    looks: Mapping[str, Look]

    def of(self, photo: str) -> tuple[str, ...]:
        """Return the other photos that show the same, without those that are known to be gone."""
        own = next(
            (shown_photo for shown_photo in self.case.prints if shown_photo.photo == photo), None
        )
        if own is None:
            return ()
        others = [
            shown_photo
            for shown_photo in self.case.prints
            if shown_photo.photo != photo and not self._gone(shown_photo.photo)
        ]
        found = {other.photo for other in others if own.sha256 and other.sha256 == own.sha256}
        names, forms = self._forms
        if own.pdq and names:
            from auditor.hashing.match import match

            near = match.distances(match.from_hex(own.pdq[:1]), forms).ravel() <= MATCH_LIMIT
            found |= {names[place] for place in near.nonzero()[0].tolist()} & {
                other.photo for other in others
            }
        return tuple(sorted(found))

    @cached_property
    def _forms(self) -> tuple[Sequence[str], Hashes]:
        """All turned and mirrored forms, and the photo of each.

        Read once, since many photos are asked for.
        """
        from auditor.hashing.match import match

        turned = [(photo.photo, form) for photo in self.case.prints for form in photo.pdq]
        return [photo for photo, _form in turned], match.from_hex([form for _photo, form in turned])

    def _gone(self, photo: str) -> bool:
        look = self.looks.get(photo)
        return look is not None and look.gone
