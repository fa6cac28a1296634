"""auditor answers: what a stranger could do, in eight questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.options import GlobalOptions
from auditor.cli.running import names_of, on_session, options_of, said_on
from auditor.cli.told.steps import tell_step
from auditor.cli.told.unread import end_unread, tell_unread
from auditor.dataclass import dataclass
from auditor.domain.findings.answer import SEEN, SEPARATOR, QuestionAnswer
from auditor.domain.findings.digest import Scene
from auditor.domain.findings.plan import Closing, Closings
from auditor.domain.findings.question import QuestionId
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.views import Coverage
from auditor.engine.answers.marks import Proposals
from auditor.errors import ExitCode
from auditor.messages import N_, _
from auditor.report.words.words import FOLLOWERS_SEE, answer_state, minutes, what_ends

if TYPE_CHECKING:
    from auditor.engine.session import Session

_LONGEST = 1000
_PROPOSED_NAME = N_(
    "The profile of {where} shows {name}. If you show it on purpose: auditor accounts show-name "
    "{id}"
)
_PROPOSED_PAIR = N_(
    "{first} and {second} name each other. If they may be known together: auditor accounts "
    "together {a} {b}"
)


@dataclass(frozen=True, slots=True)
class _Told:
    answers: Sequence[QuestionAnswer]
    closings: Mapping[QuestionId, Closings]
    scene: Scene
    coverage: Coverage
    proposed: tuple[Statement, ...]
    names: Mapping[str, str]


def answers(
    context: typer.Context,
    question: Annotated[
        QuestionId | None,
        typer.Option("--question", help=_("Only this question, with its evidence.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Answer what a stranger could do with what is public of you, in eight questions."""
    options = options_of(context)

    async def task(session: Session) -> _Told:
        told = [
            answer
            for answer in await session.answers.answers()
            if question is None or question is answer.id
        ]
        digest = await session.answers.digest()
        closings = (
            await session.planning.closings([answer.id for answer in told])
            if as_json or question is not None
            else {}
        )
        handles = {account.id: account.handle for account in digest.scene.accounts}
        proposed = tuple(_proposed(await session.answers.proposals(), handles))
        names = await names_of(options, session)
        return _Told(told, closings, digest.scene, await session.coverage(), proposed, names)

    told = on_session(context, task)
    chosen = told.answers
    if as_json:
        from auditor.report.json import answers as answer_documents

        output.document(answer_documents.answers(chosen, told.closings, told.scene))
    elif question is None:
        tell(chosen, options)
    else:
        _tell_one(chosen[0], told, options)
    if not told.scene.read:
        end_unread(told.coverage)
    tell_unread(told.coverage)
    found = any(answer.state in SEEN for answer in chosen)
    raise typer.Exit(ExitCode.FINDINGS if found else ExitCode.OK)


def tell(told: Sequence[QuestionAnswer], options: GlobalOptions, *, kept: bool = True) -> None:
    """Write a line for each answer, and who sees at least that.

    Where they are not `kept`, no other command can show one of them.
    """
    output.table(
        (_("answer"), _("question"), _("what was seen")),
        [(answer_state(answer.state), _(answer.title), _line(answer, options)) for answer in told],
        longest=_LONGEST,
    )
    if kept:
        names = ", ".join(answer.id.value for answer in told)
        one_in_full = _("'auditor answers --question NAME' shows one in full: {names}")
        output.line(one_in_full.format(names=names))
    output.line(_(FOLLOWERS_SEE))


def _line(answer: QuestionAnswer, options: GlobalOptions) -> str:
    told = (*answer.sentence, *answer.could_not_tell)
    return SEPARATOR.join(dict.fromkeys(said_on(options, said) for said in told))


def _sentence(answer: QuestionAnswer, options: GlobalOptions) -> str:
    return SEPARATOR.join(said_on(options, said) for said in answer.sentence)


def _tell_one(answer: QuestionAnswer, told: _Told, options: GlobalOptions) -> None:
    output.line(_(answer.title))
    output.line(f"{answer_state(answer.state)}: {_sentence(answer, options)}")
    for clue in answer.evidence:
        output.line(f"  • {said_on(options, clue.says)}")
    if answer.could_not_tell:
        output.line(_("Could not tell:"))
    for said in answer.could_not_tell:
        output.line(f"  • {said_on(options, said)}")
    if answer.id in {QuestionId.NAME, QuestionId.LINKED}:
        for said in told.proposed:
            output.line(said_on(options, said))
    both = told.closings[answer.id]
    if both.closing is not None:
        _tell_closing(what_ends(both.closing, answer.id), both.closing, told.names, options)
    if both.keeping is not None:
        title = what_ends(both.keeping, answer.id, keeping=True)
        _tell_closing(title, both.keeping, told.names, options)
    output.line(_(FOLLOWERS_SEE))


def _tell_closing(
    title: str, closing: Closing, names: Mapping[str, str], options: GlobalOptions
) -> None:
    output.line()
    output.line(f"{title}: {minutes(closing.minutes)}")
    for number, step in enumerate(closing.steps, 1):
        tell_step(number, step, names[step.account], options)
    for said in closing.leaves:
        output.line(f"  • {said_on(options, said)}")
    output.line()


def _proposed(proposed: Proposals, handles: Mapping[str, str]) -> Iterator[Statement]:
    for account, name in proposed.names:
        values = (
            Value("where", handles[account], Kind.HANDLE),
            Value("name", name, Kind.NAME),
            Value("id", account),
        )
        yield Statement(_PROPOSED_NAME, values)
    for first, second in proposed.together:
        values = (
            Value("first", handles[first], Kind.HANDLE),
            Value("second", handles[second], Kind.HANDLE),
            Value("a", first),
        )
        yield Statement(_PROPOSED_PAIR, (*values, Value("b", second)))
