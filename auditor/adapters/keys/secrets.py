"""Where secrets are kept between runs: the keyring of the operating system, or nowhere."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from auditor.errors import SecretsUnavailable
from auditor.messages import _

SERVICE = "auditor"
"""The name under which the keyring lists our secrets."""
_PATIENCE_S = 60.0
"""Seconds. A locked keyring asks the person for its password first."""

_Result = TypeVar("_Result")


_SYSTEM = frozenset({"SecretService", "Windows", "kwallet", "libsecret", "macOS"})
"""Modules of `keyring.backends` that hand secrets to the operating system.

Others write files, some in the clear.
"""


class KeyringBackend(Protocol):
    """What is used of a backend of the package keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        ...


def system_backend() -> KeyringBackend:
    """Return the operating system's own keyring.

    Slow; raises SecretsUnavailable if there is none or another one is set.
    """
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    backends = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    for backend in backends:
        package, _dot, module = type(backend).__module__.rpartition(".")
        if package == "keyring.backends" and module in _SYSTEM:
            return backend
    raise _unavailable(_("This system has no keyring that can be used"))


def _unavailable(message: str) -> SecretsUnavailable:
    return SecretsUnavailable(message, _("Unlock with the passphrase instead; nothing is lost."))


class KeyringSecrets:
    """Implements `auditor.ports.Secrets` over the package keyring.

    Each call runs in a daemon thread of its own and is given up after `patience_s`: a keyring that
    hangs then holds up neither the event loop nor the end of the process.
    """

    def __init__(
        self,
        service: str = SERVICE,
        patience_s: float = _PATIENCE_S,
        backend: Callable[[], KeyringBackend] = system_backend,
    ) -> None:
        self._backend = backend
        self._service = service
        self._patience_s = patience_s

    async def get(self, name: str) -> str | None:
        """Return the secret of that name. Raises SecretsUnavailable."""
        return await self._call(lambda: self._backend().get_password(self._service, name))

    async def put(self, name: str, value: str) -> None:
        """Keep a secret. Raises SecretsUnavailable."""
        await self._call(lambda: self._backend().set_password(self._service, name, value))

    async def remove(self, name: str) -> None:
        """Forget a secret; no error if there is none. Raises SecretsUnavailable."""

        def forget() -> None:
            backend = self._backend()
            if backend.get_password(self._service, name) is not None:
                backend.delete_password(self._service, name)

        await self._call(forget)

    async def _call(self, work: Callable[[], _Result]) -> _Result:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[_Result] = loop.create_future()

        def settle(result: _Result | None, error: BaseException | None) -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type] # without an error there is a result

        def run() -> None:
            result, error = None, None
            try:
                result = work()
            except Exception as caught:  # noqa: BLE001 - backends throw what their desktop's library throws
                error = caught
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, result, error)

        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            async with asyncio.timeout(self._patience_s):
                return await future
        except SecretsUnavailable:
            raise
        except TimeoutError as error:
            raise _unavailable(_("The keyring of this system does not answer")) from error
        except Exception as error:
            raise _unavailable(_("The keyring of this system cannot be used")) from error


class MemorySecrets:
    """Implements `auditor.ports.Secrets` and forgets everything with the process."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"MemorySecrets({len(self._held)} held)"

    async def get(self, name: str) -> str | None:
        """Return the secret of that name."""
        return self._held.get(name)

    async def put(self, name: str, value: str) -> None:
        """Keep a secret."""
        self._held[name] = value

    async def remove(self, name: str) -> None:
        """Forget a secret; no error if there is none."""
        self._held.pop(name, None)
