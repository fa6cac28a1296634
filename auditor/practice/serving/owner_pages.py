"""What the owner of an account sees in a browser: every photo with its small forms."""

from __future__ import annotations

from auditor.domain.account import Claim
from auditor.messages import _
from auditor.practice.catalogue import AVATAR, BANNER
from auditor.practice.serving.addresses import PhotoAddresses
from auditor.practice.serving.style import BUTTONS, MICROBLOG, OWNER, SITE, SKY, esc, page
from auditor.practice.serving.world import World
from auditor.practice.stories import rows
from auditor.practice.switches import SWITCHES

_PER_PAGE = 24
_LOOKS = {rows.MASTODON: MICROBLOG, rows.ATPROTO: SKY, rows.WEBSITE: SITE}
"""An owner sees the colours and letters of the platform."""


def without_alt(addresses: PhotoAddresses) -> frozenset[int]:
    """Return the profile pictures that have no description: all but the portrait on an own site."""
    own_site = addresses.spec.platform == rows.WEBSITE
    return frozenset() if own_site else frozenset(addresses.portraits)


def page_of(world: World, addresses: PhotoAddresses, number: int, done: str) -> str:
    """Return page `number` (from 1) of an account for its owner; `done` is what was just done."""
    spec = addresses.spec
    if spec.claim is not Claim.MINE:
        return _report_page(world, addresses)
    places = range(world.catalogue.count(spec.key))
    first = (number - 1) * _PER_PAGE
    shown = [place for place in places[first : first + _PER_PAGE] if world.shows(spec.key, place)]
    if number == 1:
        shown = [place for place in addresses.portraits if world.shows(spec.key, place)] + shown
    cards = "".join(_card(world, addresses, place, number) for place in shown)
    told = f'<p class="told">{esc(_told(done))}</p>' if done else ""
    intro = _("This is the page of the owner: no log-in, since nobody here exists.")
    grid = (
        f'<section class="photos"><h2>{esc(_("Photos"))}</h2><div class="grid">{cards}</div>'
        f"{_pager(number, len(places))}</section>"
    )
    if world.codes:
        intro = _("This is the page of the owner, open to this browser by the code of the seat.")
    body = (
        f'<header class="top"><h1>{esc(spec.name)}</h1><nav><a href="{esc(world.page(spec))}">'
        f"{esc(_('As others see it'))}</a>"
        f'<a href="{esc(world.bases["front"])}/">{esc(_("All accounts"))}</a></nav></header>'
        f'<main>{told}<p>{esc(intro)}</p><div class="desk">{_account(world, addresses, number)}'
        f"{grid}</div></main>"
    )
    accent = world.cast.person(spec.person).accent
    return page(_("Owner's page"), body, accent=accent, look=_look(spec))


def _look(spec: rows.AccountSpec) -> str:
    return _LOOKS.get(spec.platform, "") + OWNER + BUTTONS


def refusal(why: str) -> str:
    """Return the page that says why something was not done."""
    back = f'<p><a href="?">{esc(_("Back"))}</a></p>'
    return page(_("Not done"), f"<main><h1>{esc(_('Not done'))}</h1><p>{esc(why)}</p>{back}</main>")


def farewell(world: World) -> str:
    """Return the page that stands there once the account is gone."""
    front = f'<p><a href="{esc(world.bases["front"])}/">{esc(_("All accounts"))}</a></p>'
    return page(_("Gone"), f"<main><h1>{esc(_('The account is gone.'))}</h1>{front}</main>")


def _told(done: str) -> str:
    said = {
        "take-down": _("The photo is taken down."),
        "replace": _("Another file stands in its place."),
        "copy": _("A copy without metadata stands in its place."),
        "alt": _("The description is changed."),
        "bio": _("The text about you is changed."),
        "proof": _("The words are changed."),
        "setting": _("The setting is changed."),
    }
    return said.get(done, "") + " " + _("Scan and verify to see it.")


def _report_page(world: World, addresses: PhotoAddresses) -> str:
    spec = addresses.spec
    ask = _("On the range a report is believed at once: the account is taken away.")
    form = _form(world, "report", 1, f"<button>{esc(_('It pretends to be me'))}</button>")
    link = f'<p><a href="{esc(world.page(spec))}">{esc(spec.name)}</a></p>'
    title = _("Report this account")
    body = f"<main><h1>{esc(title)}</h1>{link}<p>{esc(ask)}</p>{form}</main>"
    return page(title, body, look=_look(spec))


def _form(world: World, do: str, number: int, inside: str, photo: str = "") -> str:
    photo = f'<input type="hidden" name="photo" value="{esc(photo)}">' if photo else ""
    return (
        '<form method="post" enctype="multipart/form-data" action="?">'
        f'<input type="hidden" name="token" value="{esc(world.form_token)}">'
        f'<input type="hidden" name="do" value="{do}">'
        f'<input type="hidden" name="page" value="{number}">{photo}{inside}</form>'
    )


def _account(world: World, addresses: PhotoAddresses, number: int) -> str:
    spec, flags = addresses.spec, world.flags[addresses.spec.key]
    bio = (
        f'<label>{esc(_("About you"))}<textarea name="text" rows="2">{esc(world.own_words(spec))}'
        f"</textarea></label> <button>{esc(_('Change'))}</button>"
    )
    rows = _form(world, "bio", number, bio) + _proof(world, spec.key, number)
    for switch in SWITCHES[spec.platform]:
        on = bool(getattr(flags, switch.key))
        state, turn = (_("on"), _("Switch off")) if on else (_("off"), _("Switch on"))
        rows += _form(
            world,
            "setting",
            number,
            f"{esc(_(switch.title))}: <b>{esc(state)}</b> "
            f'<input type="hidden" name="key" value="{switch.key}">'
            f'<button name="value" value="{"off" if on else "on"}">{esc(turn)}</button>',
        )
    gone = _form(world, "delete", number, f"<button>{esc(_('Delete this account'))}</button>")
    return f'<section class="panel"><h2>{esc(_("Account"))}</h2>{rows}{gone}</section>'


def _proof(world: World, account: str, number: int) -> str:
    label = _("Words that prove the account to be yours (“owner-…”), empty for none")
    return _form(
        world,
        "proof",
        number,
        f'<label>{esc(label)}<input type="text" name="text" '
        f'value="{esc(world.proofs.get(account, ""))}"></label> '
        f"<button>{esc(_('Change'))}</button>",
    )


def _card(world: World, addresses: PhotoAddresses, place: int, number: int) -> str:
    address, title, alt = addresses.file(place), _titled(world, addresses, place), ""
    file = (
        f"<label>{esc(_('Another file'))}"
        '<input type="file" name="file" accept="image/jpeg,image/png,image/webp" required></label>'
        f"<button>{esc(_('Replace by this file'))}</button>"
    )
    forms = _form(world, "take-down", number, f"<button>{esc(_('Take down'))}</button>", address)
    forms += _form(
        world,
        "copy",
        number,
        f"<button>{esc(_('Replace by a copy without metadata'))}</button>",
        address,
    )
    more = _form(world, "replace", number, file, address)
    if place not in without_alt(addresses):
        alt = _alt(world, addresses, place)
        text = f'<input type="text" name="text" value="{esc(alt)}">'
        field = f"<label>{esc(_('Description'))}{text}</label>"
        more += _form(world, "alt", number, f"{field}<button>{esc(_('Change'))}</button>", address)
    return (
        f'<div class="card"><img class="fit" loading="lazy" src="{esc(addresses.small(place))}" '
        f'alt="{esc(alt)}"><div class="pad"><h3>{esc(title)}</h3>{forms}'
        f"<details><summary>{esc(_('More changes'))}</summary>{more}</details></div></div>"
    )


def _alt(world: World, addresses: PhotoAddresses, place: int) -> str:
    key = addresses.spec.key
    if place in addresses.portraits:
        return world.words.get((key, place), world.cast.person(addresses.spec.person).name)
    return world.posting(key, place).shot.entry.alt


def _titled(world: World, addresses: PhotoAddresses, place: int) -> str:
    if place in addresses.portraits:
        return {AVATAR: _("Your portrait"), BANNER: _("The picture on top")}[place]
    posting = world.posting(addresses.spec.key, place)
    return f"{posting.posted:%Y-%m-%d} {posting.file_name}"


def _pager(number: int, photos: int) -> str:
    links = f'<a href="?page={number - 1}">{esc(_("Newer"))}</a>' if number > 1 else ""
    if number * _PER_PAGE < photos:
        links += f'<a href="?page={number + 1}">{esc(_("Older"))}</a>'
    return f'<div class="pager">{links}</div>'
