"""Could a stranger tell that your accounts are one person?

What: Yes, if two of your accounts show the same photo, the same avatar or photos of the same device
and do not name each other in public. Partly, if a tie is only likely: the same handle, or photos of
the same place. Accounts that name each other do not count, and neither do two that you marked with
"may be known together".

When it is wrong: Only proven accounts are compared, so that nobody can use this on accounts of
somebody else. A photo that many people post ties nobody. Ways of writing, friends in common and
what you like are not looked at, and they tie accounts as well.

What hiding photos cannot do: Whoever tied the accounts knows it, and the platforms know it anyway:
by address, telephone and device.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, compress

from auditor.checks import same_avatar, same_photo, serial_number
from auditor.dataclass import dataclass
from auditor.domain.findings.answer import Clue, QuestionAnswer, QuestionRule
from auditor.domain.findings.digest import AccountScene, Digest, Looked, Scene
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.links import AccountLink, LinkEvidence, Tie
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_, NN_
from auditor.questions.phrases import of_question, where
from auditor.questions.state import Needs, QuestionFrame, answered_by

ASKED = QuestionFrame(
    QuestionId.LINKED,
    N_("Could a stranger tell that your accounts are one person?"),
    Needs(frozenset({Looked.METADATA, Looked.HASHES}), places=True, sharper=True, proven=True),
)


@dataclass(frozen=True, slots=True)
class TieWords:
    """What a tie says: the check that finds it, how far it answers, and its two forms."""

    check: str
    degree: Degree
    forms: tuple[str, str]


TIES: Mapping[Tie, TieWords] = {
    Tie.SAME_PHOTO: TieWords(
        same_photo.CHECK.id,
        Degree.YES,
        NN_(
            "{n} photo shows that {first} and {second} are one person: the same picture is on both",
            "{n} photos show that {first} and {second} are one person: the same pictures are on "
            "both",
        ),
    ),
    Tie.SAME_AVATAR: TieWords(
        same_avatar.CHECK.id,
        Degree.YES,
        NN_(
            "{n} avatar is the same on {first} and {second}",
            "{n} avatars are the same on {first} and {second}",
        ),
    ),
    Tie.SAME_CAMERA: TieWords(
        serial_number.CHECK.id,
        Degree.YES,
        NN_(
            "{n} photo names the same device on {first} and {second}",
            "{n} photos name the same device on {first} and {second}",
        ),
    ),
    Tie.SAME_PLACE: TieWords(
        "links",
        Degree.PARTLY,
        NN_(
            "{n} photo of one place stands on {first} and {second}",
            "{n} photos of one place stand on {first} and {second}",
        ),
    ),
    Tie.SAME_HANDLE: TieWords(
        "links",
        Degree.PARTLY,
        NN_(
            "{n} account name is the same on {first} and {second}",
            "{n} account names are the same on {first} and {second}",
        ),
    ),
}
"""Two accounts that name each other (`Tie.MUTUAL_LINK`) are known together, so that is no tie."""


def answer(digest: Digest) -> QuestionAnswer:
    """Return the answer."""
    accounts = {account.id: account for account in digest.scene.accounts}
    clues = sorted(
        (
            _clue(link, tie, several, accounts, digest)
            for link in digest.ties
            if not known_together(link, digest.scene)
            for tie, several in _by_tie(link).items()
        ),
        key=lambda clue: -clue.degree,
    )
    notes = (*_compared_with_nothing(digest.scene), *_named_no_more(digest))
    return answered_by(ASKED, digest, clues, notes)


def known_together(link: AccountLink, scene: Scene) -> bool:
    """Whether two accounts name each other in public, or may be known together."""
    named = any(evidence.tie is Tie.MUTUAL_LINK for evidence in link.evidence)
    return named or (min(link.a, link.b), max(link.a, link.b)) in scene.together


def _by_tie(link: AccountLink) -> dict[Tie, list[LinkEvidence]]:
    found: dict[Tie, list[LinkEvidence]] = {}
    for evidence in link.evidence:
        found.setdefault(evidence.tie, []).append(evidence)
    return found


def _clue(
    link: AccountLink,
    tie: Tie,
    several: Sequence[LinkEvidence],
    accounts: Mapping[str, AccountScene],
    digest: Digest,
) -> Clue:
    words = TIES[tie]
    named = chain.from_iterable((*each.photos_a, *each.photos_b) for each in several)
    photos = tuple(dict.fromkeys(named))
    values = tuple(
        Value(name, accounts[end].handle if end in accounts else end, Kind.HANDLE)
        for name, end in (("first", link.a), ("second", link.b))
    )
    says = Statement(words.forms[0], values, words.forms[1], len(photos) or len(several))
    findings = tuple(_findings(words.check, photos, digest))
    return Clue(words.check, words.degree, link.a, says, photos, findings)


def _findings(check: str, photos: Sequence[str], digest: Digest) -> Iterator[str]:
    """Yield the findings of that check whose photos are all among those of the tie."""
    are_tied = frozenset(photos).issuperset
    for group in of_question(digest, ASKED.id):
        if group.check == check:
            yield from compress(group.findings, map(are_tied, group.named))


def _compared_with_nothing(scene: Scene) -> Iterator[Statement]:
    """Say that one account alone was looked at. Of those not read or proven other lines tell."""
    if len(scene.read) == len([account for account in scene.mine if account.supported]) == 1:
        yield Statement(
            N_("only one account of yours was read, so there was nothing to compare it with")
        )


def _named_no_more(digest: Digest) -> Iterator[Statement]:
    """Say which marked pairs no longer name each other, and what would count without the mark."""
    accounts = {account.id: account for account in digest.scene.mine}
    ties = {(min(link.a, link.b), max(link.a, link.b)): link.evidence for link in digest.ties}
    for pair in sorted(digest.scene.together):
        evidence = ties.get(pair, ())
        if any(each.tie is Tie.MUTUAL_LINK for each in evidence) or not {*pair} <= accounts.keys():
            continue
        single, many = NN_(
            "you marked {where} as known together, and they do not name each other: {n} tie would "
            "count without the mark",
            "you marked {where} as known together, and they do not name each other: {n} ties would "
            "count without the mark",
        )
        yield Statement(
            single,
            (where([account for account in accounts.values() if account.id in pair]),),
            many,
            len(evidence),
        )


QUESTION = QuestionRule(ASKED.id, ASKED.title, answer)
