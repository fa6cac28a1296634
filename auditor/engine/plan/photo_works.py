"""What each work ends on one photo: found by running the checks on the photo as it would then be.

A work is thought done as this program would do it: what replaces a file is a clean copy with all
that the findings there advise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations, product

from auditor.domain.account import Account
from auditor.domain.findings.check import Check, PhotoCheck, Print
from auditor.domain.findings.closing import Work
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import Degree
from auditor.domain.findings.sign import Sign
from auditor.domain.likeness.rules import FACE_FLOOR, showing
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.remedies import row_of
from auditor.domain.traits import TraitsOf
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.evaluate import Evaluation, RemedyOf
from auditor.engine.plan.cover import Clauses, Works
from auditor.engine.plan.effect_on_photo import changed, changed_print

OF_A_COPY = (
    Change.CLEAN,
    Change.COVER,
    Change.AS_SHOWN,
    Change.SMALL_FACE,
    Change.SMALLER,
    Change.RENAME,
)
"""What a copy that replaces a file can be like; it is always clean. In the order in which they are
done: what is covered is covered at full size.
"""

_WORK_OF = {
    **dict.fromkeys(OF_A_COPY, Work.REPLACE),
    Change.UNPUBLISH: Work.UNPUBLISH,
    Change.REWRITE: Work.REWRITE,
    Change.RELICENSE: Work.RELICENSE,
}


class Shows(StrEnum):
    """What of a photo is counted together with others."""

    POSITION = "position"
    TIME = "time"
    SERIAL = "serial"
    BYTES = "bytes"
    LOOK = "look"
    FACE = "face"


@dataclass(frozen=True, slots=True)
class PhotoWorks:
    """What can be done on one photo, and what that ends.

    `ends` are the clauses after which a finding (by id) is gone, `eases` those after which it no
    longer says yes. `hides` are those after which something that is counted is no longer there.

    """

    works: Works
    ends: Mapping[str, Clauses]
    eases: Mapping[str, Clauses]
    hides: Mapping[Shows, Clauses]


@dataclass(frozen=True)
class WorksOfPhotos:
    """Finds the works on photos by running the checks that found something on them."""

    checks: Sequence[Check]
    remedy: RemedyOf
    accounts: Mapping[str, Account]
    traits: TraitsOf
    today: date
    _judges: dict[tuple[str, ...], Evaluation] = field(default_factory=dict)

    def on(self, stored: StoredPhoto, before: Print | None, signs: Sequence[Sign]) -> PhotoWorks:
        """Return what can be done on `stored`, of which checks of single photos found `signs`."""
        changes = {row_of(sign.remedy).change for sign in signs}
        possible = dict(self._edits(stored, changes))
        found = {sign.finding: sign.degree for sign in signs}
        judge = self._judge(signs)
        left: dict[Works, Mapping[str, Degree]] = {}
        shown: dict[Works, Print | None] = {}
        for works, edits in _sets(possible):
            after = changed(stored, edits, self.traits(stored.photo.platform))
            left[works] = judge(after) if signs else {}
            shown[works] = None if before is None else changed_print(before, after, edits)
        avatar = stored.photo.kind is PhotoKind.AVATAR
        gone = Work.CHANGE_AVATAR if avatar else Work.TAKE_DOWN
        return PhotoWorks(
            frozenset({gone, *possible}),
            {
                name: _all_of(gone, (some for some in left if name not in left[some]))
                for name in found
            },
            {
                name: _all_of(
                    gone,
                    (some for some in left if left[some].get(name, Degree.PARTLY) < Degree.YES),
                )
                for name, degree in found.items()
                if degree is Degree.YES
            },
            {
                what: _all_of(
                    gone, (some for some, then in shown.items() if then and not told(then))
                )
                for what, told in _TOLD.items()
                if before is not None and told(before)
            },
        )

    def _edits(
        self, stored: StoredPhoto, changes: set[Change]
    ) -> Iterator[tuple[Work, tuple[Change, ...]]]:
        if stored.facts is not None:
            wishes = (each for each in OF_A_COPY if each is Change.CLEAN or each in changes)
            yield Work.REPLACE, tuple(wishes)
        if stored.photo.published is not None:
            yield Work.UNPUBLISH, (Change.UNPUBLISH,)
        for change in (Change.REWRITE, Change.RELICENSE):
            if change in changes:
                yield _WORK_OF[change], (change,)

    def _judge(self, signs: Sequence[Sign]) -> Callable[[StoredPhoto], Mapping[str, Degree]]:
        names = tuple(sorted({sign.check for sign in signs}))
        if names not in self._judges:
            checks = [
                check
                for check in self.checks
                if check.id in names and isinstance(check, PhotoCheck)
            ]
            self._judges[names] = Evaluation(checks, self.remedy)
        evaluation = self._judges[names]

        def judge(after: StoredPhoto) -> Mapping[str, Degree]:
            found = evaluation.judge_photos([after], self.accounts, self.today)
            return {finding.id: finding.observation.degree for finding in found}

        return judge


def _sets(
    possible: Mapping[Work, tuple[Change, ...]],
) -> Iterator[tuple[Works, tuple[Change, ...]]]:
    """Yield one work and two together, with their changes; more end nothing that two do not."""
    for number in (1, 2):
        for some in combinations(possible, number):
            yield frozenset(some), tuple(change for work in some for change in possible[work])


def _all_of(gone: Work, some: Iterable[Works]) -> Clauses:
    """Return as clauses that one of these sets of works is done, or that the photo is `gone`."""
    smallest: list[Works] = []
    for works in sorted(some, key=lambda works: (len(works), sorted(works))):
        if not any(other <= works for other in smallest):
            smallest.append(works)
    return either(frozenset({gone}), *smallest)


def either(*sets: Works) -> Clauses:
    """Return as clauses that one of these sets of works is done wholly."""
    clauses = {frozenset(choice) for choice in product(*sets)}
    return frozenset(each for each in clauses if not any(other < each for other in clauses))


def any_of(*several: Clauses) -> Clauses:
    """Return as clauses that one of these holds."""
    clauses = {frozenset[Work]().union(*choice) for choice in product(*several)}
    return frozenset(each for each in clauses if not any(other < each for other in clauses))


_TOLD: Mapping[Shows, Callable[[Print], bool]] = {
    Shows.POSITION: lambda photo: photo.gps is not None,
    Shows.TIME: lambda photo: photo.captured_at is not None,
    Shows.SERIAL: lambda photo: bool(photo.serial_numbers),
    Shows.BYTES: lambda photo: bool(photo.sha256),
    Shows.LOOK: lambda photo: bool(photo.pdq),
    Shows.FACE: lambda photo: showing(photo).face >= FACE_FLOOR,
}
