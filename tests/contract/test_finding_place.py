"""How many findings a list shows before one: its place in it, found without reading any."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.views import FindingQuery
from auditor.ports import Vault as Port
from tests.contract.test_finding_pages import FINDINGS, QUERIES, fill, vault

__all__ = ["vault"]


@pytest.mark.parametrize("query", QUERIES)
async def test_the_place_of_a_finding_in_a_list(vault: Port, query: FindingQuery) -> None:
    await fill(vault)
    listed = [found.id for found in await vault.findings(query)]
    order = [found.id for found in await vault.findings()]
    for name in [each.id for each in FINDINGS[::97]]:
        before = {*order[: order.index(name)]}
        number = await vault.count_findings(replace(query, before=name))
        assert number == sum(each in before for each in listed)
        if name in listed:
            assert number == listed.index(name)
    assert await vault.count_findings(replace(query, before="none")) == 0
