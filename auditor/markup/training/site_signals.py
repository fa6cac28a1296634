"""What robots.txt, headers and files of a site say of AI training, as signals.

Pure: text in, signals out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.domain.openness import HONOURED_BY, MAX_SAYS, Agent, AgentRule, Signal, SignalName
from auditor.markup.licences import licence_signal
from auditor.markup.robots_signals import EVERYBODY, names_agent
from auditor.markup.training.robots_groups import RobotsTxt, trains

_MOST_NAMED = 12
_MAX_HEADER = 4_000
_CLOSING_TRAINING = frozenset({"noai", "noimageai"})
_CLOSING_INDEX = frozenset({"noindex", "none", "noimageindex"})


def signal(name: SignalName, where: str, says: str, allows: bool | None) -> Signal:
    """Return a signal with what is known of who obeys its kind.

    Its words are cut at `MAX_SAYS` characters.
    """
    return Signal(name, where, says.strip()[:MAX_SAYS], allows, HONOURED_BY[name])


def agent_rules(
    robots: RobotsTxt | None, agents: Sequence[Agent], url: str
) -> tuple[AgentRule, ...]:
    """Return what robots.txt says to each agent about `url`.

    None stands for a robots.txt that could not be read.
    """
    allowed = (None if robots is None else robots.allows(agent.name, url) for agent in agents)
    return tuple(
        AgentRule(agent.name, agent.operator, agent.respects, may, agent.purpose)
        for agent, may in zip(agents, allowed, strict=True)
    )


def robots_signals(
    robots: RobotsTxt, agents: Sequence[Agent], url: str, where: str
) -> Iterator[Signal]:
    """Yield what robots.txt says of `url` to `agents`, those for training.

    That is who is let in, who is kept out, and rules of use.
    """
    told = any(robots.speaks_to(agent.name) for agent in agents)
    for word, wanted in (("Allow", True), ("Disallow", False)):
        # whoever is not spoken to may come: a file that names some lets the others in
        named = [
            agent.name for agent in agents if told and robots.allows(agent.name, url) is wanted
        ]
        if named:
            yield signal(
                SignalName.ROBOTS_TXT,
                where,
                f"{word} {len(named)}/{len(agents)}: {_listed(named)}",
                wanted,
            )
    if not told:
        yield signal(SignalName.ROBOTS_TXT, where, "", None)
    for address in robots.licences[:_MOST_NAMED]:
        yield licence_signal(address, where)
    known = {agent.name.lower() for agent in agents}
    for rule in robots.usage_of(url):
        if rule.agent == EVERYBODY or rule.agent in known:
            written = f"{rule.field.title()}: {rule.says}"
            says = written if rule.agent == EVERYBODY else f"{rule.agent}: {written}"
            yield signal(SignalName.CONTENT_USAGE, where, says, rule.trains)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")


def header_signals(
    headers: Mapping[str, str], links: Mapping[str, str], agents: Iterable[Agent], where: str
) -> Iterator[Signal]:
    """Yield what the headers of an answer say.

    X-Robots-Tag, Content-Usage, tdm-reservation, and a link to a licence.
    """
    names = {agent.name.lower() for agent in agents}
    yield from robots_tags(headers.get("x-robots-tag", ""), names, where)
    usage = headers.get("content-usage", "").strip()
    if usage:
        yield signal(SignalName.CONTENT_USAGE, where, usage, trains(usage[:_MAX_HEADER]))
    if "tdm-reservation" in headers:
        yield reservation(headers["tdm-reservation"], headers.get("tdm-policy", ""), where)
    if "license" in links:
        yield licence_signal(links["license"], where)


def reservation(value: str, policy: str, where: str) -> Signal:
    """Return a reservation of TDMRep.

    1 reserves, 0 does not, anything else says nothing (W3C TDMRep, section 6).
    """
    written = value.strip()
    says = f"tdm-reservation: {written[:40]}" + (
        f", tdm-policy: {policy.strip()}" if policy.strip() else ""
    )
    return signal(SignalName.TDM_RESERVATION, where, says, {"1": False, "0": True}.get(written))


def robots_tags(header: str, agents: frozenset[str] | set[str], where: str) -> Iterator[Signal]:
    """Yield what X-Robots-Tag says.

    One signal for everybody and one for each AI agent that it names.
    """
    scopes: dict[str, list[str]] = {}
    scope = EVERYBODY
    for part in header[:_MAX_HEADER].split(","):
        head, _colon, rest = part.partition(":")
        rule = part.strip()
        if names_agent(part):
            scope, rule = head.strip().lower(), rest.strip()
        if rule:
            scopes.setdefault(scope, []).append(rule)
    for name, rules in scopes.items():
        if name == EVERYBODY or name in agents:
            yield tag_signal(SignalName.X_ROBOTS_TAG, name, rules, where)


def tag_signal(kind: SignalName, agent: str, rules: Sequence[str], where: str) -> Signal:
    """Return what robots rules say to one agent or to everybody.

    `noindex` speaks of training only where an AI agent is named.
    """
    words = {rule.strip().lower() for rule in rules}
    forbids = bool(words & _CLOSING_TRAINING) or (
        agent != EVERYBODY and bool(words & _CLOSING_INDEX)
    )
    says = ", ".join(rules)
    return signal(
        kind, where, says if agent == EVERYBODY else f"{agent}: {says}", False if forbids else None
    )
