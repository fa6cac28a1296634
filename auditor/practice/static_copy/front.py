"""The page with which a copy begins: who this is, where to look, and what can be done with it."""

from __future__ import annotations

import posixpath
from urllib.parse import urlsplit

from auditor.domain.account import Claim
from auditor.messages import _
from auditor.practice.serving.style import esc, page
from auditor.practice.static_copy.walk import StaticAccount, StaticPages
from auditor.practice.stories import rows


def page_of(made: StaticPages) -> str:
    """Return the page that explains a copy."""
    person = made.world.cast.people[0]
    title = _("{name}, a copy to look at").format(name=person.name)
    own = [each for each in made.accounts if each.spec.claim is Claim.MINE]
    copies = [each for each in made.accounts if each.spec.claim is not Claim.MINE]
    lines = [
        _("This is an invented person: {name}, {work}.").format(name=person.name, work=person.work),
        _(
            "The pages are files. They need no internet, no server and no script; nothing leaves "
            "this device. The pictures are drawn by a program, in the sizes that each platform "
            "shows to a stranger."
        ),
        _("They post the way people do. Find out what they give away."),
    ]
    body = (
        f'<header class="top"><h1>{esc(title)}</h1></header><main>'
        + "".join(f"<p>{esc(line)}</p>" for line in lines)
        + f"<h2>{esc(_('Their accounts'))}</h2><ul>{''.join(map(_account, own))}</ul>"
        + _others(made, copies)
        + _with_the_program(own)
        + "</main>"
    )
    return page(title, body)


def called(account: StaticAccount) -> str:
    """Return what an account's page is called where it is imported: what is typed again."""
    parts = urlsplit(account.url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _account(account: StaticAccount) -> str:
    title = rows.TITLES.get(account.spec.platform, _("Web site"))
    return f'<li><a href="{esc(account.file)}">{esc(title)}: {esc(account.spec.name)}</a></li>'


def _others(made: StaticPages, copies: list[StaticAccount]) -> str:
    items = "".join(map(_account, copies))
    if made.host:
        told = _("A host on which somebody else put up a picture")
        items += f'<li><a href="{esc(made.host)}">{esc(told)}</a></li>'
    head = _("What others made of it")
    return f"<h2>{esc(head)}</h2><ul>{items}</ul>" if items else ""


def _with_the_program(own: list[StaticAccount]) -> str:
    """Return how the program reads the copy, and what only the range itself can do."""
    commands = "".join(f"<li><code>{esc(_command(account))}</code></li>" for account in own)
    before = _(
        "If the program is on this device, open a terminal in this folder. Each line reads "
        "a page as a stranger's browser kept it:"
    )
    after = _("Then: {command}").format(command="auditor --home practice answers")
    limits = _(
        "A copy stays as it is: nothing can be taken down in it and nothing verified. For that "
        "there is the range itself (auditor practice serve), on this device or on the trainer's."
    )
    return (
        f"<h2>{esc(_('With the program'))}</h2><p>{esc(before)}</p><ol>{commands}</ol>"
        f"<p>{esc(after)}</p><p>{esc(limits)}</p>"
    )


def _command(account: StaticAccount) -> str:
    folder = posixpath.dirname(account.file)
    return f"auditor --home practice import {folder} --claim mine --confirm {called(account)}"
