"""The server of a lesson's votes, at a private address of the trainer's device."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from auditor.practice.serving.exchange import Request, Response, Server, not_found
from auditor.practice.serving.lan.guard import SeatGuard
from auditor.practice.serving.voting.ballot import Ballot
from auditor.practice.serving.voting.page import VotePage

_PATH = "/vote"


@contextmanager
def votes_served(ballot: Ballot, address: str, port: int = 0) -> Iterator[str]:
    """Let phones vote while the context is open; yields the address of the page.

    `address` is one of this device's own, in numbers. Raises OSError where it, or the port, cannot
    be had.
    """
    server = Server(port, address, guard=SeatGuard(takes={_PATH}))
    page = VotePage(ballot)

    def respond(request: Request) -> Response:
        return page(request) if request.path == _PATH else not_found()

    server.route = respond
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.base + _PATH
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
