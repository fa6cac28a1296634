"""Do you leave your photos open to be collected?

What: Yes, if a licence lets anyone copy photos, if an original larger than the one shown can be
fetched, or if the account's own switch for search engines or training is open; on a site of your
own that is what its pages and robots.txt say. Partly, if photos stand in public although no switch
of yours is open: whoever comes by can still take them.

When it is wrong: A licence can be what you want. Some platforms have no such switch, or do not show
its state. What a collector does that obeys nobody is not known.

What hiding photos cannot do: What was collected is in the collections, and closing a switch takes
nothing out of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks import larger_original, open_licence, open_to_training, search_engines
from auditor.domain.account import Claim
from auditor.domain.findings.answer import QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import Digest, SignGroup
from auditor.domain.findings.question import Degree, QuestionId
from auditor.messages import N_, NN_
from auditor.questions.phrases import Counted, Phrase, of_question, seen_in, with_degree
from auditor.questions.state import Needs, QuestionFrame, answered

ASKED = QuestionFrame(
    QuestionId.COLLECTED, N_("Do you leave your photos open to be collected?"), Needs()
)
SWITCHES = frozenset({search_engines.CHECK.id, open_to_training.CHECK.id})
"""Checks of what is said for a whole account."""
_IN_PUBLIC = "in-public"
PHRASES = (
    Phrase(
        open_licence.CHECK.id,
        NN_(
            "a licence lets anyone reuse {n} photo ({where})",
            "licences let anyone reuse {n} photos ({where})",
        ),
    ),
    Phrase(
        larger_original.CHECK.id,
        NN_(
            "behind {n} photo stands a larger original ({where})",
            "behind {n} photos stand larger originals ({where})",
        ),
    ),
    Phrase(
        search_engines.CHECK.id,
        NN_(
            "{n} account is open to search engines ({where})",
            "{n} accounts are open to search engines ({where})",
        ),
        counted=Counted.FINDINGS,
    ),
    Phrase(
        open_to_training.CHECK.id,
        NN_(
            "{n} account lets collectors for AI training in ({where})",
            "{n} accounts let collectors for AI training in ({where})",
        ),
        counted=Counted.FINDINGS,
    ),
    Phrase(
        _IN_PUBLIC,
        NN_(
            "{n} photo stands in public, though no switch of yours was seen open ({where})",
            "{n} photos stand in public, though no switch of yours was seen open ({where})",
        ),
        counted=Counted.SHOWN,
    ),
)
"""What can be closed first."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    own_sites = {account.id for account in digest.scene.accounts if account.own_site}
    groups = [
        with_degree(group, Degree.YES)
        if group.check in SWITCHES and group.account in own_sites
        else group
        for group in of_question(digest, ASKED.id)
    ]
    return answered(ASKED, digest, seen_in(digest, [*groups, *_in_public(digest)], PHRASES))


def _in_public(digest: Digest) -> Iterator[SignGroup]:
    """Yield what stands in public on accounts of which nothing else is told."""
    told = {group.account for group in of_question(digest, ASKED.id)}
    for account in digest.scene.accounts:
        if account.claim is Claim.MINE and account.photos and account.id not in told:
            yield SignGroup(_IN_PUBLIC, ASKED.id, Degree.PARTLY, account.id, "", (), (), ())


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
