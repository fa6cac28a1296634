"""One small range, served inside the test process, for all tests of this folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from auditor.practice.catalogue import Catalogue
from auditor.practice.server import build
from auditor.practice.serving.world import World

TOKEN = "told-at-the-start"


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """A range of 60 small photos on free ports."""
    made, servers = build(Catalogue(seed=5, photos=60, same_size=True), TOKEN)
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        for server in servers.values()
    ]
    for thread in threads:
        thread.start()
    yield made
    for server in servers.values():
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join()
