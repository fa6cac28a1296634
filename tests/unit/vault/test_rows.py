"""Findings as they stand in their table."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from auditor.domain.findings.finding import Finding
from auditor.domain.findings.question import QuestionId
from auditor.vault.tables.rows import pack, unpack
from tests.contract.vault_making import account, finding


def asked(question: QuestionId | None) -> Finding:
    plain = finding(account(), None)
    return replace(plain, observation=replace(plain.observation, question=question))


def test_a_finding_keeps_its_question() -> None:
    for question in (None, *QuestionId):
        assert unpack(pack(asked(question)), Finding) == asked(question)


def test_a_finding_that_was_stored_without_one_names_none() -> None:
    stored = msgspec.msgpack.decode(pack(asked(QuestionId.HOME)))
    del stored["observation"]["question"]
    assert unpack(pack(stored), Finding) == asked(None)
