"""Could a stranger find where you live, work or learn?

What: Yes, if five photos were taken at one spot on three days or in two different nights, or if a
street address with its number can be read. Partly, for any other position, and for a town or street
that stands in words: in descriptions, file names, keywords, content credentials.

When it is wrong: A spot can be a friend's home or a park, and an address that of a shop. Positions
of an account that is not proven are blunted to about a kilometre, so a spot on it is not seen. What
a picture shows by itself, a tower or the view from a window, is not looked at.

What hiding photos cannot do: Whoever saved a photo or a position keeps it, and search engines,
archives and apps keep copies. Who knows you knows it anyway.
"""

from __future__ import annotations

from auditor.checks import (
    alt_text,
    contact_details,
    credentials_reveal,
    frequent_place,
    further_picture,
    position,
    visible_address,
)
from auditor.domain.findings.answer import QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import Digest, Looked
from auditor.domain.findings.question import Degree, QuestionId
from auditor.messages import N_, NN_
from auditor.questions.phrases import Counted, Phrase, of_question, seen_in
from auditor.questions.state import Needs, QuestionFrame, answered

ASKED = QuestionFrame(
    QuestionId.HOME,
    N_("Could a stranger find where you live, work or learn?"),
    Needs(frozenset({Looked.METADATA, Looked.TEXT, Looked.FURTHER}), places=True, sharper=True),
)
PHRASES = (
    Phrase(
        frequent_place.CHECK.id,
        NN_(
            "{n} place you come back to, near {tells} ({where})",
            "{n} places you come back to, near {tells} ({where})",
        ),
        counted=Counted.FINDINGS,
        bare=NN_(
            "{n} place you come back to, far from any town ({where})",
            "{n} places you come back to, far from any town ({where})",
        ),
    ),
    Phrase(
        visible_address.CHECK.id,
        NN_(
            "a street address can be read in {n} photo ({where})",
            "a street address can be read in {n} photos ({where})",
        ),
    ),
    Phrase(
        contact_details.CHECK.id,
        NN_(
            "the file of {n} photo holds a postal address ({where})",
            "the files of {n} photos hold a postal address ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        alt_text.CHECK.id,
        NN_(
            "the description of {n} photo seems to name a street address ({where})",
            "the descriptions of {n} photos seem to name a street address ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        further_picture.CHECK.id,
        NN_(
            "what lies inside {n} file shows a street address ({where})",
            "what lies inside {n} files shows a street address ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        position.CHECK.id,
        NN_(
            "{n} photo says where it was taken ({where})",
            "{n} photos say where they were taken ({where})",
        ),
    ),
    Phrase(
        further_picture.CHECK.id,
        NN_(
            "what lies inside {n} file has a position of its own ({where})",
            "what lies inside {n} files has a position of its own ({where})",
        ),
    ),
    Phrase(
        contact_details.CHECK.id,
        NN_(
            "the file of {n} photo names a town or street ({where})",
            "the files of {n} photos name a town or street ({where})",
        ),
    ),
    Phrase(
        credentials_reveal.CHECK.id,
        NN_(
            "the content credentials of {n} photo name a place ({where})",
            "the content credentials of {n} photos name a place ({where})",
        ),
    ),
    Phrase(
        alt_text.CHECK.id,
        NN_(
            "the description of {n} photo seems to name {tells} ({where})",
            "the descriptions of {n} photos seem to name {tells} ({where})",
        ),
    ),
)
"""The gravest first."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    return answered(ASKED, digest, seen_in(digest, of_question(digest, ASKED.id), PHRASES))


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
