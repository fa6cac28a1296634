"""Links that the person reported: kept with their clock, and looked at again when asked."""

from __future__ import annotations

from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.outside.evidence import Outside, OutsideEvidence
from auditor.domain.outside.reported import LinkState, ReportedLink
from auditor.domain.text.statement import Statement
from auditor.messages import NN_
from auditor.ports import Vault

_ANSWERS = frozenset({LinkState.STILL_THERE, LinkState.SMALLER, LinkState.MOVED})


async def found(vault: Vault) -> Outside:
    """Return what reported links give to the question `used`."""
    known = (await vault.outside(ReportedLink)).values()
    looked = [link for link in known if link.state is not LinkState.NOT_CHECKED]
    there = sum(link.state in _ANSWERS for link in looked)
    if not there:
        return Outside((), len(looked))
    single, many = NN_("{n} link you reported still answers", "{n} links you reported still answer")
    says = Statement(single, (), many, there)
    line = OutsideEvidence(ReportedLink.KIND, QuestionId.USED, Degree.YES, says)
    return Outside((line,), len(looked))
