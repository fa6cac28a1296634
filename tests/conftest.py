"""Rules for every test: no socket leaves this machine.

The folder of outside data is found or said to be missing.
"""

from __future__ import annotations

import atexit
import gc
import os
import socket
import socketserver
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import typer.main
import typer.testing

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
"""Before keyring is imported: no test asks the keyring of this log-in."""

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"
"""Before numpy is imported: one thread, as in a reader process. More of them wait for each other at
full speed on cores that other tests need."""

os.environ["TEXTUAL_ANIMATIONS"] = "none"
"""Before textual is imported: what scrolls is there at once. The way to it is Textual's own."""

gc.set_threshold(20_000, 20, 20)
"""Before anything is imported or collected, which is all kept: garbage is looked for less often."""

from auditor.adapters.keys import signing_key_file  # noqa: E402
from auditor.adapters.network import transport  # noqa: E402
from auditor.vault.storage import keys  # noqa: E402
from tests import examples  # noqa: E402, F401 - how many every property gets
from tests.kept_readers import kept_readers as lend_readers  # noqa: E402

SHARED = Path(__file__).resolve().parents[2] / "shared"


def _is_loopback(host: object) -> bool:
    if host in {"localhost", "", None}:
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and every name look-up beyond loopback."""
    connect, connect_ex, getaddrinfo = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guard(address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            pytest.fail(f"a test tried to reach {address[0]}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        guard(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        guard(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_loopback(host):
            pytest.fail(f"a test tried to look up {host}")
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


_COSTS = keys.LOG_N, signing_key_file._N


@pytest.fixture
def real_costs(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Derive keys at their real cost: the logarithm of the vault's, and the one for signing."""
    monkeypatch.setattr(keys, "LOG_N", _COSTS[0])
    monkeypatch.setattr(signing_key_file, "_N", _COSTS[1])
    return _COSTS


@pytest.fixture(scope="session", autouse=True)
def _cheap_keys() -> Iterator[None]:
    """Derive keys at the least cost that a key file may name: at the real one each takes 0.35 s.

    `tests/unit/vault/test_keys.py` holds the real cost.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "LOG_N", 1)
        patch.setattr(signing_key_file, "_N", 2)
        yield


@pytest.fixture(scope="session", autouse=True)
def _commands_made_once() -> Iterator[None]:
    """Make the tree of commands once: typer makes it anew for each run, which takes 0.1 s."""
    made = cache(typer.main.get_command)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", made)
        patch.setattr(typer.testing, "_get_command", made)
        yield


@pytest.fixture(scope="session", autouse=True)
def _servers_end_soon() -> Iterator[None]:
    """Have servers look often whether they shall end: at their own pace that takes 0.5 s each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socketserver.BaseServer.serve_forever, "__defaults__", (0.02,))
        yield


@pytest.fixture(scope="session", autouse=True)
def _authorities_read_once() -> Iterator[None]:
    """Read the list of authorities once: each network door takes 20 ms for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "tls_context", cache(transport.tls_context))
        yield


_LONGEST_NAME = 40


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case after its argument where its bytes are many.

    Packed data holds the second in which it was made: two workers would collect other tests.
    """
    return argname if isinstance(val, bytes) and len(val) > _LONGEST_NAME else None


def pytest_collection_finish() -> None:
    """Let the collector of cycles leave alone what lives until the end: the tests themselves."""
    gc.collect()
    gc.freeze()


atexit.register(gc.unfreeze)
"""What is never collected, libraries in C call leaked. Not before: pytest collects five times over
when it ends."""


@pytest.fixture
def kept_readers() -> Iterator[None]:
    """Take reader processes that other tests used, where what they read is asked, not how."""
    with lend_readers():
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of files that nobody here wrote.

    Tests that need it are skipped where it is missing.
    """
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the folder of outside test data does not stand beside this checkout")
    return folder
