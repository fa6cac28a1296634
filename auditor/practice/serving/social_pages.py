"""The pages of the practice Mastodon server that a person reads in a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.practice.serving.style import esc, page

_ACCENT = "#5b4bb7"


def home(title: str, names: Sequence[str]) -> str:
    """Return the server's front page."""
    people = "".join(f'<p><a href="/@{esc(name)}">@{esc(name)}</a></p>' for name in names)
    return page(
        title,
        f'<header class="top"><h1>{esc(title)}</h1></header><main>{people}</main>',
        accent=_ACCENT,
    )


def profile(title: str, account: Mapping[str, Any], statuses: Sequence[Mapping[str, Any]]) -> str:
    """Return an account's page with its newest posts."""
    robots = '<meta name="robots" content="noindex, noarchive">' if account["noindex"] else ""
    links = f'<link rel="alternate" type="application/activity+json" href="{esc(account["uri"])}">'
    og = (
        '<meta property="og:type" content="profile">'
        f'<meta property="og:image" content="{esc(account["avatar"])}">'
    )
    fields = "".join(
        f"<span><b>{esc(field['name'])}</b>"
        f" {field['value']}{' <span class=ok>✓</span>' if field['verified_at'] else ''}</span>"
        for field in account["fields"]
    )
    body = (
        f'<header class="top"><h1><a href="/">{esc(title)}</a></h1></header><main>'
        f'<img class="cover" src="{esc(account["header"])}" alt=""><div'
        f' class="who"><img class="round" src="{esc(account["avatar"])}" alt="">'
        f"<div><h1>{esc(account['display_name'])}</h1><span"
        f' class="soft">@{esc(account["acct"])}@{esc(account["url"].split("/")[2])}</span>'
        f"</div></div>"
        f'{account["note"]}<div class="fields">{fields}</div>'
        f'<div class="grid">{"".join(map(_card, statuses))}</div></main>'
    )
    return page(
        f"{account['display_name']} (@{account['acct']})",
        body,
        head=robots + links + og,
        accent=_ACCENT,
    )


def post(title: str, account: Mapping[str, Any], status: Mapping[str, Any]) -> str:
    """Return the page of one post."""
    media = status["media_attachments"][0]
    robots = '<meta name="robots" content="noindex, noarchive">' if account["noindex"] else ""
    head = f'{robots}<meta property="og:image" content="{esc(media["url"])}">'
    body = (
        f'<header class="top"><h1><a href="/">{esc(title)}</a></h1></header><main><p>'
        f'<a href="{esc(account["url"])}">'
        f"{esc(account['display_name'])}</a> <span"
        f' class="soft">{esc(status["created_at"][:16].replace("T", " "))}</span></p>'
        f"{status['content']}"
        f'<figure><img src="{esc(media["url"])}" alt="{esc(media["description"] or "")}"></figure>'
        f"</main>"
    )
    return page(account["display_name"], body, head=head, accent=_ACCENT)


def _card(status: Mapping[str, Any]) -> str:
    media = status["media_attachments"][0]
    return (
        f'<div class="card"><a href="{esc(status["url"])}">'
        f'<img class="fit" loading="lazy" src="{esc(media["preview_url"])}" '
        f'alt="{esc(media["description"] or "")}"></a><div class="pad">{status["content"]}'
        f'<span class="soft">{esc(status["created_at"][:10])} · {esc(status["visibility"])}</span>'
        f"</div></div>"
    )
