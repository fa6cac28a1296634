"""The process of the practice range: `python -m auditor.practice.server`.

Prints one JSON line, then serves until stdin ends.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from auditor.practice.catalogue import CORE, Catalogue
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.serving.addresses import (
    PhotoAddresses,
    SiteAddresses,
    SkyAddresses,
    SocialAddresses,
)
from auditor.practice.serving.exchange import Request, Respond, Response, Server
from auditor.practice.serving.front import Front
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


def build(
    catalogue: Catalogue,
    token: str,
    port: int = 0,
    *,
    photo_files: PhotoFiles | None = None,
    seat: int = 0,
) -> tuple[World, dict[str, Server]]:
    """Open all local servers of one world and give each its route.

    On free ports, or from `port` on. Worlds of one catalogue may share their `photo_files`: what
    is put up stands in its own world. Raises OSError where a port is taken.
    """
    names = catalogue.cast.servers
    servers = {name: Server(port + place if port else 0) for place, name in enumerate(names)}
    world = World(
        catalogue,
        photo_files or PhotoFiles(catalogue),
        {name: server.base for name, server in servers.items()},
        token,
        seat=seat,
    )
    for name, route in routes(world).items():
        servers[name].route = route
    return world, servers


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
        "schema": "auditor/practice/1",
        "front": world.bases["front"] + "/",
        "bases": world.bases,
        "plc_url": world.bases["sky"],
        "appview_url": world.bases["view"],
        "allow_hosts": [base.removeprefix("http://") for base in world.bases.values()],
        "accounts": accounts,
        "token": world.token,
    }


def open_seats(catalogue: Catalogue, seats: int, port: int = 0) -> list[World]:
    """Open a world a seat; pictures are drawn once for all of them.

    Seat 1 begins at `port`, the next ones `SEAT_PORTS` later each.
    """
    files = PhotoFiles(catalogue)
    return [
        _opened(
            build(
                catalogue,
                secrets.token_urlsafe(16),
                port and port + SEAT_PORTS * (seat - 1),
                photo_files=files,
                seat=seat,
            )
        )
        for seat in range(1, seats + 1)
    ]


def seats_announcement(worlds: list[World]) -> dict[str, object]:
    """Return what a caller needs to know of every seat."""
    seats = [{"seat": world.seat, **announcement(world)} for world in worlds]
    return {"schema": "auditor/practice-seats/1", "seats": seats}


def _opened(made: tuple[World, dict[str, Server]]) -> World:
    """Serve a world in threads of its own, until this process ends."""
    world, servers = made
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return world


def main(arguments: list[str] | None = None) -> int:
    """Serve a range until stdin ends: whoever started it cannot leave it behind."""
    parser = argparse.ArgumentParser(prog="python -m auditor.practice.server")
    parser.add_argument("--photos", type=int, default=CORE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--same-size", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seats", type=int, default=0)
    parser.add_argument("--story", choices=story_keys(), default="")
    parser.add_argument("--level", type=int, choices=(1, 2, 3), default=1)
    options = parser.parse_args(arguments)
    cast = cast_of(*filter(None, [options.story]), level=options.level)
    catalogue = Catalogue(options.seed, options.photos, same_size=options.same_size, cast=cast)
    told: dict[str, object]
    if options.seats:
        told = seats_announcement(open_seats(catalogue, options.seats, options.port))
    else:
        told = announcement(_opened(build(catalogue, secrets.token_urlsafe(16), options.port)))
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    while sys.stdin.buffer.read(4096):
        pass
    # Request threads may still be drawing; nothing they do matters any more.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
