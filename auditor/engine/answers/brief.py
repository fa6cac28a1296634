"""Answers without the names of all photos and findings, which may be half a million."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.domain.findings.answer import QuestionAnswer

_ANSWERS = msgspec.msgpack.Decoder(tuple[QuestionAnswer, ...])


def in_brief(answers: Sequence[QuestionAnswer]) -> tuple[QuestionAnswer, ...]:
    """Return the answers in brief, made of texts of their own."""
    return copied(tuple(answer.in_brief() for answer in answers))


def copied(answers: tuple[QuestionAnswer, ...]) -> tuple[QuestionAnswer, ...]:
    """Return the same made of texts of their own.

    Where a few of half a million texts stay, the memory of none of them is given back. Half a
    character (a lone surrogate) cannot be written down: then it is the same answers.
    """
    try:
        packed = msgspec.msgpack.encode(answers)
    except UnicodeEncodeError:
        return answers
    return _ANSWERS.decode(packed)
