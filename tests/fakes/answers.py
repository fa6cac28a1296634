"""Answers to the eight questions that are given, for sessions that answer from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from auditor.domain.account import Account
from auditor.domain.findings.answer import AnswerState, Clue, QuestionAnswer
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.engine.answers.book import AnswerBook
from auditor.engine.answers.marks import Marks, Proposals
from auditor.questions import ALL
from tests.fakes.people import ACCOUNTS

STATES = (
    AnswerState.YES,
    AnswerState.PARTLY,
    AnswerState.YES,
    AnswerState.COULD_NOT_TELL,
    *(AnswerState.NOT_SEEN,) * 3,
    AnswerState.COULD_NOT_TELL,
)
ANSWERS = tuple(
    QuestionAnswer(rule.id, rule.title, state, (Statement(f"said of {rule.id}"),), (), ())
    for rule, state in zip(ALL, STATES, strict=True)
)
"""The gravest question first; three of them are not seen."""


def evidence(word: str | None = None) -> tuple[Clue, ...]:
    """Return two lines of evidence: of five photos, and of one."""
    place = Statement(
        "five photos were taken near {place}", (Value("place", word or "Berlin", Kind.PLACE),)
    )
    photos = tuple(f"p{index:016x}" for index in range(5))
    return (
        Clue("position-in-metadata", Degree.YES, ACCOUNTS[0].id, place, photos, ()),
        Clue("visible-address", Degree.PARTLY, ACCOUNTS[1].id, place, photos[:1], ()),
    )


def beside(word: str | None = None) -> tuple[Statement, ...]:
    """Return what could not be told."""
    handle = Value("handle", word or "maja.lindgren", Kind.HANDLE)
    return (Statement("{handle} on Instagram was not looked at", (handle,)),)


class FakeMarks(Marks):
    """Remembers what was marked."""

    def __init__(self, marked: set[tuple[str, str]]) -> None:
        object.__setattr__(self, "marked", marked)

    marked: set[tuple[str, str]]

    async def set_together(self, account_id: str, other_id: str, *, on: bool) -> tuple[str, str]:
        pair = account_id, other_id
        self.marked.add(pair) if on else self.marked.discard(pair)
        return pair

    async def set_shown_name(self, account_id: str, name: str, *, on: bool) -> Account:
        await self.set_together(account_id, name, on=on)
        return ACCOUNTS[0]


class FakeAnswers(AnswerBook):
    """Gives the answers; `gone` are findings that were verified, by question."""

    def __init__(self, word: str | None = None, *, empty: bool = False) -> None:
        self.word = word
        self.empty = empty
        self.gone: dict[QuestionId, int] = {}
        self.states: dict[QuestionId, AnswerState] = {}
        self.marked: set[tuple[str, str]] = set()

    async def answers(self) -> tuple[QuestionAnswer, ...]:
        said = tuple(
            replace(
                answer,
                state=self.states.get(answer.id, answer.state),
                sentence=(Statement("{told}", (Value("told", self.word),)),)
                if self.word is not None
                else answer.sentence,
                evidence=evidence(self.word) if answer.id is QuestionId.HOME else (),
                could_not_tell=beside(self.word) if answer.id is QuestionId.LINKED else (),
            )
            for answer in ANSWERS
        )
        return () if self.empty else said

    @property
    def marks(self) -> Marks:
        return FakeMarks(self.marked)

    async def proposals(self) -> Proposals:
        first, second = ACCOUNTS[0].id, ACCOUNTS[2].id
        pair, name = (first, second), (first, self.word or "Maja Lindgren")
        return Proposals(
            () if pair in self.marked else (pair,), () if name in self.marked else (name,)
        )

    async def verified(self) -> Mapping[QuestionId, int]:
        return self.gone
