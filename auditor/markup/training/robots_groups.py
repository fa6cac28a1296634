"""robots.txt group by group: which AI agent may read a page, and the rules about use.

Those rules stand beside Allow and Disallow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from protego import Protego

from auditor.dataclass import dataclass
from auditor.markup.robots_signals import (
    EVERYBODY,
    MAX_ROBOTS_TXT,
    NAMES,
    agent_group,
    agent_token,
    parse_robots_txt,
)
from auditor.markup.training.path_patterns import matches, path_of

_RULES_OF_USE = frozenset({"content-usage", "content-signal"})
_RULES = frozenset({"allow", "disallow"})
_RECORDS = NAMES | _RULES | _RULES_OF_USE
_TRAINING_KEYS = frozenset(
    {"train-ai", "train-genai", "genai", "ai", "ai-train", "tdm", "bots", "all"}
)
"""Keys that cover training: of the IETF drafts draft-ietf-aipref-vocab (train-ai, and those of its
earlier versions) and of Content-Signal (contentsignals.org: ai-train)."""
_YES = frozenset({"y", "yes", "?1"})
_NO = frozenset({"n", "no", "?0"})


@dataclass(frozen=True, slots=True)
class UsageRule:
    """One rule about use that covers the page.

    `agent` is the group's name, `*` for everybody; `field` the rule's own name.
    """

    agent: str
    field: str
    says: str
    trains: bool | None


@dataclass(slots=True)
class RobotsTxt:
    """A parsed robots.txt. `names` are the product tokens of its groups in lower case."""

    rules: Protego
    names: set[str] = field(default_factory=set)
    # group -> field, path, statement
    usage: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    # group -> the blocks of lines that name it
    blocks: dict[str, list[int]] = field(default_factory=dict)
    # addresses of licences for the whole site (rslstandard.org, "License" of robots.txt)
    licences: list[str] = field(default_factory=list)
    _answers: dict[tuple[str, tuple[int, ...]], bool] = field(default_factory=dict)

    def speaks_to(self, agent: str) -> bool:
        """Whether there is a group for the agent or for everybody."""
        return agent_token(agent) in self.names or EVERYBODY in self.names

    def allows(self, agent: str, url: str) -> bool:
        """Whether the agent may read `url`.

        The group with exactly its name says so, else the one for everybody (RFC 9309, 2.2.1).
        """
        group = agent_token(agent) if agent_token(agent) in self.names else EVERYBODY
        # named in the same blocks: the same rules, asked once
        key = (url, tuple(self.blocks.get(group, ())))
        if key not in self._answers:
            self._answers[key] = self.rules.can_fetch(url, group)
        return self._answers[key]

    def usage_of(self, url: str) -> Iterator[UsageRule]:
        """Yield for each group and kind of rule the one with the longest matching path.

        See draft-ietf-aipref-attach, section 3.1.
        """
        path = path_of(url)
        for agent, rules in self.usage.items():
            for kind in sorted({rule[0] for rule in rules}):
                covering = [
                    (where, says)
                    for name, where, says in rules
                    if name == kind and matches(where, path)
                ]
                longest = max((len(where) for where, _says in covering), default=-1)
                said = list(
                    dict.fromkeys(says for where, says in covering if len(where) == longest)
                )
                if said:
                    yield UsageRule(agent, kind, ", ".join(said), trains(", ".join(said)))


def parse_groups(text: str) -> RobotsTxt:
    """Parse robots.txt; broken lines are passed over.

    What stands beyond 512,000 characters is not read.
    """
    found = RobotsTxt(parse_robots_txt(text))
    group: list[str] = []
    in_names = False
    block = 0
    for line in text[:MAX_ROBOTS_TXT].splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if colon and name == "license" and value and value not in found.licences:
            found.licences.append(value)
        if not colon or name not in _RECORDS:
            continue  # whatever else stands there does not end a group (RFC 9309, 2.2.4)
        if name in NAMES:
            group, block = (group, block) if in_names else ([], block + 1)
            in_names = True
            if value:
                group.append(agent_group(value))
                found.names.add(group[-1])
                found.blocks.setdefault(group[-1], []).append(block)
            continue
        in_names = False
        if name in _RULES_OF_USE and value:
            path, says = _split(value)
            for agent in group:
                found.usage.setdefault(agent, []).append((name, path, says))
    return found


def trains(says: str) -> bool | None:
    """Return what a statement of preference says of training: True, False, None if nothing.

    A no wins over a yes.
    """
    answers: set[bool] = set()
    for item in says.split(","):
        key, _equals, value = item.partition(";")[0].partition("=")
        if key.strip().lower() in _TRAINING_KEYS:
            answers |= (
                {True}
                if value.strip().lower() in _YES
                else {False}
                if value.strip().lower() in _NO
                else set()
            )
    return False if False in answers else True if answers else None


def _split(value: str) -> tuple[str, str]:
    if not value.startswith("/"):
        return "/", value
    path, *rest = value.split(maxsplit=1)
    return path, rest[0] if rest else ""
