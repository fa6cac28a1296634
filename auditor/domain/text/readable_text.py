"""What words and barcodes in a picture tell, in words.

One list of kinds for checks, screens and reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from auditor.dataclass import dataclass
from auditor.domain.findings.aftercare import aftercare_keys
from auditor.domain.findings.check import PhotoCase
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import TextKind
from auditor.domain.text.days import day_near
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

__all__ = ["ANSWERS", "DEGREES", "READS", "Told", "end_of", "names_end", "readable", "told"]

READS: dict[TextKind, str] = {
    TextKind.EMAIL: N_("An e-mail address can be read: {excerpt}"),
    TextKind.PHONE: N_("A phone number can be read: {excerpt}"),
    TextKind.ADDRESS: N_("A street address can be read: {excerpt}"),
    TextKind.PLATE: N_("What looks like a licence plate can be read: {excerpt}"),
    TextKind.PAYMENT_CARD: N_("A payment card can be read: {excerpt}"),
    TextKind.BANK_ACCOUNT: N_("A bank account can be read: {excerpt}"),
    TextKind.IDENTITY_DOCUMENT: N_("An identity document can be read: {excerpt}"),
    TextKind.BOARDING_PASS: N_("A boarding pass can be read: {excerpt}"),
    TextKind.TICKET: N_("A ticket can be read: {excerpt}"),
    TextKind.PARCEL_LABEL: N_("A parcel label can be read: {excerpt}"),
    TextKind.NAME_BADGE: N_("A name badge can be read: {excerpt}"),
    TextKind.WIFI: N_("The key of a wireless network can be read: {excerpt}"),
    TextKind.CONTACT: N_("A contact card can be scanned: {excerpt}"),
    TextKind.CODE: N_("A code that lets somebody in can be read: {excerpt}"),
    TextKind.LINK: N_("A link can be read: {excerpt}"),
    TextKind.PRODUCT: N_("The number of a product can be read: {excerpt}"),
    TextKind.OTHER: N_("A code whose use is not known can be scanned: {excerpt}"),
}
"""One sentence for each kind; the excerpt is masked already."""

ANSWERS: dict[TextKind, QuestionId] = {
    TextKind.EMAIL: QuestionId.PAPERS,
    TextKind.PHONE: QuestionId.PAPERS,
    TextKind.ADDRESS: QuestionId.HOME,
    TextKind.PLATE: QuestionId.PAPERS,
    TextKind.PAYMENT_CARD: QuestionId.PAPERS,
    TextKind.BANK_ACCOUNT: QuestionId.PAPERS,
    TextKind.IDENTITY_DOCUMENT: QuestionId.PAPERS,
    TextKind.BOARDING_PASS: QuestionId.PAPERS,
    TextKind.TICKET: QuestionId.PAPERS,
    TextKind.PARCEL_LABEL: QuestionId.PAPERS,
    TextKind.NAME_BADGE: QuestionId.NAME,
    TextKind.WIFI: QuestionId.PAPERS,
    TextKind.CONTACT: QuestionId.PAPERS,
    TextKind.CODE: QuestionId.PAPERS,
    TextKind.OTHER: QuestionId.PAPERS,
}
"""The question for which each kind is evidence; links and numbers of products are for none."""

_YES = frozenset(
    {
        TextKind.ADDRESS,  # its patterns ask for the number of a house
        TextKind.PAYMENT_CARD,
        TextKind.BANK_ACCOUNT,
        TextKind.IDENTITY_DOCUMENT,
        TextKind.BOARDING_PASS,
        TextKind.TICKET,
        TextKind.PARCEL_LABEL,
        TextKind.WIFI,
        TextKind.CODE,
    }
)
DEGREES: dict[TextKind, Degree] = {
    kind: Degree.YES if kind in _YES else Degree.PARTLY for kind in ANSWERS
}
"""How far each kind answers its question, as long as it has not run out. A badge is masked, so it
is not known whether it tells a full name; nor is what a code of an unknown kind is good for."""

_SURE, _LIKELY = 0.85, 0.65
_MOST = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that can be read.

    `barcode` says that a machine reads it at once and without doubt; `ends` is the day until which
    it holds, as the readers kept it.
    """

    kind: TextKind
    masked: str
    confidence: Confidence
    barcode: bool = False
    ends: str = ""

    @property
    def statement(self) -> Statement:
        """The sentence for it, its excerpt hidden on a projector."""
        return Statement(READS[self.kind], (Value("excerpt", self.masked, Kind.NAME),))


def told(facts: Facts | None, kinds: Collection[TextKind]) -> tuple[Told, ...]:
    """Return what is of `kinds`, barcodes first, each once, at most five."""
    return tuple(dict.fromkeys(_all(facts, kinds)))[:_MOST] if facts else ()


def readable(
    case: PhotoCase, severity: Mapping[TextKind, Severity], today: date, *, remedy: str, title: str
) -> Iterator[Observation]:
    """Yield one observation for each question that something readable of these kinds is for.

    As severe as the severest of them.
    """
    asked: dict[QuestionId, list[TextKind]] = {}
    for kind in severity:
        asked.setdefault(ANSWERS[kind], []).append(kind)
    for question, kinds in asked.items():
        seen = told(case.facts, kinds)
        if not seen:
            continue
        yield Observation(
            severity=max(severity[line.kind] for line in seen),
            confidence=max(line.confidence for line in seen),
            title=Statement(title),
            evidence=tuple(Evidence(line.statement, case.photo.media_url) for line in seen),
            remedy=remedy,
            account=case.photo.account,
            photo=case.photo.id,
            about=question.value if len(asked) > 1 else "",
            question=question,
            aftercare=aftercare_keys(_kinds(case, kinds, today)),
            degree=max(_degree(line, case, today) for line in seen),
        )


def end_of(line: Told, case: PhotoCase) -> date | None:
    """Return the day until which it holds, None where that is not known.

    Where it names no year: the one nearest to when the photo was published.
    """
    posted = case.photo.posted_at
    return day_near(line.ends, posted.date() if posted else None) if line.ends else None


def names_end(case: PhotoCase) -> bool:
    """Whether something in the photo holds until a day, so that another day may end it."""
    facts = case.facts
    if facts is None:
        return False
    return any(code.ends for code in facts.barcodes) or any(text.ends for text in facts.text)


def _has_ended(line: Told, case: PhotoCase, today: date) -> bool:
    end = end_of(line, case)
    return end is not None and end < today


def _degree(line: Told, case: PhotoCase, today: date) -> Degree:
    return Degree.PARTLY if _has_ended(line, case, today) else DEGREES[line.kind]


def _kinds(case: PhotoCase, kinds: Collection[TextKind], today: date) -> Iterator[TextKind]:
    """Yield the kind of all that can be read, but for papers and codes that have run out.

    Also of what is not told any more.
    """
    for line in _all(case.facts, kinds) if case.facts else ():
        if not _has_ended(line, case, today):
            yield line.kind


def _all(facts: Facts, kinds: Collection[TextKind]) -> Iterator[Told]:
    for code in facts.barcodes:
        if code.kind in kinds:
            yield Told(code.kind, code.masked, Confidence.HIGH, barcode=True, ends=code.ends)
    for text in facts.text:
        if text.kind in kinds:
            sure = (
                Confidence.HIGH
                if text.confidence >= _SURE
                else Confidence.MEDIUM
                if text.confidence >= _LIKELY
                else Confidence.LOW
            )
            yield Told(text.kind, text.masked, sure, ends=text.ends)
