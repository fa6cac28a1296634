"""Could a stranger use your papers, numbers or keys?

What: Yes, if a paper, a card, a code or a key can be read that may still be valid. Partly, for a
licence plate, a telephone number or an e-mail address, for a file name that says "passport", and
for a code that has run out.

When it is wrong: The paper can be a specimen, an old one or somebody else's. A day on which it runs
out is known only where a boarding pass or the zone for machines tells it; else it is taken for
valid. Small, blurred, handwritten or turned words are missed.

What hiding photos cannot do: Whoever saw the number has it. A key, a code, a card or a booking has
to be made worthless where it was issued, so the answer stays at partly until you ticked that.
"""

from __future__ import annotations

from auditor.checks import (
    contact_details,
    file_name,
    further_picture,
    licence_plate,
    readable_code,
    travel_paper,
    visible_contact,
    visible_document,
)
from auditor.domain.findings.answer import QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import Digest, Looked
from auditor.domain.findings.question import Degree, QuestionId
from auditor.messages import N_, NN_
from auditor.questions.phrases import Phrase, of_question, seen_in
from auditor.questions.state import Needs, QuestionFrame, answered

ASKED = QuestionFrame(
    QuestionId.PAPERS,
    N_("Could a stranger use your papers, numbers or keys?"),
    Needs(frozenset({Looked.TEXT, Looked.BARCODES, Looked.FURTHER})),
)
PHRASES = (
    Phrase(
        visible_document.CHECK.id,
        NN_(
            "an official paper or a bank card can be read in {n} photo ({where})",
            "official papers or bank cards can be read in {n} photos ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        readable_code.CHECK.id,
        NN_(
            "a key or code can be read in {n} photo ({where})",
            "keys or codes can be read in {n} photos ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        travel_paper.CHECK.id,
        NN_(
            "a travel paper, ticket or parcel label can be read in {n} photo ({where})",
            "travel papers, tickets or parcel labels can be read in {n} photos ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        further_picture.CHECK.id,
        NN_(
            "what lies inside {n} file shows a paper or code ({where})",
            "what lies inside {n} files shows papers or codes ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        visible_document.CHECK.id,
        NN_(
            "an official paper that has run out can be read in {n} photo ({where})",
            "official papers that have run out can be read in {n} photos ({where})",
        ),
    ),
    Phrase(
        travel_paper.CHECK.id,
        NN_(
            "a travel paper that has run out can be read in {n} photo ({where})",
            "travel papers that have run out can be read in {n} photos ({where})",
        ),
    ),
    Phrase(
        file_name.CHECK.id,
        NN_(
            "the file name of {n} photo says that it is a document ({where})",
            "the file names of {n} photos say that they are documents ({where})",
        ),
    ),
    Phrase(
        contact_details.CHECK.id,
        NN_(
            "the file of {n} photo tells how to reach somebody ({where})",
            "the files of {n} photos tell how to reach somebody ({where})",
        ),
    ),
    Phrase(
        visible_contact.CHECK.id,
        NN_(
            "a telephone number, e-mail address or contact card can be read in {n} photo ({where})",
            "telephone numbers, e-mail addresses or contact cards can be read in {n} photos "
            "({where})",
        ),
    ),
    Phrase(
        licence_plate.CHECK.id,
        NN_(
            "what looks like a licence plate can be read in {n} photo ({where})",
            "what looks like licence plates can be read in {n} photos ({where})",
        ),
    ),
    Phrase(
        readable_code.CHECK.id,
        NN_(
            "a code whose use is not known can be scanned in {n} photo ({where})",
            "codes whose use is not known can be scanned in {n} photos ({where})",
        ),
    ),
    Phrase(
        further_picture.CHECK.id,
        NN_(
            "what lies inside {n} file shows a number or address of somebody ({where})",
            "what lies inside {n} files shows numbers or addresses of somebody ({where})",
        ),
    ),
)
"""The gravest first. What is not proven counts as partly, with the phrase of what it would be."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    return answered(ASKED, digest, seen_in(digest, of_question(digest, ASKED.id), PHRASES))


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
