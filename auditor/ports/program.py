"""Programs of others that the person installed, as a source sees them."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


class ListingProgram(Protocol):
    """A program that lists the pictures of an address. It asks the network by itself."""

    def installed(self) -> bool:
        """Whether it can be run. Starts nothing."""
        ...

    async def listing(self, url: str, *, purpose: str) -> tuple[bytes, str]:
        """Return what it prints of `url`, and what it says of itself on the way.

        Nothing is downloaded, no log-in is used. `purpose` goes to the network log.

        Raises NetworkError where the address may not be asked, SourceError where the program does
        not run, does not end or prints too much.
        """
        ...


@runtime_checkable
class RunsProgram(Protocol):
    """What a source offers beside `Source` where another program asks the platform for it."""

    def terms(self) -> str:
        """What a person has to know before it runs: whose it is, and what it may bring about."""
        ...
