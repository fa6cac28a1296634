"""The AI agents that are known by name, as dated data from ai-agents.toml beside this file."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from auditor.domain.openness import Agent, AgentList


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    operator: str
    respects: Literal["yes", "no", "unclear"]
    purpose: Literal["training", "data", "search", "assistant", "agent", "undocumented", "other"]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    date: str
    agents: tuple[_Entry, ...]


@lru_cache(maxsize=1)
def agents() -> AgentList:
    """Return the list. Raises msgspec.ValidationError on a broken file."""
    table = msgspec.toml.decode(
        files("auditor.guidance").joinpath("ai-agents.toml").read_bytes(), type=_Table
    )
    listed = tuple(
        Agent(agent.name, agent.operator, agent.respects, agent.purpose) for agent in table.agents
    )
    return AgentList(listed, table.source, table.date)
