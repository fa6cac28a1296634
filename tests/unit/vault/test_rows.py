"""Findings as they stand in their table."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import msgspec

from auditor.domain.findings.aftercare import AftercareKey
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


def test_a_finding_keeps_what_has_to_be_made_worthless() -> None:
    plain = asked(QuestionId.PAPERS)
    keys = (AftercareKey.WIFI, AftercareKey.BOOKING)
    kept = replace(plain, observation=replace(plain.observation, aftercare=keys))
    assert unpack(pack(kept), Finding) == kept
    stored = msgspec.msgpack.decode(pack(kept))
    del stored["observation"]["aftercare"]
    assert unpack(pack(stored), Finding) == plain


def test_a_finding_keeps_what_its_remedy_costs_and_who_is_told() -> None:
    plain = asked(QuestionId.PAPERS)
    remedy = replace(plain.remedy, following=1 / 3, notice="Nobody is told.")
    kept = replace(plain, remedy=remedy)
    found = unpack(pack(kept), Finding)
    assert found == kept
    assert found.remedy.price(10) == plain.remedy.minutes + 3


def test_what_two_threads_decode_is_worked_out_before_there_are_two() -> None:
    """`__msgspec_cache__` is where msgspec keeps what it worked out of a dataclass."""
    code = (
        "import auditor.vault.tables.rows\n"
        "from auditor.domain.account import Account\n"
        "from auditor.domain.findings.finding import Finding\n"
        "from auditor.domain.photos.facts import Facts, Metadata\n"
        "from auditor.domain.photos.photo import Photo\n"
        "kinds = (Account, Finding, Facts, Metadata, Photo)\n"
        "print(all('__msgspec_cache__' in vars(kind) for kind in kinds))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"
