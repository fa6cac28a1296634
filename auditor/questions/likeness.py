"""Could a stranger make a fake of you, or train a model of you?

What: Yes, with one sharp, uncovered face of 256 px or more across, or with enough different photos
to teach a model (likeness T2 and above). Partly, with a face of 112 px or more.

When it is wrong: Faces are found, never identified: the face may be somebody else's, on a poster or
painted. Mark such photos as "not me". A face seen from the side or in poor light may be missed.
Photos of accounts that are not proven are not counted together.

What hiding photos cannot do: One clear photo is enough for a fake, and a model can be made from one
by generating more first. Fewer and smaller photos make it worse, not impossible; what was collected
stays collected.
"""

from __future__ import annotations

from auditor.checks import clear_face, further_picture, likeness_exposure, training_resolution
from auditor.domain.findings.answer import QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import Digest, Looked
from auditor.domain.findings.question import Degree, QuestionId
from auditor.messages import N_, NN_
from auditor.questions.phrases import Phrase, of_question, seen_in
from auditor.questions.state import Needs, QuestionFrame, answered

ASKED = QuestionFrame(
    QuestionId.LIKENESS,
    N_("Could a stranger make a fake of you, or train a model of you?"),
    Needs(frozenset({Looked.FACES, Looked.FURTHER}), sharper=True),
)
PHRASES = (
    Phrase(
        likeness_exposure.CHECK.id,
        NN_(
            "{n} photo together is enough to teach a model what you look like ({where})",
            "{n} photos together are enough to teach a model what you look like ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        training_resolution.CHECK.id,
        NN_(
            "{n} large photo shows a sharp, uncovered face of 256 px or more ({where})",
            "{n} large photos show a sharp, uncovered face of 256 px or more ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        clear_face.CHECK.id,
        NN_(
            "{n} photo shows a sharp, uncovered face of 256 px or more ({where})",
            "{n} photos show a sharp, uncovered face of 256 px or more ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        further_picture.CHECK.id,
        NN_(
            "what lies inside {n} file shows a sharp, uncovered face of 256 px or more ({where})",
            "what lies inside {n} files shows a sharp, uncovered face of 256 px or more ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        likeness_exposure.CHECK.id,
        NN_(
            "{n} photo is enough for a method that needs one picture ({where})",
            "{n} photos are each enough for a method that needs one picture ({where})",
        ),
    ),
    Phrase(
        training_resolution.CHECK.id,
        NN_(
            "{n} large photo shows a sharp, uncovered face of 128 px or more ({where})",
            "{n} large photos show a sharp, uncovered face of 128 px or more ({where})",
        ),
    ),
    Phrase(
        clear_face.CHECK.id,
        NN_(
            "{n} photo shows a face of 112 px or more ({where})",
            "{n} photos show a face of 112 px or more ({where})",
        ),
    ),
    Phrase(
        further_picture.CHECK.id,
        NN_(
            "what lies inside {n} file shows a face of 112 px or more ({where})",
            "what lies inside {n} files shows a face of 112 px or more ({where})",
        ),
    ),
)
"""The gravest first."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    return answered(ASKED, digest, seen_in(digest, of_question(digest, ASKED.id), PHRASES))


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
