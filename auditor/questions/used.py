"""Is somebody using your pictures already?

What: Yes, if a photo in public matches an image on your private list and a second look agrees, or
if an account that you called an impostor shows one of your photos. Partly, for a possible match,
for copies of your pages and pictures that a web archive named when you asked it, for a model with a
name of yours on a site that shares models, and for a row of a training set with an address of
yours. Yes as well, if a link that you reported still answers. Until there is a private picture, an
impostor or a look-up outside to compare with, nothing is said; a search by name or address compares
nothing, nor does an archive that names no copy.

When it is wrong: A match is by likeness of the whole picture, so two photos of one moment can pass
for the same. A model with your name may be about somebody else, and one about you mostly has
another name. Only what you named is compared: nobody searches the web for you here.

What hiding photos cannot do: The copy is somebody else's, so hiding your own photo changes nothing
about it. It has to be reported where it stands.
"""

from __future__ import annotations

from auditor.checks import private_image, same_avatar
from auditor.domain.findings.answer import QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import Digest, Looked
from auditor.domain.findings.question import Degree, QuestionId
from auditor.messages import N_, NN_
from auditor.questions.phrases import Counted, Phrase, of_question, seen_in
from auditor.questions.state import Needs, QuestionFrame, answered

ASKED = QuestionFrame(
    QuestionId.USED,
    N_("Is somebody using your pictures already?"),
    Needs(frozenset({Looked.HASHES}), compared=True),
)
PHRASES = (
    Phrase(
        same_avatar.CHECK.id,
        NN_(
            "{n} account that you called an impostor shows a photo of yours ({where})",
            "{n} accounts that you called impostors show photos of yours ({where})",
        ),
        counted=Counted.FINDINGS,
    ),
    Phrase(
        private_image.CHECK.id,
        NN_(
            "{n} photo in public matches an image on your private list ({where})",
            "{n} photos in public match images on your private list ({where})",
        ),
        Degree.YES,
    ),
    Phrase(
        private_image.CHECK.id,
        NN_(
            "{n} photo in public may match an image on your private list ({where})",
            "{n} photos in public may match images on your private list ({where})",
        ),
    ),
)
"""The gravest first."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    return answered(ASKED, digest, seen_in(digest, of_question(digest, ASKED.id), PHRASES))


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
