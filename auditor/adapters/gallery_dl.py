"""The program gallery-dl, run in a process of its own where the person installed it.

Its licence is the GPL: it is never imported. It asks the network by itself, past the network door,
so that the address it is given is held to the rules of the door before, and named in the log.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import site
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.errors import AddressRefused, NetworkError, Offline, SourceError, Unreachable
from auditor.messages import _
from auditor.ports import Clock

if TYPE_CHECKING:
    import httpx

    from auditor.adapters.network.transport import Resolver

PROGRAM = "gallery-dl"
MAX_BYTES = 48 * 1024 * 1024
"""The most that is read of what it prints: some 10,000 pictures with all that it tells of each."""
_MAX_TOLD = 64 * 1024
_ENDING_S = 5
_MOST_FILES = 10_000
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "PATHEXT", "PYTHONUSERBASE")
_OPTIONS = (
    *("--config-ignore", "--no-input", "--no-colors", "--no-download"),
    *("-o", "cache.file=null", "-o", "cookies=null", "-o", "netrc=false"),
    *("--retries", "2", "--http-timeout", "30", "--range", f"1-{_MOST_FILES}"),
)


class GalleryDlProgram:
    """Implements `auditor.ports.ListingProgram`.

    `sink` gets a NetworkEntry each time it is run or refused. `further` are options for tests,
    `deadline_s` the seconds after which it is ended.
    """

    def __init__(
        self,
        settings: NetworkSettings,
        sink: Callable[[NetworkEntry], None],
        clock: Clock,
        *,
        program: str = PROGRAM,
        further: Sequence[str] = (),
        deadline_s: float = 900,
        max_bytes: int = MAX_BYTES,
        resolver: Resolver | None = None,
    ) -> None:
        self._settings = settings
        self._sink = sink
        self._clock = clock
        self._program = program
        self._further = tuple(further)
        self._deadline_s = deadline_s
        self._max_bytes = max_bytes
        self._resolver = resolver

    def installed(self) -> bool:
        """See the port."""
        return shutil.which(self._program) is not None

    async def listing(self, url: str, *, purpose: str) -> tuple[bytes, str]:
        """See the port."""
        program = shutil.which(self._program)
        if program is None:
            raise SourceError(_("gallery-dl is not installed any more."))
        try:
            checked = await self._checked(url)
        except NetworkError as error:
            self._log(url, purpose, 0, error.message)
            raise
        printed = b""
        try:
            with tempfile.TemporaryDirectory(prefix="auditor-") as home:
                command = (program, *_OPTIONS, *self._further, "-j", "--", str(checked))
                printed, told = await self._run(command, Path(home))
        finally:
            note = _("gallery-dl asked {host}; what it asked in all is not seen here")
            self._log(url, purpose, len(printed), note.format(host=checked.host))
        return printed, told

    async def _checked(self, text: str) -> httpx.URL:
        """Return the address if the network door would ask it. Raises NetworkError."""
        from auditor.adapters.network.rules.url_rules import Rules, host_of, port_of
        from auditor.adapters.network.transport import parse_proxy, system_resolver

        if self._settings.offline:
            raise Offline(
                _("Nothing was sent: --offline is on"),
                _("Leave out --offline to ask the network."),
            )
        proxied = parse_proxy(self._settings.proxy) is not None
        rules = Rules(self._settings.allow_hosts, proxied=proxied)
        url = rules.read(text)
        if not proxied:
            host, port = host_of(url), port_of(url)
            try:
                async with asyncio.timeout(self._settings.timeout_s):
                    addresses = await (self._resolver or system_resolver)(host, port)
            except OSError as error:
                raise Unreachable(_("{host} was not found").format(host=host)) from error
            for address in addresses:
                rules.check_address(host, port, address)
            if not addresses:
                raise AddressRefused(_("{host} was not found").format(host=host))
        return url

    async def _run(self, command: Sequence[str], home: Path) -> tuple[bytes, str]:
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=home,
                env=environment(os.environ, home, self._settings.proxy),
            )
        except OSError as error:
            raise SourceError(
                _("gallery-dl could not be started: {reason}").format(reason=error.strerror or "?")
            ) from error
        assert process.stdout is not None
        assert process.stderr is not None
        telling = asyncio.ensure_future(_read(process.stderr, _MAX_TOLD))
        try:
            async with asyncio.timeout(self._deadline_s):
                printed = await _read(process.stdout, self._max_bytes + 1, drain=False)
                if len(printed) > self._max_bytes:
                    raise SourceError(_("gallery-dl printed more than is read of it."))
                told = await asyncio.shield(telling)
                await process.wait()
        except TimeoutError as error:
            raise SourceError(
                _("gallery-dl did not end within {n} minutes.").format(
                    n=max(1, round(self._deadline_s / 60))
                )
            ) from error
        finally:
            await _end(process, process.stdout, telling)
        return printed, told.decode("utf-8", "replace")

    def _log(self, text: str, purpose: str, received: int, note: str) -> None:
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(text)
            host, path = parts.netloc.rpartition("@")[2], parts.path
        except ValueError:
            host, path = "", ""
        self._sink(
            NetworkEntry(
                *(self._clock.now(), "RUN", host, path[:200] or "/", purpose, None, 0, received),
                note=note,
            )
        )


def environment(own: Mapping[str, str], home: Path, proxy: str) -> dict[str, str]:
    """Return what the program may know of its surroundings: no settings, cookies or log-ins.

    Its home is an empty folder; packages that the person installed for themselves are still found.
    """
    kept = {name: own[name] for name in _KEPT if name in own}
    kept.setdefault("PYTHONUSERBASE", site.getuserbase())
    folder = str(home)
    kept |= dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), folder)
    kept |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), folder)
    kept |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    kept |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    if proxy:
        kept |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), proxy)
        kept["NO_PROXY"] = "localhost,127.0.0.1,::1"  # on this machine, not on the proxy's
    return kept


async def _read(stream: asyncio.StreamReader, limit: int, *, drain: bool = True) -> bytes:
    """Return at most `limit` bytes of a stream; with `drain` what follows is read and dropped."""
    kept = bytearray()
    while part := await stream.read(1 << 16):
        kept += part[: limit - len(kept)]
        if len(kept) >= limit and not drain:
            break
    return bytes(kept)


async def _end(
    process: asyncio.subprocess.Process,
    printed: asyncio.StreamReader,
    telling: asyncio.Future[bytes],
) -> None:
    """End the program; its pipes are read to their end, else none is waited."""
    with suppress(ProcessLookupError, PermissionError):
        if process.returncode is None:
            process.kill()
    with suppress(TimeoutError):  # what it started may hold the pipes
        async with asyncio.timeout(_ENDING_S):
            await _read(printed, 0)
            await telling
            await process.wait()
