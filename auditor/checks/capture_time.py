"""A photo that says when it was taken, to the second and with its time zone.

What: The file or the platform gives the time of capture together with its offset from UTC, or the
time of a GPS receiver.

Why it matters: With the zone the moment is exact: it shows when somebody is at home, at work or
asleep, and in which part of the world. A photo published within an hour of being taken tells a
reader where its owner is now, not where they were.

How to fix: Replace the file by a copy without metadata. Publish photos of a place after leaving it.

When it is wrong: Clocks of cameras are often set wrong, also the zone after a journey; editing
programs can write their own time, and where a file says nothing else it is that of its last change.
The time from GPS can be that of the last fix, hours or a day older than the photo.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.facts import Metadata
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Statement, Value
from auditor.domain.visible_metadata import LONGEST_TIME
from auditor.messages import N_

_LIVE = timedelta(hours=1)
_SAME_DAY = timedelta(days=1)
"""Up to which a photo tells where somebody is, or was that day; an older one tells of the past."""


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo whose moment of capture is known."""
    photo = case.photo
    in_file = _moment(case.facts.metadata) if case.facts else None
    beside = _moment(photo.published) if photo.published else None
    moment = in_file or beside
    if moment is None:
        return
    evidence = []
    if in_file:
        evidence.append(
            Evidence(_says(N_("The file says it was taken at {time}"), in_file), photo.media_url)
        )
    if beside:
        evidence.append(
            Evidence(
                _says(N_("The platform publishes that it was taken at {time}"), beside),
                photo.page_url,
            )
        )
    # Comparing times with each other is one of the sharp analyses, kept for proven accounts.
    delay = _delay(moment, photo.posted_at) if case.account.proof.holds else None
    if delay is not None:
        evidence.append(Evidence(_later(delay), photo.page_url))
    yield Observation(
        severity=Severity.LOW if delay is None or delay > _LIVE else Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        title=Statement(N_("The photo says when it was taken")),
        evidence=tuple(evidence),
        remedy=metadata_remedy(in_file=bool(in_file)),
        question=QuestionId.DAYS if delay is not None else None,
        degree=Degree.PARTLY,
        account=photo.account,
        photo=photo.id,
    )


def _moment(metadata: Metadata) -> str | None:
    """Return the capture time if its moment is known: local time with an offset, else UTC."""
    if metadata.captured_at and _parsed(metadata.captured_at) is not None:
        return metadata.captured_at
    return metadata.captured_at_utc


def _parsed(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _delay(moment: str, posted_at: datetime | None) -> timedelta | None:
    taken = _parsed(moment)
    if taken is None or posted_at is None or posted_at.tzinfo is None:
        return None
    delay = posted_at.astimezone(UTC) - taken
    return delay if timedelta() <= delay <= _SAME_DAY else None


def _later(delay: timedelta) -> Statement:
    if delay <= _LIVE:
        minutes = str(round(delay.total_seconds() / 60))
        return Statement(
            N_("It was published {minutes} minutes later"), (Value("minutes", minutes),)
        )
    hours = str(round(delay.total_seconds() / 3600))
    return Statement(N_("It was published {hours} hours later"), (Value("hours", hours),))


def _says(template: str, moment: str) -> Statement:
    return Statement(template, (Value("time", moment[:LONGEST_TIME]),))


CHECK = PhotoCheck(
    id="capture-time",
    title=N_("Capture time with zone"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
    reads=frozenset({PhotoPart.POSTING}),
)
