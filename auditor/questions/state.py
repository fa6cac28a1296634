"""The rule for the state of an answer, and what is said where there is no evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import AnswerState, Clue, QuestionAnswer
from auditor.domain.findings.digest import AccountScene, Digest, Looked, Scene
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_, NN_
from auditor.questions.phrases import PhrasedGroup, clues, named, sentence, unproven, where

_STATES = {Degree.PARTLY: AnswerState.PARTLY, Degree.YES: AnswerState.YES}

_GAPS: Mapping[Looked, tuple[str, str]] = {
    Looked.METADATA: NN_(
        "what the file says of itself could not all be read in {n} photo",
        "what the file says of itself could not all be read in {n} photos",
    ),
    Looked.TEXT: NN_(
        "words were not looked for in {n} photo", "words were not looked for in {n} photos"
    ),
    Looked.BARCODES: NN_(
        "barcodes were not looked for in {n} photo", "barcodes were not looked for in {n} photos"
    ),
    Looked.PROVENANCE: NN_(
        "content credentials were not read in {n} photo",
        "content credentials were not read in {n} photos",
    ),
    Looked.FACES: NN_(
        "faces were not looked for in {n} photo", "faces were not looked for in {n} photos"
    ),
    Looked.HASHES: NN_("{n} photo could not be compared", "{n} photos could not be compared"),
    Looked.FURTHER: NN_(
        "what else lies in the file could not all be read in {n} photo",
        "what else lies in the file could not all be read in {n} photos",
    ),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a question needs before it can be called not seen.

    `looked` in every photo; `places`: positions must not have been forgotten; `sharper`: more can
    be told of an account that is proven; `compared`: there must be something to compare with;
    `proven`: accounts that are not proven are not looked at at all.
    """

    looked: frozenset[Looked] = frozenset()
    places: bool = False
    sharper: bool = False
    compared: bool = False
    proven: bool = False


@dataclass(frozen=True, slots=True)
class QuestionFrame:
    """One question: its id, its words, and what it needs."""

    id: QuestionId
    title: str
    needs: Needs


def answered(
    asked: QuestionFrame,
    digest: Digest,
    seen: Sequence[PhrasedGroup],
    notes: Sequence[Statement] = (),
) -> QuestionAnswer:
    """Return the answer that the evidence and what was looked at allow.

    `notes` are said beside what could not be told.
    """
    degree = max((each.degree for each in seen), default=None)
    said = sentence(seen, degree, digest.scene) if degree is not None else ()
    blunt = unproven(seen, digest.scene)
    return _answer(asked, digest, clues(seen, digest.scene), said, blunt, notes)


def answered_by(
    asked: QuestionFrame, digest: Digest, found: Sequence[Clue], notes: Sequence[Statement] = ()
) -> QuestionAnswer:
    """Return the answer by lines of evidence that need no grouping, the gravest first."""
    said = tuple(clue.says for clue in found if clue.degree is found[0].degree)
    return _answer(asked, digest, tuple(found), said, (), notes)


def _answer(
    asked: QuestionFrame,
    digest: Digest,
    found: tuple[Clue, ...],
    said: tuple[Statement, ...],
    blunt: Sequence[AccountScene],
    notes: Sequence[Statement],
) -> QuestionAnswer:
    scene = digest.scene
    found, said = _with_outside(scene, asked.id, found, said)
    said += tuple(_aftercare(scene, asked.id))
    gaps = tuple(_gaps(scene, asked.needs))
    if said:
        state = _STATES[max((clue.degree for clue in found), default=Degree.PARTLY)]
    else:
        state = AnswerState.COULD_NOT_TELL if gaps else AnswerState.NOT_SEEN
        said = tuple(_nothing(scene, told=not gaps))
    beside = (
        *gaps,
        *_from_archives(scene),
        *_not_looked_at(scene),
        *_to_prove(asked.needs, blunt, scene),
        *(note.says for note in scene.outside_notes if note.question is asked.id),
        *notes,
    )
    return QuestionAnswer(asked.id, asked.title, state, said, found, beside)


def _with_outside(
    scene: Scene, question: QuestionId, found: tuple[Clue, ...], said: tuple[Statement, ...]
) -> tuple[tuple[Clue, ...], tuple[Statement, ...]]:
    """Return evidence and sentence with what was found outside the accounts, the gravest first."""
    outside = [
        Clue(each.kind, each.degree, "", each.says, (), ())
        for each in scene.outside
        if each.question is question
    ]
    if not outside:
        return found, said
    before = max((clue.degree for clue in found), default=None)
    degree = max(clue.degree for clue in outside)
    gravest = tuple(clue.says for clue in outside if clue.degree is degree)
    if before is None or degree > before:
        said = gravest
    elif degree is before:
        said += gravest
    together = sorted((*found, *outside), key=lambda clue: -clue.degree)  # stable
    return tuple(together), said


def _aftercare(scene: Scene, question: QuestionId) -> Iterator[Statement]:
    left = scene.aftercare.get(question, ())
    if left:
        single, many = NN_(
            "{n} thing that stood in public is still to be made worthless",
            "{n} things that stood in public are still to be made worthless",
        )
        yield Statement(single, (), many, len(left))


def _nothing(scene: Scene, *, told: bool) -> Iterator[Statement]:
    """Say in what nothing was seen."""
    read = scene.read
    if not read:
        single, many = NN_(
            "nothing was read yet (0 photos of {n} account)",
            "nothing was read yet (0 photos of {n} accounts)",
        )
        yield Statement(single, (), many, len(scene.mine))
        return
    looked_at = scene.looked_at
    if scene.photos and not looked_at:
        single, many = NN_(
            "no photo was looked into yet of {n} account ({where})",
            "no photo was looked into yet of {n} accounts ({where})",
        )
        yield Statement(single, (where(read),), many, len(read))
        return
    if told:
        single, many = NN_(
            "not seen in {n} account ({where})", "not seen in {n} accounts ({where})"
        )
    else:
        single, many = NN_(
            "not everything was looked at: not seen in what was read of {n} account ({where})",
            "not everything was looked at: not seen in what was read of {n} accounts ({where})",
        )
    yield Statement(single, (where(read),), many, len(read))
    single, many = NN_("{n} photo looked at", "{n} photos looked at")
    yield Statement(single, (), many, looked_at)


def _gaps(scene: Scene, needs: Needs) -> Iterator[Statement]:
    """Say what keeps the question from being called not seen, the most important first."""
    yield from _accounts_unread(scene)
    if needs.looked and scene.unread and scene.going_on:
        looked_at = Value("looked", str(scene.looked_at))
        single, many = NN_(
            "{looked} of {n} picture looked at so far", "{looked} of {n} pictures looked at so far"
        )
        yield Statement(single, (looked_at,), many, scene.photos)
    elif needs.looked and scene.unread:
        single, many = NN_("{n} photo could not be read", "{n} photos could not be read")
        yield Statement(single, (), many, scene.unread)
    for looked, (single, many) in _GAPS.items():
        if looked in needs.looked and scene.gaps.get(looked, 0):
            yield Statement(single, (), many, scene.gaps[looked])
    if scene.broken:
        yield Statement(N_("checks that broke: {checks}"), (Value("checks", scene.broken),))
    if needs.places and not scene.keeps_places:
        yield Statement(N_("you had all places forgotten, so positions are not looked at"))
    if needs.compared and not scene.compared.anything:
        yield Statement(
            N_("compared with 0 private pictures, 0 impostors and 0 look-ups outside so far")
        )
    left_out = [
        account
        for account in scene.mine
        if account.supported and not (account.proven and account.ties)
    ]
    if needs.proven and left_out and len(scene.mine) > 1:
        yield Statement(N_("{where} not compared with the others"), (where(left_out),))


def _accounts_unread(scene: Scene) -> Iterator[Statement]:
    read = [account for account in scene.mine if account.supported]
    waiting = [account for account in read if not account.scanned]
    broken = [account for account in read if account.scanned and not account.complete]
    if not scene.mine:
        yield Statement(N_("no account is on the list yet"))
    elif not read:
        yield Statement(N_("no account that is read here is on the list"))
    if waiting:
        yield Statement(N_("{where} not read yet"), (where(waiting),))
    if broken:
        yield Statement(N_("{where} not read to its end"), (where(broken),))
    shown = [account for account in read if account.unknown and account.captured]
    if shown:
        single, many = NN_(
            "no kept page shows {n} photo of the archive, so whether strangers get it is not known "
            "({where})",
            "no kept page shows {n} photos of the archive, so whether strangers get them is not "
            "known ({where})",
        )
        yield Statement(single, (where(shown),), many, sum(account.unknown for account in shown))
    untold = [account for account in read if account.unknown and not account.captured]
    if untold:
        single, many = NN_(
            "you have not said yet whether {n} photo is public ({where})",
            "you have not said yet whether {n} photos are public ({where})",
        )
        unknown = sum(account.unknown for account in untold)
        yield Statement(single, (where(untold),), many, unknown)


def _from_archives(scene: Scene) -> Iterator[Statement]:
    """Say of what day the archives are that accounts were read from: they tell of no later one."""
    for account in scene.mine:
        if account.archived is not None:
            handle = Value("where", account.handle, Kind.HANDLE)
            values = (Value("platform", account.platform), handle, Value("day", account.archived))
            if account.of_page and account.archived:
                yield Statement(N_("{platform} as a page kept on {day} shows it ({where})"), values)
            elif account.archived:
                yield Statement(N_("{platform} as its archive of {day} shows it ({where})"), values)
            else:
                yield Statement(
                    N_("{platform} as an archive of an unknown day shows it ({where})"), values[:2]
                )


def _not_looked_at(scene: Scene) -> Iterator[Statement]:
    """Name the platforms that no source reads; they never change the state."""
    platforms: dict[str, list[AccountScene]] = {}
    for account in scene.mine:
        if not account.supported:
            platforms.setdefault(account.platform, []).append(account)
    for platform, accounts in platforms.items():
        handles = named(account.handle for account in accounts)
        yield Statement(
            N_("{platform} not looked at ({where})"),
            (Value("platform", platform), Value("where", handles, Kind.HANDLE)),
        )


def _to_prove(needs: Needs, blunt: Sequence[AccountScene], scene: Scene) -> Iterator[Statement]:
    if needs.sharper:
        blunt = tuple(account for account in scene.mine if account.supported and not account.proven)
    if blunt:
        single, many = NN_(
            "{where} is not proven: prove the account to see more",
            "{n} accounts are not proven ({where}): prove them to see more",
        )
        yield Statement(single, (where(blunt),), many, len(blunt))
