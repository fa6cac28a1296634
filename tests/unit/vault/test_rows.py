"""Findings as they stand in their table."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.aftercare import AftercareKey
from auditor.domain.findings.finding import Remedy
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.photo import Photo
from auditor.domain.photos.position import Position
from auditor.vault.tables.rows import StoredFinding, pack, pack_slim, unpack
from tests.contract.vault_making import account, facts, finding, photo


def asked(question: QuestionId | None) -> StoredFinding:
    """As findings were stored until format 6, with their remedy."""
    plain = finding(account(), None)
    seen = replace(plain.observation, question=question)
    return StoredFinding(plain.id, plain.check, seen, plain.remedy)


def test_a_finding_keeps_its_question() -> None:
    for question in (None, *QuestionId):
        assert unpack(pack(asked(question)), StoredFinding) == asked(question)


def test_a_finding_that_was_stored_without_one_names_none() -> None:
    stored = msgspec.msgpack.decode(pack(asked(QuestionId.HOME)))
    del stored["observation"]["question"]
    assert unpack(pack(stored), StoredFinding) == asked(None)


def test_a_finding_keeps_what_has_to_be_made_worthless() -> None:
    plain = asked(QuestionId.PAPERS)
    keys = (AftercareKey.WIFI, AftercareKey.BOOKING)
    kept = replace(plain, observation=replace(plain.observation, aftercare=keys))
    assert unpack(pack(kept), StoredFinding) == kept
    stored = msgspec.msgpack.decode(pack(kept))
    del stored["observation"]["aftercare"]
    assert unpack(pack(stored), StoredFinding) == plain


def test_a_finding_keeps_what_its_remedy_costs_and_who_is_told() -> None:
    plain = asked(QuestionId.PAPERS)
    assert isinstance(plain.remedy, Remedy)
    remedy = replace(plain.remedy, following=1 / 3, notice="Nobody is told.")
    found = unpack(pack(remedy), Remedy)
    assert found == remedy
    assert found.price(10) == plain.remedy.minutes + 3


def test_what_is_as_by_default_is_not_stored_and_comes_back() -> None:
    ada = account()
    stored = photo(ada, 1)
    for kind, value in (
        (Photo, stored),
        (Facts, facts(1)),
        (Facts, Facts("", 0)),
        (StoredFinding, replace(asked(QuestionId.HOME), remedy=7)),
    ):
        assert unpack(pack_slim(value), kind) == value
        assert len(pack_slim(value)) < len(pack(value))
    broken = replace(stored, alt="\ud800", caption=None)
    assert unpack(pack_slim(broken), Photo) == replace(broken, alt="\ufffd")


@given(
    st.builds(
        Metadata,
        gps=st.none() | st.builds(Position, st.floats(-90, 90), st.just(0.0), st.just(-0.0)),
        captured_at=st.none() | st.text(),
        owner=st.lists(st.text()).map(tuple),
        file_name=st.none() | st.just(""),
    )
)
def test_any_metadata_comes_back(metadata: Metadata) -> None:
    whole = replace(facts(1), metadata=metadata)
    assert unpack(pack_slim(whole), Facts) == unpack(pack(whole), Facts)


def test_what_two_threads_decode_is_worked_out_before_there_are_two() -> None:
    """`__msgspec_cache__` is where msgspec keeps what it worked out of a dataclass."""
    code = (
        "import auditor.vault.tables.rows\n"
        "from auditor.domain.account import Account\n"
        "from auditor.domain.findings.finding import Observation\n"
        "from auditor.domain.photos.facts import Facts, Metadata\n"
        "from auditor.domain.photos.photo import Photo\n"
        "kinds = (Account, Observation, Facts, Metadata, Photo)\n"
        "print(all('__msgspec_cache__' in vars(kind) for kind in kinds))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"
