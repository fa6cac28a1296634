"""Where else the same picture stood at the last scan: by the bytes, or by PDQ in any of its turned and mirrored forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.domain.check import InventoryCase
from auditor.engine.verify_look import Look
from auditor.hashing import match
from auditor.hashing.alike import MATCH_LIMIT


@dataclass(frozen=True, slots=True)
class Reposts:
    """Answers for photos of proven accounts; of others nothing is compared."""

    case: InventoryCase
    looks: Mapping[str, Look]

    def of(self, photo: str) -> tuple[str, ...]:
        """Return the other photos that show the same, without those that are known to be gone."""
        own = next((one for one in self.case.prints if one.photo == photo), None)
        if own is None:
            return ()
        others = [one for one in self.case.prints if one.photo != photo and not self._gone(one.photo)]
        found = {one.photo for one in others if own.sha256 and one.sha256 == own.sha256}
        turned = [(one.photo, form) for one in others for form in one.pdq]
        if own.pdq and turned:
            distances = match.distances(match.from_hex(own.pdq[:1]), match.from_hex([form for _photo, form in turned]))
            found |= {name for (name, _form), distance in zip(turned, distances.ravel().tolist(), strict=True) if distance <= MATCH_LIMIT}
        return tuple(sorted(found))

    def _gone(self, photo: str) -> bool:
        look = self.looks.get(photo)
        return look is not None and look.stored is None and not look.reason
