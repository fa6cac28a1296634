"""Could a stranger know when you are out or away?

What: Yes, if a weekday and hour come back at one spot in four different weeks, or if a paper in a
photo tells the day of a journey to come. Partly, for photos that were posted within a day of being
taken, for quiet hours and for the time zone.

When it is wrong: A camera with a wrong clock tells wrong hours, and photos that were posted late
tell of habits that are over. Times are compared with each other on proven accounts only. A day that
the words beside a photo tell ("off to Rome tomorrow") is not looked for.

What hiding photos cannot do: A habit stays a habit, and whoever saw it knows it. What is posted
from now on tells it again, unless it is posted later or without its time.
"""

from __future__ import annotations

from auditor.checks import capture_time, file_name, routine, travel_paper
from auditor.domain.findings.answer import QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import Digest, Looked
from auditor.domain.findings.question import QuestionId
from auditor.messages import N_, NN_
from auditor.questions.phrases import Counted, Phrase, of_question, seen_in
from auditor.questions.state import Needs, QuestionFrame, answered

ASKED = QuestionFrame(
    QuestionId.DAYS,
    N_("Could a stranger know when you are out or away?"),
    Needs(frozenset({Looked.METADATA, Looked.TEXT, Looked.BARCODES}), places=True, sharper=True),
)
PHRASES = (
    Phrase(
        travel_paper.CHECK.id,
        NN_(
            "a paper in {n} photo tells a journey to come, on {tells} ({where})",
            "papers in {n} photos tell journeys to come, on {tells} ({where})",
        ),
    ),
    Phrase(
        routine.CHECK.id,
        NN_(
            "an hour of the week comes back at a place of {n} photo, near {tells} ({where})",
            "an hour of the week comes back at places of {n} photos, near {tells} ({where})",
        ),
        about=routine.WEEKLY,
        bare=NN_(
            "an hour of the week comes back at a place of {n} photo, far from any town ({where})",
            "an hour of the week comes back at places of {n} photos, far from any town ({where})",
        ),
    ),
    Phrase(
        capture_time.CHECK.id,
        NN_(
            "{n} photo was posted within a day of being taken, and says so ({where})",
            "{n} photos were posted within a day of being taken, and say so ({where})",
        ),
    ),
    Phrase(
        file_name.CHECK.id,
        NN_(
            "the file name of {n} photo tells that it was posted within a day of being taken "
            "({where})",
            "the file names of {n} photos tell that they were posted within a day of being taken "
            "({where})",
        ),
    ),
    Phrase(
        routine.CHECK.id,
        NN_(
            "the times of {n} photo tell your quiet hours ({where})",
            "the times of {n} photos tell your quiet hours ({where})",
        ),
        about=routine.QUIET,
        counted=Counted.ALL_PHOTOS,
    ),
    Phrase(
        routine.CHECK.id,
        NN_(
            "the times of {n} photo tell your time zone ({where})",
            "the times of {n} photos tell your time zone ({where})",
        ),
        about=routine.ZONE,
        counted=Counted.ALL_PHOTOS,
    ),
)
"""The gravest first."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    return answered(ASKED, digest, seen_in(digest, of_question(digest, ASKED.id), PHRASES))


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
