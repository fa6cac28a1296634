"""The files with which an own site asks AI collectors to stay away, as texts.

Nothing is written here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from auditor.dataclass import dataclass
from auditor.domain.openness import HONOURED_BY, Agent, AgentList, SignalName
from auditor.markup.training.robots_groups import parse_groups
from auditor.messages import N_, _

ROBOTS = "robots.txt"
README = "README.txt"
_TAGS = "noai, noimageai"
_USAGE = "train-ai=n"
_RIGHTS = "tdm-reservation"
_SITE = "https://example.invalid/"  # any address will do: the rules are for the whole site

_WHERE = (
    (
        ROBOTS,
        SignalName.ROBOTS_TXT,
        N_("Put it at the root of the site. It reaches the most collectors of all these files."),
    ),
    (
        "apache.htaccess",
        SignalName.X_ROBOTS_TAG,
        N_("For Apache: add it to .htaccess at the root. Needs mod_headers. It covers pictures."),
    ),
    (
        "nginx.conf",
        SignalName.X_ROBOTS_TAG,
        N_("For nginx: add it to the server block. It covers pictures."),
    ),
    (
        "Caddyfile",
        SignalName.X_ROBOTS_TAG,
        N_("For Caddy: add it to the block of the site. It covers pictures."),
    ),
    (
        ".well-known/tdmrep.json",
        SignalName.TDM_RESERVATION,
        N_("Put it at /.well-known/tdmrep.json. It covers pictures."),
    ),
    ("ai.txt", SignalName.AI_TXT, N_("Put it at the root of the site.")),
    (
        "meta-tags.html",
        SignalName.META_ROBOTS,
        N_(
            "Where headers cannot be set: add it to the head of each page. It does not cover "
            "pictures."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class OptOut:
    """Files by path below the folder, and the agents they speak to.

    `agents` are those that robots.txt names, `still_allowed` those that a merged file lets in.
    """

    files: tuple[tuple[str, str], ...]
    agents: tuple[str, ...]
    still_allowed: tuple[str, ...] = ()


def opt_out(known: AgentList, *, everyone: bool, existing: str | None = None) -> OptOut:
    """Return the files.

    They name the agents that collect for training, or `everyone`; `existing` is a robots.txt that
    they are added to.
    """
    chosen = known.agents if everyone else known.training
    robots = _render_robots(chosen, known, existing)
    rules = parse_groups(robots)
    places = (_SITE, *(_SITE + place for place in _list_opened(existing or "")))
    open_still = tuple(
        agent.name for agent in chosen if any(rules.allows(agent.name, place) for place in places)
    )
    files = (
        (ROBOTS, robots),
        ("apache.htaccess", _render_apache()),
        ("nginx.conf", _render_nginx()),
        ("Caddyfile", _render_caddy()),
        (".well-known/tdmrep.json", json.dumps([{"location": "/", _RIGHTS: 1}], indent=1) + "\n"),
        ("ai.txt", "User-Agent: *\nDisallow: /\nDisallow: *\n"),
        (
            "meta-tags.html",
            f'<meta name="robots" content="{_TAGS}">\n<meta name="{_RIGHTS}" content="1">\n',
        ),
    )
    return OptOut(
        (*files, (README, _render_readme(known))), tuple(agent.name for agent in chosen), open_still
    )


def _render_robots(chosen: Sequence[Agent], known: AgentList, existing: str | None) -> str:
    """Return robots.txt: one group for each purpose, and the rule of use for everybody else."""
    lines: list[str] = [f"# AI agents, {known.date}, from {known.source}"]
    for purpose in dict.fromkeys(agent.purpose for agent in chosen):
        lines += ["", f"# {purpose}"]
        lines += [f"User-agent: {agent.name}" for agent in chosen if agent.purpose == purpose]
        lines += ["Disallow: /"]
    lines += [
        "",
        "# everybody else may read, but not train (IETF draft)",
        "User-agent: *",
        f"Content-Usage: {_USAGE}",
        "",
    ]
    ours = "\n".join(lines)
    if existing is None:
        return ours
    before = existing.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return f"{before}\n{_end_group(before)}\n{ours}"


def _list_opened(text: str) -> Iterator[str]:
    """Yield a path for each rule that allows.

    One that lets an agent into a folder wins over ours, which is for the whole site.
    """
    for line in text.splitlines():
        name, _colon, value = line.partition("#")[0].partition(":")
        if name.strip().lower() == "allow" and value.strip():
            yield value.strip().removesuffix("$").replace("*", "x").removeprefix("/")


def _end_group(text: str) -> str:
    """Return the line that ends a group which has names but no rule yet.

    Our names would join it.
    """
    directives = (
        line.partition("#")[0].partition(":")[0].strip().lower()
        for line in reversed(text.splitlines())
    )
    last = next((directive for directive in directives if directive), "")
    return "Disallow:\n" if last in {"user-agent", "useragent", "user agent"} else ""


def _list_headers() -> tuple[tuple[str, str], ...]:
    return (("X-Robots-Tag", _TAGS), (_RIGHTS, "1"), ("Content-Usage", _USAGE))


def _render_apache() -> str:
    rules = "".join(f'  Header always set {name} "{value}"\n' for name, value in _list_headers())
    return f"<IfModule mod_headers.c>\n{rules}</IfModule>\n"


def _render_nginx() -> str:
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in _list_headers())


def _render_caddy() -> str:
    rules = "".join(f'\t{name} "{value}"\n' for name, value in _list_headers())
    return f"header {{\n{rules}}}\n"


def _render_readme(known: AgentList) -> str:
    parts = [
        _("Files that ask AI collectors to stay away from your site."),
        _(
            "They are requests. Whoever does not want to obey does not, and they do nothing about "
            "copies that were already taken. "
            "What must not be taken is safest behind a log-in, smaller, or not online."
        ),
    ]
    for name, signal, where in _WHERE:
        parts.append(
            f"{name}\n  "
            + _(where)
            + "\n  "
            + _("Who listens: {who}").format(who=_(HONOURED_BY[signal]))
        )
    training = known.training
    ignoring = ", ".join(agent.name for agent in training if agent.respects == "no")
    unclear = ", ".join(agent.name for agent in training if agent.respects == "unclear")
    obeying = ", ".join(agent.name for agent in training if agent.respects == "yes")
    parts += [
        _("Collectors for training that say they obey robots.txt ({date}): {names}").format(
            date=known.date, names=obeying
        ),
        _("Known not to obey: {names}").format(names=ignoring),
        _("Not known: {names}").format(names=unclear),
        _(
            "If you have a robots.txt already, keep it: run 'auditor opt-out --merge FILE' with "
            "it, or copy the groups below yours. "
            "Where your file has a group with one of these names, take that name out of yours: a "
            "rule that allows wins over ours."
        ),
        _(
            "The headers of nginx are not inherited where a location sets headers of its own: "
            "repeat them there."
        ),
        _(
            "The list of agents changes every month. Make these files anew now and then, and check "
            "the result: 'auditor openness'."
        ),
    ]
    return "\n\n".join(parts) + "\n"
