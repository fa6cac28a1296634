"""A practice range inside this process, which counts what it is asked.

It tells when a number is reached.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from auditor.practice.catalogue import Catalogue
from auditor.practice.server import announcement, build
from auditor.practice.serving.exchange import Request, Respond, Response, Server
from tests.cli.ranges import Range, told


@dataclass
class Watch:
    """`asked` are the requests so far.

    `wait_for` returns when there are so many, or the time is over. Requests after
    number `answered` get no answer until `answer_only` allows more.
    """

    asked: list[str] = field(default_factory=list)
    answered: float = math.inf
    _change: threading.Condition = field(default_factory=threading.Condition)

    def note(self, path: str) -> None:
        with self._change:
            self.asked.append(path)
            number = len(self.asked)
            self._change.notify_all()
            self._change.wait_for(lambda: number <= self.answered)

    def wait_for(self, number: int, seconds: float) -> bool:
        with self._change:
            return self._change.wait_for(lambda: len(self.asked) >= number, seconds)

    def answer_only(self, answered: float) -> None:
        with self._change:
            self.answered = answered
            self._change.notify_all()

    def forget(self) -> None:
        with self._change:
            self.asked.clear()


@contextmanager
def watched(
    photos: int, seed: int = 1, port: int = 0, wait: Callable[[], object] = bool
) -> Iterator[tuple[Range, Watch]]:
    """Serve a range; each answer comes once `wait` returns."""
    world, servers = build(Catalogue(seed, photos, same_size=True), "told-at-the-start", port)
    watch = Watch()

    def noting(route: Respond) -> Respond:
        def answer(request: Request) -> Response:
            watch.note(request.path)
            wait()
            return route(request)

        return answer

    for server in servers.values():
        server.route = noting(server.route)
    with serving(servers):
        yield told(announcement(world)), watch


@contextmanager
def serving(servers: Mapping[str, Server]) -> Iterator[None]:
    """Let servers answer inside this process."""
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        for server in servers.values()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for server in servers.values():
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()
