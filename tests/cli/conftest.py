"""One practice range and one scanned vault for all tests of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.auditor import Auditor
from tests.cli.ranges import Range, served


@pytest.fixture(scope="session")
def practice() -> Iterator[Range]:
    with served(photos=24) as made:
        yield made


@pytest.fixture(scope="session")
def scanned(practice: Range, tmp_path_factory: pytest.TempPathFactory) -> Auditor:
    """A vault in which the range was scanned.

    Only looked at: tests that change something take a copy.
    """
    room = tmp_path_factory.mktemp("scanned")
    auditor = Auditor.at(room, "--settings", str(practice.save_settings(room)))
    auditor.add(practice.accounts)
    auditor.run("scan", code=1)
    return auditor


@pytest.fixture
def fresh(tmp_path: Path) -> Auditor:
    return Auditor.at(tmp_path)


@pytest.fixture
def copied(scanned: Auditor, tmp_path: Path) -> Auditor:
    return scanned.copy(tmp_path)
