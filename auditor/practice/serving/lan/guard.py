"""Stands before the servers of a seat that a class reaches over a network."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Container
from http import HTTPStatus

from auditor.messages import _
from auditor.practice.serving.exchange import (
    Request,
    Response,
    html_response,
    json_response,
    not_found,
)
from auditor.practice.serving.lan.gate import CODE_PATH, OwnerGate
from auditor.practice.serving.owner_pages import refusal
from auditor.practice.uploads import UploadBounds

CLASS_BOUNDS = UploadBounds(4 * 1024 * 1024, 8_000_000, 12 * 1024 * 1024)
"""What a learner may put up: with the pages and their threads a seat stays below 40 MB."""
_OWNERS = ("/owner/", "/report/")
"""Ends of the paths of what only the owner sees."""
_CONNECTIONS, _OF_ALL = 40, 96
"""At a time: of one address, whose browser opens six a server, and of all."""
_BURST, _A_SECOND = 600, 40.0
_MEGABYTE = 1024 * 1024
_FORM_BYTES = 64 * 1024
_SMALL_FORM = 1024
_MOST_CLIENTS = 256


class SeatGuard:
    """Implements `exchange.Guard` for all servers of one seat.

    An address may have so many connections and ask so often, so that no learner keeps another one
    from theirs. Without a `gate` nothing can be sent but small forms to `takes`: the page of the
    class.
    """

    patience_s = 20.0

    def __init__(
        self,
        gate: OwnerGate | None = None,
        now: Callable[[], float] = time.monotonic,
        *,
        takes: Container[str] = (),
    ) -> None:
        self.gate = gate
        self._takes = takes
        self._now = now
        self._open: Counter[str] = Counter()
        self._asked: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def opens(self, client: str) -> bool:
        """Whether an address may open one more connection."""
        with self._lock:
            most = _OF_ALL if self.gate is None else _CONNECTIONS
            if self._open[client] >= most or self._open.total() >= _OF_ALL:
                return False
            self._open[client] += 1
        return True

    def closes(self, client: str) -> None:
        """Note that a connection has ended."""
        with self._lock:
            self._open[client] -= 1
            if self._open[client] <= 0:
                del self._open[client]

    def refuses(self, request: Request, length: int) -> Response | None:
        """Return why a request is not answered; whoever took a code is let through."""
        waits = self._waits(request.client)
        if waits > 0:
            headers = {"Retry-After": str(math.ceil(waits))}
            return html_response("too many", HTTPStatus.TOO_MANY_REQUESTS, headers)
        if "transfer-encoding" in request.headers:
            return html_response("no chunks", HTTPStatus.BAD_REQUEST)
        if request.path.rstrip("/").endswith("/control"):
            return not_found()  # it takes a token, and none is handed out here
        if self.gate is None:
            takes = request.path in self._takes and length <= _SMALL_FORM
            if request.method != "POST" or takes:
                return None
            return html_response("", HTTPStatus.METHOD_NOT_ALLOWED)
        return _of_owner(self.gate, request, length)

    def _waits(self, client: str) -> float:
        """Take one request of an address; how many seconds it came too early."""
        now = self._now()
        with self._lock:
            left, since = self._asked.pop(client, (float(_BURST), now))
            left = min(left + (now - since) * _A_SECOND, float(_BURST))
            early = (1.0 - left) / _A_SECOND
            self._asked[client] = (left - 1.0 if early <= 0 else left), now
            if len(self._asked) > _MOST_CLIENTS:
                self._asked.popitem(last=False)
        return early


def _of_owner(gate: OwnerGate, request: Request, length: int) -> Response | None:
    """Return why a request to a seat is not answered; anybody may look, and try a code."""
    sends, most = request.method == "POST", CLASS_BOUNDS.file + _FORM_BYTES
    if sends and request.path == CODE_PATH:
        most = _FORM_BYTES
    elif (sends or request.path.endswith(_OWNERS)) and not gate.lets_in(request.headers):
        return gate.ask(request)
    return _too_large(request) if length > most else None


def _too_large(request: Request) -> Response:
    said = _("It takes JPEG, PNG and WebP of at most {size} MB, {kept} MB in all.").format(
        size=CLASS_BOUNDS.file // _MEGABYTE, kept=CLASS_BOUNDS.kept // _MEGABYTE
    )
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if request.headers.get("accept") == "application/json":
        return json_response({"done": False, "error": said}, status)
    return html_response(refusal(said), status)
