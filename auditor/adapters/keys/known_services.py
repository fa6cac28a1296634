"""Keys of services that belong to the person: what each is for, and where to get one.

The only list of them: `auditor keys`, the keyring and the look-ups know no others.
"""

from __future__ import annotations

import re

from auditor.dataclass import dataclass
from auditor.messages import N_, _

HIBP = "hibp"
DEVIANTART = "deviantart"
FLICKR = "flickr"
REDDIT = "reddit"
TUMBLR = "tumblr"


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """One key.

    `name` is what the person calls it in a command, and part of its name in the keyring. `form` is
    a regular expression of the whole key and `looks` says it in words; `hint` says where to get one
    and what that costs or shows.
    """

    name: str
    title: str
    purpose: str
    hint: str
    form: str
    looks: str

    @property
    def variable(self) -> str:
        """The environment variable that names a file with the key, for scripts."""
        return f"AUDITOR_{self.name.upper()}_KEY_FILE"

    def fits(self, text: str) -> bool:
        """Whether `text` looks like such a key."""
        return re.fullmatch(self.form, text) is not None


ALL: tuple[ServiceKey, ...] = (
    ServiceKey(
        HIBP,
        "Have I Been Pwned",
        N_("Tells which breaches hold an e-mail address (auditor breaches)."),
        N_(
            "A key is bought at https://haveibeenpwned.com/API/Key; it costs money, and the "
            "payment shows on the statement of the card. The page https://haveibeenpwned.com tells "
            "the same for free."
        ),
        r"[0-9a-fA-F]{32}",
        N_("32 characters from 0-9 and a-f"),
    ),
    ServiceKey(
        DEVIANTART,
        "DeviantArt",
        N_("Reads the gallery of an account on DeviantArt (auditor scan)."),
        N_(
            "An application is registered for free at https://www.deviantart.com/developers/apps, "
            "by an account there; type its client_id, a colon and its client_secret. DeviantArt "
            "then knows whose application asks for which gallery."
        ),
        r"[0-9]{1,12}:[0-9A-Za-z]{16,80}",
        N_("the number client_id, a colon and the client_secret"),
    ),
    ServiceKey(
        FLICKR,
        "Flickr",
        N_("Reads the photostream of an account on Flickr (auditor scan)."),
        N_(
            "A key is asked for at https://www.flickr.com/services/apps/create/ by an account "
            "there, which may have to be a paid one; type the key alone, not its secret. Flickr "
            "then knows whose key asks for which photostream."
        ),
        r"[0-9a-fA-F]{32}",
        N_("32 characters from 0-9 and a-f"),
    ),
    ServiceKey(
        REDDIT,
        "Reddit",
        N_("Reads the posts of an account on Reddit (auditor scan)."),
        N_(
            "An application of the kind 'script' is registered at "
            "https://www.reddit.com/prefs/apps by an account there, for free; Reddit may want to "
            "approve it first. Type its id, a colon and its secret. Reddit then knows whose "
            "application asks for which posts."
        ),
        r"[0-9A-Za-z_-]{8,40}:[0-9A-Za-z_-]{16,80}",
        N_("the id that stands under its name, a colon and the secret"),
    ),
    ServiceKey(
        TUMBLR,
        "Tumblr",
        N_("Lists the posts of an account on Tumblr, which is read without one, too."),
        N_(
            "An application is registered for free at https://www.tumblr.com/oauth/apps by an "
            "account there; type its consumer key alone, not its secret. Tumblr then knows whose "
            "key asks for which blog."
        ),
        r"[0-9A-Za-z]{40,60}",
        N_("40 to 60 letters and digits"),
    ),
)


def named(name: str) -> ServiceKey | None:
    """Return the key of that name."""
    return next((each for each in ALL if each.name == name.strip().casefold()), None)


def hibp() -> ServiceKey:
    """Return the key of Have I Been Pwned."""
    return next(each for each in ALL if each.name == HIBP)


def kept(key: ServiceKey) -> str:
    """Return where a key is, for lists of what would be sent; the key itself is not read."""
    return _("(your key: from the keyring, or the file named by {variable})").format(
        variable=key.variable
    )
