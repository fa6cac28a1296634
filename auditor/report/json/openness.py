"""The JSON document of what a page or picture says about AI training.

Foreign words pass the cleaner here.
"""

from __future__ import annotations

from auditor.domain.openness import AgentRule, OpennessReport, Signal
from auditor.messages import _
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.exposure import AgentJson, OpennessJson, OptOutJson, SignalJson


def openness(report: OpennessReport) -> str:
    """auditor/openness/1.

    `allows` and `allowed` are null where nothing is said or it could not be read.
    """
    body: OpennessJson = {
        "url": text(report.url),
        "could_not_tell": [text(reason) for reason in report.could_not_tell],
        "signals": [_signal(signal) for signal in report.signals],
        "contradictions": [list(pair) for pair in report.contradictions],
        "agents_date": report.agents_date,
        "agents": [_agent(agent) for agent in report.agents],
    }
    return write("openness", body)


def opt_out(
    folder: str, files: tuple[str, ...], agents: tuple[str, ...], still_allowed: tuple[str, ...]
) -> str:
    """Write auditor/opt-out/1.

    It holds the files written, the agents that robots.txt keeps out, and those that a merged file
    still lets in.
    """
    body: OptOutJson = {
        "folder": text(folder),
        "files": list(files),
        "agents": list(agents),
        "still_allowed": list(still_allowed),
    }
    return write("opt-out", body)


def _signal(signal: Signal) -> SignalJson:
    return {
        "signal": signal.signal.value,
        "where": text(signal.where),
        "says": text(signal.says),
        "allows": signal.allows,
        "honoured_by": _(signal.honoured_by) if signal.honoured_by else "",
    }


def _agent(rule: AgentRule) -> AgentJson:
    return {
        "name": rule.name,
        "operator": rule.operator,
        "respects": rule.respects,
        "purpose": rule.purpose,
        "allowed": rule.allowed,
    }
