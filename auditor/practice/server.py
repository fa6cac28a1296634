"""The process of the practice range: `python -m auditor.practice.server`.

Prints one JSON line, then serves until stdin ends.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.practice.catalogue import AVATAR, BANNER, CORE, Catalogue
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.range import MOST_HOURS
from auditor.practice.serving.addresses import (
    PhotoAddresses,
    SiteAddresses,
    SkyAddresses,
    SocialAddresses,
)
from auditor.practice.serving.exchange import LOOPBACK, Request, Respond, Response, Server
from auditor.practice.serving.front import Front
from auditor.practice.serving.lan.address import is_own_kind
from auditor.practice.serving.lan.class_page import ClassPage
from auditor.practice.serving.lan.gate import CODE_PATH, CODES, OwnerGate, new_code
from auditor.practice.serving.lan.guard import CLASS_BOUNDS, SeatGuard
from auditor.practice.serving.outside.host import PictureHost
from auditor.practice.serving.owner import OwnerDesk
from auditor.practice.serving.site import PracticeSite
from auditor.practice.serving.sky import Pds, did
from auditor.practice.serving.social import Social
from auditor.practice.serving.view import AppView
from auditor.practice.serving.world import World
from auditor.practice.stories import rows
from auditor.practice.stories.cast import cast_of
from auditor.practice.stories.read import story_keys

SEAT_PORTS = 10
"""Ports from one seat to the next: no range has more servers."""
CLASS_PORT = SEAT_PORTS - 1
"""The page of the class stands on the last port of the first seat."""


@dataclass(frozen=True, slots=True)
class OpenClass:
    """The worlds of a class, one a seat, and the address of its page."""

    worlds: tuple[World, ...]
    address: str
    lan: bool = False


def build(
    catalogue: Catalogue,
    token: str,
    port: int = 0,
    *,
    photo_files: PhotoFiles | None = None,
    seat: int = 0,
    address: str = LOOPBACK,
    guard: SeatGuard | None = None,
) -> tuple[World, dict[str, Server]]:
    """Open all local servers of one world and give each its route.

    On free ports, or from `port` on. Worlds of one catalogue may share their `photo_files`: what
    is put up stands in its own world. Behind a `guard` owners have to show a code. Raises OSError
    where a port is taken.
    """
    names = catalogue.cast.servers
    servers = {
        name: Server(port + place if port else 0, address, guard=guard)
        for place, name in enumerate(names)
    }
    world = World(
        catalogue,
        photo_files or PhotoFiles(catalogue),
        {name: server.base for name, server in servers.items()},
        token,
        seat=seat,
    )
    if guard is not None:
        world.bounds = CLASS_BOUNDS
    gate = None if guard is None else guard.gate
    world.codes = () if gate is None else gate.codes
    for name, route in routes(world).items():
        servers[name].route = route if gate is None else _with_code(route, gate)
    return world, servers


def _with_code(route: Respond, gate: OwnerGate) -> Respond:
    """Return what answers where owners show a code: the gate at its path, else `route`."""

    def answer(request: Request) -> Response:
        takes = request.path == CODE_PATH and request.method == "POST"
        return gate.take(request) if takes else route(request)

    return answer


def routes(world: World) -> dict[str, Respond]:
    """Return what answers on each server of a world, by name."""
    pds = Pds(world)
    titles = {"social": "Practice social"}
    socials = {
        spec.server: Social(world, spec.server, titles.get(spec.server, "Somewhere else"))
        for spec in world.cast.accounts
        if spec.platform == rows.MASTODON
    }
    sites = {
        spec.server: PracticeSite(world, spec)
        for spec in world.cast.accounts
        if spec.platform == rows.WEBSITE
    }
    made: dict[str, Respond] = {"front": Front(world), "sky": pds, "view": AppView(world, pds)}
    made |= {**socials, **sites, "host": PictureHost(world)}
    desks = _desks(world, pds, socials, sites)
    return {
        name: _with_owners(made[name], desks.get(world.bases[name], {}))
        for name in world.cast.servers
    }


def _with_owners(route: Respond, desks: Mapping[str, OwnerDesk]) -> Respond:
    """Return what answers on a server: the desk of an owner at its path, else `route`."""

    def answer(request: Request) -> Response:
        return desks.get(request.path, route)(request)

    return answer


def _desks(
    world: World,
    pds: Pds,
    socials: Mapping[str, Social],
    sites: Mapping[str, PracticeSite],
) -> dict[str, dict[str, OwnerDesk]]:
    """Return the desks of all accounts, by the base of their server and their path on it."""
    made: dict[str, dict[str, OwnerDesk]] = {}
    for spec in world.cast.accounts:
        addresses: PhotoAddresses
        if spec.server in sites:
            addresses = SiteAddresses(sites[spec.server].contents)
        elif spec.server in socials:
            addresses = SocialAddresses(socials[spec.server], spec)
        else:
            addresses = SkyAddresses(pds, spec, world.bases["view"])
        parts = urlsplit(world.owner_page(spec))
        base = f"{parts.scheme}://{parts.netloc}"
        made.setdefault(base, {})[parts.path] = OwnerDesk(world, addresses)
    return made


def announcement(world: World) -> dict[str, object]:
    """Return what a caller needs to know.

    Addresses, settings, accounts to add, and the token of /control.
    """
    return {"schema": "auditor/practice/1", **public(world), "token": world.token}


def public(world: World) -> dict[str, object]:
    """Return what anybody may know of a world: addresses, settings and accounts."""
    accounts = [
        {
            "text": f"at://{did(spec)}" if spec.platform == rows.ATPROTO else world.page(spec),
            "platform": spec.platform,
            "handle": spec.name,
            "claim": spec.claim.value,
            "key": spec.key,
            "person": spec.person,
            "photos": world.catalogue.count(spec.key),
            "owner": world.owner_page(spec),
        }
        for spec in world.cast.accounts
    ]
    return {
        "front": world.bases["front"] + "/",
        "bases": world.bases,
        "plc_url": world.bases["sky"],
        "appview_url": world.bases["view"],
        "allow_hosts": [base.removeprefix("http://") for base in world.bases.values()],
        "accounts": accounts,
    }


def open_class(
    catalogue: Catalogue,
    seats: int,
    port: int = 0,
    address: str = LOOPBACK,
    *,
    lan: bool = False,
    more: Mapping[str, Respond] | None = None,
) -> OpenClass:
    """Open a world a seat, and the page that lists them; pictures are drawn once for all of them.

    Seat 1 begins at `port`, the next ones `SEAT_PORTS` later each. With `lan` each seat has its
    guard. `more` answers further paths of the page, small forms too. Raises OSError where a port is
    taken.
    """
    files = PhotoFiles(catalogue)
    worlds = tuple(
        _opened(
            build(
                catalogue,
                secrets.token_urlsafe(16),
                port and port + SEAT_PORTS * (seat - 1),
                photo_files=files,
                seat=seat,
                address=address,
                guard=_guard(seat) if lan else None,
            )
        )
        for seat in range(1, seats + 1)
    )
    more = dict(more or {})
    guard = SeatGuard(takes=frozenset(more)) if lan else None
    page = Server(port and port + CLASS_PORT, address, guard=guard)
    opened = OpenClass(worlds, page.base + "/", lan)
    page.route = ClassPage(opened.address, lambda: class_list(opened), more)
    threading.Thread(target=page.serve_forever, daemon=True).start()
    threading.Thread(target=draw_ahead, args=(worlds[0],), daemon=True).start()
    return opened


def class_list(opened: OpenClass) -> dict[str, object]:
    """Return what a program of a learner has to know to take a seat; nothing secret."""
    made = opened.worlds[0].catalogue
    people = made.cast.people
    return {
        "schema": "auditor/practice-class/1",
        "story": people[0].key if len(people) == 1 else "",
        "level": made.cast.level,
        "seed": made.seed,
        "owner_codes": opened.lan,
        "seats": [{"seat": world.seat, **public(world)} for world in opened.worlds],
    }


def class_announcement(opened: OpenClass) -> dict[str, object]:
    """Return what whoever opened a class needs to know: on a network codes, else tokens."""
    seats: list[dict[str, object]] = [
        {
            "seat": world.seat,
            **(public(world) if opened.lan else announcement(world)),
            "codes": list(world.codes),
        }
        for world in opened.worlds
    ]
    return {"schema": "auditor/practice-seats/1", "address": opened.address, "seats": seats}


def draw_ahead(world: World) -> None:
    """Draw the pictures of a range before somebody asks for them, the newest first.

    An error is met again, and told, by whoever asks.
    """
    files, made = world.photo_files, world.catalogue
    with contextlib.suppress(Exception):
        for spec in world.cast.accounts:
            for picture in (AVATAR, BANNER):
                files.upload(world.profile_shot(spec, picture))
        for place in range(min(made.photos, CORE)):
            for spec in world.cast.accounts:
                if place < made.count(spec.key):
                    posting = made.posting(spec.key, place)
                    files.upload(posting.shot, posting.edit)


def _guard(seat: int) -> SeatGuard:
    return SeatGuard(OwnerGate(seat, tuple(new_code() for _code in range(CODES))))


def _opened(made: tuple[World, dict[str, Server]]) -> World:
    """Serve a world in threads of its own, until this process ends."""
    world, servers = made
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return world


def _end_after(hours: float, wait: Callable[[float], None] = time.sleep) -> None:
    """End this process after so many hours, whatever became of the one that started it."""
    wait(hours * 3600)
    os._exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m auditor.practice.server")
    parser.add_argument("--photos", type=int, default=CORE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--same-size", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seats", type=int, default=0)
    parser.add_argument("--story", choices=story_keys(), default="")
    parser.add_argument("--level", type=int, choices=(1, 2, 3), default=1)
    parser.add_argument("--ahead", action="store_true")
    parser.add_argument("--lan", action="store_true")
    parser.add_argument("--address", default=LOOPBACK)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Serve a range until stdin ends: whoever started it cannot leave it behind."""
    options = _parser().parse_args(arguments)
    if options.address != LOOPBACK and not (options.lan and is_own_kind(options.address)):
        return 2  # no other machine reaches a range without a guard
    cast = cast_of(*filter(None, [options.story]), level=options.level)
    catalogue = Catalogue(options.seed, options.photos, same_size=options.same_size, cast=cast)
    told: dict[str, object]
    if options.seats:
        opened = open_class(
            catalogue, options.seats, options.port, options.address, lan=options.lan
        )
        told = class_announcement(opened)
    else:
        world = _opened(build(catalogue, secrets.token_urlsafe(16), options.port))
        told = announcement(world)
        if options.ahead:
            threading.Thread(target=draw_ahead, args=(world,), daemon=True).start()
    if options.lan:
        threading.Thread(target=_end_after, args=(MOST_HOURS,), daemon=True).start()
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    while sys.stdin.buffer.read(4096):
        pass
    # Request threads may still be drawing; nothing they do matters any more.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
