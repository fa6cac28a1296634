"""The first lines of what each command says of itself, made by `make docs`.

The help of the whole program shows them without importing a single command.
"""

from __future__ import annotations

from auditor.messages import N_

HELP: dict[str, str] = {
    "help-now": N_("Show whom to call and what to do now."),
    "help": N_("Show help-now, and how to list the commands: somebody in danger types this first."),
    "accounts": N_("Add, claim, prove and remove accounts."),
    "discover": N_("Find accounts that you may have forgotten, from your proven ones outward."),
    "forgotten": N_(
        "List accounts that you may have forgotten, from your own mail, bookmarks and passwords."
    ),
    "import": N_(
        "Bring in the archive that a platform gave you, or a page kept as a stranger sees it."
    ),
    "scan": N_("Scan your accounts."),
    "photos": N_("List the photos that were found."),
    "findings": N_("Show findings, or mark one."),
    "answers": N_(
        "Answer what a stranger could do with what is public of you, in eight questions."
    ),
    "plan": N_(
        "Show what to do in the time you have: critical things first, then what closes the gravest "
        "questions with the fewest minutes."
    ),
    "verify": N_("Look again at what you marked as done."),
    "changes": N_(
        "Compare two of the last ten scans: by question, and which photos are new, gone or changed."
    ),
    "places": N_(
        "Show where several of your photos were taken, by town; or forget all places, so that the "
        "vault cannot show where you are."
    ),
    "checks": N_("List the checks."),
    "inspect": N_("Show everything that pictures on this device give away."),
    "likeness": N_(
        "Show what could be made of you from your public photos, and the fewest to hide."
    ),
    "hash": N_("Hash pictures and videos as the image-matching services do."),
    "match": N_("Find every pair of hashes of two lists that are near each other, exactly."),
    "sources": N_("List what can be read: platforms, archives that they hand out, pages."),
    "openness": N_("Tell what a page or a picture says about AI training."),
    "opt-out": N_(
        "Write robots.txt, headers, tdmrep.json, ai.txt and a README that says who obeys each."
    ),
    "links": N_(
        "Show what ties your proven accounts together, and the fewest photos to remove so that no "
        "photo does."
    ),
    "report": N_("Write a report."),
    "network-log": N_("Show what was asked of whom, newest first."),
    "help-services": N_(
        "Show who can help in a country and worldwide, for whom, and what leaves your hands there."
    ),
    "checklist": N_(
        "List the settings of a platform, what hides most first, and who notices each."
    ),
    "law": N_("Show what the law gives you in a place: in force, and apart from it what is not."),
    "letter": N_("Write a letter to a site from the findings you choose."),
    "case": N_(
        "Write chosen findings into one encrypted ZIP that a lawyer or a hotline can check."
    ),
    "reported": N_(
        "Links that you reported: when the clock runs out, and whether they still answer."
    ),
    "archived": N_("Find copies of your own pages and pictures in web archives."),
    "likeness-watch": N_(
        "Look on Civitai and Hugging Face for models named after you, by their search."
    ),
    "breaches": N_(
        "Ask Have I Been Pwned, with your own key, which breaches hold your e-mail address."
    ),
    "password-check": N_(
        "Say whether passwords stand in known leaks, and which are used at several places."
    ),
    "corpus": N_("Look for your photos in the metadata of training sets, on this device."),
    "keys": N_("Your own keys of services, in the keyring of this system."),
    "guidance": N_("The laws, settings and services that came with the program."),
    "demo": N_("Scan an invented person on servers of this device."),
    "practice": N_("Invented people on this device, to learn and teach with."),
    "awareness": N_(
        "Lessons on made pictures and films, with exercises; no tool here detects fakes."
    ),
    "private": N_(
        "Hashes of private images, kept on this device: compare them with your accounts, with "
        "files and links."
    ),
    "trust": N_("Lists of authorities whose content credentials you trust."),
    "harden": N_(
        "Make copies without metadata, smaller and with faces and words covered if you like."
    ),
    "sign": N_(
        "Write signed copies of your own pictures (JPEG, PNG, WebP), which say that nobody may "
        "train on them."
    ),
    "sign-key": N_("Your own certificate for signing pictures."),
    "plugins": N_("Packages of others that add sources and checks."),
    "wipe": N_(
        "Destroy the vault on this device: its key first, so that what remains of the file cannot "
        "be read."
    ),
}
