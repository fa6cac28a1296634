"""The front page of the range.

It is also where the invented people change their minds.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from msgspec import structs

from auditor.domain.account import Claim
from auditor.messages import _
from auditor.practice.catalogue import AVATAR, BANNER
from auditor.practice.serving.exchange import (
    Request,
    Response,
    html_response,
    json_response,
    not_found,
)
from auditor.practice.serving.forms import read_form
from auditor.practice.serving.owner_pages import refusal
from auditor.practice.serving.style import BUTTONS, FRONT, esc, page
from auditor.practice.serving.world import World
from auditor.practice.stories.rows import AccountSpec, Flags, Person


class Front:
    """The page that lists everyone."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, request: Request) -> Response:
        """Answer a request to the front page or to /control."""
        parts = [part for part in request.path.split("/") if part]
        match parts:
            case []:
                return html_response(self._home())
            case ["people", key, "avatar.jpg" | "header.jpg" as file] if key in {
                person.key for person in self.world.cast.people
            }:
                shot = self.world.catalogue.profile_shot(
                    self.world.cast.person(key), AVATAR if file == "avatar.jpg" else BANNER
                )
                return self.world.picture(shot, "", 320 if file == "avatar.jpg" else 1000)
            case ["reset"] if request.method == "POST":
                return self._reset(request)
            case ["control"] if request.method == "POST":
                return self._control(request)
            case ["robots.txt"]:
                return Response(b"User-agent: *\nDisallow: /control\n", "text/plain; charset=utf-8")
            case _:
                return not_found()

    def _home(self) -> str:
        title = _("Practice range")
        cards = "".join(self._person(person) for person in self.world.cast.people)
        copies = [spec for spec in self.world.cast.accounts if spec.claim is Claim.IMPOSTOR]
        lines = [self._who(), _("They post the way people do. Find out what they give away.")]
        intro = "".join(f'<p class="intro">{esc(line)}</p>' for line in lines)
        body = (
            f'<header class="top"><h1>{esc(title)}</h1></header><main>{self._seat()}{intro}'
            f'<div class="people">{cards}</div>'
            f"{''.join(map(self._impostor, copies))}{self._host()}</main>"
        )
        return page(title, body, look=FRONT + BUTTONS)

    def _who(self) -> str:
        alone = len(self.world.cast.people) == 1
        if self.world.codes:  # of a class on a network
            if alone:
                return _("An invented person. The pictures are drawn by a program.")
            return _("Three invented people. Their pictures are drawn by a program.")
        if alone:
            return _(
                "An invented person. The pictures are drawn by this program; nothing here "
                "leaves this computer."
            )
        return _(
            "Three invented people. Their pictures are drawn by this program; nothing here "
            "leaves this computer."
        )

    def _impostor(self, copy: AccountSpec) -> str:
        impostor = _("And one account that pretends to be {name}:").format(
            name=self.world.cast.person(copy.person).name
        )
        link = f'<a href="{self.world.page(copy)}">{esc(self.world.page(copy))}</a>'
        link += f' · <a href="{self.world.owner_page(copy)}">{esc(_("Report this account"))}</a>'
        return f'<p class="note">{esc(impostor)} {link}</p>'

    def _host(self) -> str:
        if not self.world.cast.links:
            return ""
        told = _("And a host on which somebody else put up a picture of {name}:").format(
            name=self.world.cast.people[0].name
        )
        url = self.world.bases["host"] + "/"
        return f'<p class="note">{esc(told)} <a href="{url}">{esc(url)}</a></p>'

    def _person(self, person: Person) -> str:
        owner = _("Owner's page")
        links = "".join(
            f'<li><span class="tag">{spec.platform}</span>'
            f'<a href="{self.world.page(spec)}">{esc(self.world.page(spec))}</a>'
            f'<a href="{self.world.owner_page(spec)}">{esc(owner)}</a></li>'
            for spec in self.world.accounts_of(person)
        )
        return (
            f'<section class="person">'
            f'<img class="wide" src="/people/{person.key}/header.jpg" alt="">'
            f'<div class="pad"><img class="round" src="/people/{person.key}/avatar.jpg" alt="">'
            f'<h2>{esc(person.name)}</h2><span class="soft">{esc(person.work)}</span>'
            f'<p>{esc(person.bio)}</p><ul class="places">{links}</ul></div></section>'
        )

    def _control(self, request: Request) -> Response:
        """Take down, put back or replace a posting, change flags, delete an account, or reset.

        The token was printed at the start.
        """
        if not self.world.may_control(request):
            return json_response({"error": "token"}, HTTPStatus.FORBIDDEN)
        try:
            wish = json.loads(request.body)
            if wish.get("reset") is True:
                with self.world.lock:
                    self.world.reset()
                return json_response({"reset": True})
            return json_response(self._apply(wish))
        except (ValueError, KeyError, TypeError, AttributeError):
            return json_response({"error": "unknown wish"}, HTTPStatus.BAD_REQUEST)

    def _reset(self, request: Request) -> Response:
        """Put everything back, for a form of this page."""
        try:
            fields = read_form(request).fields
        except ValueError:
            return html_response(refusal(_("The form cannot be read.")), HTTPStatus.BAD_REQUEST)
        if not self.world.is_own_form(request, fields):
            said = refusal(_("Only this page may ask that."))
            return html_response(said, HTTPStatus.FORBIDDEN)
        with self.world.lock:
            self.world.reset()
        return Response(b"", "text/plain", HTTPStatus.SEE_OTHER, {"Location": "/"})

    def _seat(self) -> str:
        """Return which seat this is, with the button that puts it back, where there are seats."""
        if not self.world.seat:
            return ""
        told = _("Seat {number}: what is changed here changes at no other seat.").format(
            number=self.world.seat
        )
        return (
            f'<form class="seat" method="post" action="/reset"><p>{esc(told)}</p>'
            f'<input type="hidden" name="token" value="{esc(self.world.form_token)}">'
            f"<button>{esc(_('Put everything back'))}</button></form>"
        )

    def _apply(self, wish: dict[str, object]) -> dict[str, object]:
        account, world = str(wish["account"]), self.world
        flags = world.flags[account]
        names = set(Flags.__struct_fields__)
        chosen = {
            name: value for name, value in wish.items() if name in names and isinstance(value, bool)
        }
        with world.lock:
            world.flags[account] = structs.replace(flags, **chosen)
            for name, change in (("hide", world.hidden.add), ("show", world.hidden.discard)):
                place = wish.get(name)
                if isinstance(place, int) and BANNER <= place < world.catalogue.count(account):
                    change((account, place))
            self._replace(account, wish)
            if isinstance(wish.get("deleted"), bool):
                (world.deleted.add if wish["deleted"] else world.deleted.discard)(account)
        hidden = sorted(place for key, place in world.hidden if key == account)
        changed = {place: edit for (key, place), edit in world.changed.items() if key == account}
        told = {
            "account": account,
            "hidden": hidden,
            "changed": changed,
            "deleted": account in world.deleted,
        }
        return {**told, **structs.asdict(world.flags[account])}

    def _replace(self, account: str, wish: dict[str, object]) -> None:
        """Put a copy in the place of a posting.

        {"replace": 3, "clean": true, "longest": 640, "alt": "..."}; `replace` alone: the first.
        """
        place = wish.get("replace")
        if not isinstance(place, int) or not 0 <= place < self.world.catalogue.count(account):
            return
        longest, alt = wish.get("longest"), wish.get("alt")
        edits = ["clean"] if wish.get("clean") is True else []
        edits += [str(longest)] if isinstance(longest, int) and longest > 0 else []
        key = (account, place)
        self.world.changed.pop(key, None)
        self.world.words.pop(key, None)
        self.world.uploads.pop(key, None)
        if edits:
            self.world.changed[key] = "-".join(edits)
        if isinstance(alt, str):
            self.world.words[key] = alt
