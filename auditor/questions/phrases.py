"""How evidence is put into words: one phrase for what one check finds, with counts and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import chain

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.answer import Clue
from auditor.domain.findings.digest import AccountScene, Digest, Scene, SignGroup
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import NN_

_MOST_NAMED = 3
"""Handles, names or places that stand in a sentence; the others are counted."""


class Counted(Enum):
    """What the number of a phrase counts."""

    PHOTOS = auto()
    FINDINGS = auto()
    ALL_PHOTOS = auto()  # of all proven accounts: what is told by their times together
    SHOWN = auto()  # photos that stand on the accounts


@dataclass(frozen=True, slots=True)
class Phrase:
    """The sentence for what a check finds, in two forms that take `{n}`, `{where}` and `{tells}`.

    `degree` and `about` say which of its findings are meant, None: any. `bare` are the forms where
    nothing is told, for a phrase that names what is told.
    """

    check: str
    forms: tuple[str, str]
    degree: Degree | None = None
    about: str | None = None
    counted: Counted = Counted.PHOTOS
    bare: tuple[str, str] | None = None

    def fits(self, group: SignGroup) -> bool:
        """Whether it is the phrase for a group of findings."""
        return (
            self.check == group.check
            and self.degree in {None, group.degree}
            and self.about in {None, group.about}
        )


_BY_A_PLUGIN = Phrase(
    "",
    NN_(
        "{n} photo, by the check {check} of a plugin ({where})",
        "{n} photos, by the check {check} of a plugin ({where})",
    ),
)


@dataclass(frozen=True, slots=True)
class PhrasedGroup:
    """A group of findings with its phrase, and how far it answers the question."""

    phrase: Phrase
    group: SignGroup
    degree: Degree


def seen_in(
    digest: Digest, groups: Iterable[SignGroup], phrases: Sequence[Phrase]
) -> tuple[PhrasedGroup, ...]:
    """Return the groups with their phrases, in the order of the phrases.

    What stands on an account that is not proven answers partly at most.
    """
    unproven = {account.id for account in digest.scene.mine if not account.proven}
    found = [
        PhrasedGroup(
            next((phrase for phrase in phrases if phrase.fits(group)), _BY_A_PLUGIN),
            group,
            Degree.PARTLY if group.account in unproven else group.degree,
        )
        for group in groups
    ]
    order = {phrase: place for place, phrase in enumerate((*phrases, _BY_A_PLUGIN))}
    return tuple(sorted(found, key=lambda seen: (-seen.degree, order[seen.phrase])))


def clues(seen: Sequence[PhrasedGroup], scene: Scene) -> tuple[Clue, ...]:
    """Return a line of evidence for each phrase, degree and account."""
    alike: dict[tuple[Phrase, Degree, str, bool], list[PhrasedGroup]] = {}
    for each in seen:
        key = (each.phrase, each.degree, each.group.account, bool(each.group.tells))
        alike.setdefault(key, []).append(each)
    return tuple(
        Clue(
            several[0].group.check,
            degree,
            account,
            _says(several, scene),
            tuple(dict.fromkeys(_photos(each.group for each in several))),
            tuple(chain.from_iterable(each.group.findings for each in several)),
        )
        for (_phrase, degree, account, _told), several in alike.items()
    )


def sentence(seen: Sequence[PhrasedGroup], degree: Degree, scene: Scene) -> tuple[Statement, ...]:
    """Return what is said of all evidence of that degree: a piece for each phrase."""
    alike: dict[tuple[Phrase, bool], list[PhrasedGroup]] = {}
    for each in seen:
        if each.degree is degree:
            alike.setdefault((each.phrase, bool(each.group.tells)), []).append(each)
    return tuple(_says(several, scene) for several in alike.values())


def _says(several: Sequence[PhrasedGroup], scene: Scene) -> Statement:
    phrase, groups = several[0].phrase, [each.group for each in several]
    told = tuple(dict.fromkeys(value for group in groups for value in group.tells))
    forms = phrase.forms if told or phrase.bare is None else phrase.bare
    values = [where(accounts_of(groups, scene))]
    if told and "{tells}" in forms[0]:
        values.append(Value("tells", named(value.text for value in told), told[0].kind))
    if phrase is _BY_A_PLUGIN:
        values.append(Value("check", groups[0].check))
    return Statement(forms[0], tuple(values), forms[1], _count(phrase, groups, scene))


def _count(phrase: Phrase, groups: Sequence[SignGroup], scene: Scene) -> int:
    if phrase.counted is Counted.FINDINGS:
        return sum(len(group.findings) for group in groups)
    if phrase.counted is Counted.ALL_PHOTOS:
        return sum(account.photos for account in scene.mine if account.proven)
    if phrase.counted is Counted.SHOWN:
        return sum(account.photos for account in accounts_of(groups, scene))
    return len(set(_photos(groups)))


def _photos(groups: Iterable[SignGroup]) -> Iterator[str]:
    """Return the photos of some groups, some more than once: there may be very many."""
    return chain.from_iterable(chain.from_iterable(group.named for group in groups))


def accounts_of(groups: Iterable[SignGroup], scene: Scene) -> tuple[AccountScene, ...]:
    """Return the accounts on which the groups stand, each once, in the order of the list."""
    ids = {group.account for group in groups}
    return tuple(account for account in scene.accounts if account.id in ids)


def where(accounts: Sequence[AccountScene]) -> Value:
    """Return the value that names accounts by their handles."""
    return Value("where", named(account.handle for account in accounts), Kind.HANDLE)


def named(texts: Iterable[str]) -> str:
    """Return the first texts with commas between them, and how many more there are."""
    several = list(dict.fromkeys(texts))
    more = f" +{len(several) - _MOST_NAMED}" if len(several) > _MOST_NAMED else ""
    return ", ".join(several[:_MOST_NAMED]) + more


def unproven(seen: Iterable[PhrasedGroup], scene: Scene) -> tuple[AccountScene, ...]:
    """Return the person's accounts with evidence that are not proven."""
    ids = {each.group.account for each in seen}
    return tuple(
        account
        for account in scene.accounts
        if account.id in ids and account.claim is Claim.MINE and not account.proven
    )


def of_question(digest: Digest, question: QuestionId) -> tuple[SignGroup, ...]:
    """Return the groups of one question."""
    return digest.groups.get(question, ())


def with_degree(group: SignGroup, degree: Degree) -> SignGroup:
    """Return the group as answering so far."""
    return group if group.degree is degree else replace(group, degree=degree)
