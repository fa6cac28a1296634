"""Every error this program raises on purpose.

    AuditorError                    message, hint, exit code
    ├── UsageError              2   the call or a setting is wrong
    │   └── SettingsError       2   names the file and the key
    ├── NetworkError            3   a request was not made or got no usable answer
    │   ├── AddressRefused      3   the address check said no (private, loopback, odd port, http)
    │   ├── Offline             3   --offline is on
    │   ├── Unreachable         3   no connection, TLS failure, time-out
    │   ├── TooLarge            3   the body or the number of redirects went over a cap
    │   ├── RobotsRefused       3   robots.txt asks not to read this page
    │   └── Throttled           3   429 or 503; carries retry_after
    ├── SourceError             3   a platform answered, but not with what was asked
    │   ├── AccountMissing      3   the platform says that there is no such account
    │   │   └── AccountHidden   3   the account was turned off, and can come back
    │   ├── HandleTaken         3   the handle now belongs to another account
    │   ├── LoginNeeded         3   the platform shows this only to people who are logged in
    │   └── PayloadBroken       3   the answer does not have the documented form
    ├── ReaderError             2   a file could not be read
    ├── NotWorkedOut            3   what takes long was not worked out, so nothing is known of it
    ├── VaultError              4
    │   ├── VaultLocked         4   no passphrase
    │   │   └── PassphraseWrong 4   the wrong one
    │   ├── VaultBusy           4   another run is writing
    │   ├── VaultTooNew         4   written by a newer version
    │   ├── VaultTooOld         4   written by a version whose vaults are no longer read
    │   └── VaultDamaged        4   not a vault, or broken
    └── SecretsUnavailable      4   the keyring does not answer

Third-party exceptions are turned into one of these where they come in; nothing else crosses a room.
"""

from __future__ import annotations

from enum import IntEnum

from auditor.messages import _


class ExitCode(IntEnum):
    """What the process tells its caller."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    SOURCE_FAILED = 3
    VAULT_LOCKED = 4
    INTERRUPTED = 130


class AuditorError(Exception):
    """One clear line for a person, and a hint at the way out.

    Both are already translated and hold no secret.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AuditorError):
    """The call is wrong."""


class KeyMissing(UsageError):
    """The person keeps no key of a service."""


class SettingsError(UsageError):
    """A setting is wrong; the message names the file and the key."""


class NetworkError(AuditorError):
    """A request was not made, or got no usable answer."""

    exit_code = ExitCode.SOURCE_FAILED


class AddressRefused(NetworkError):
    """The address check said no."""


class Offline(NetworkError):
    """Nothing is sent while --offline is on."""


class Unreachable(NetworkError):
    """No connection, a TLS failure or a time-out."""


class TooLarge(NetworkError):
    """A body, or a chain of redirects, went over its cap."""


class RobotsRefused(NetworkError):
    """The site's robots.txt asks not to read this page."""


class Throttled(NetworkError):
    """The site asks to wait."""

    def __init__(self, message: str, hint: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class SourceError(AuditorError):
    """A platform answered, but not with what was asked."""

    exit_code = ExitCode.SOURCE_FAILED


class AccountMissing(SourceError):
    """The platform says that there is no such account."""


class HandleTaken(SourceError):
    """The handle now belongs to another account than the one that was seen first."""


class AccountHidden(AccountMissing):
    """The platform says that the account is deactivated, suspended or taken down.

    Its photos are hidden with it and can come back.
    """


class LoginNeeded(SourceError):
    """The platform shows this only to people who are logged in."""


class PayloadBroken(SourceError):
    """An answer does not have its documented form."""


class ReaderError(AuditorError):
    """A file could not be read."""


class NotWorkedOut(AuditorError):
    """What takes long could not be worked out: nothing may be said of what would come of it."""

    exit_code = ExitCode.SOURCE_FAILED


class VaultError(AuditorError):
    """The vault cannot be used."""

    exit_code = ExitCode.VAULT_LOCKED


class VaultLocked(VaultError):
    """There is no passphrase, or it is the wrong one."""


class PassphraseWrong(VaultLocked):
    """The passphrase does not open what it was typed for; another one may."""


class VaultBusy(VaultError):
    """Another run is writing to the vault."""


class VaultTooNew(VaultError):
    """The vault was written by a newer version."""


class VaultTooOld(VaultError):
    """The vault was written by a version whose vaults are no longer read."""


class VaultDamaged(VaultError):
    """The file is not a vault, or it is broken."""


class SecretsUnavailable(VaultError):
    """The keyring of the operating system does not answer."""


def out_of_memory() -> AuditorError:
    """Return what to say where this device has no memory left for what was asked."""
    return AuditorError(
        _("This device has not enough free memory for that."),
        _("Close other programs and try again; what was stored is kept."),
    )
