"""The titles of all checks, made by `make docs`: what lists them imports none."""

from __future__ import annotations

from auditor.messages import N_

TITLES: dict[str, str] = {
    "possible-private-image": N_("Possible match with a private image"),
    "position-in-metadata": N_("Position in metadata"),
    "frequent-place": N_("A place that comes back"),
    "routine-of-photos": N_("Routine"),
    "device-serial-number": N_("Device serial number"),
    "owner-name": N_("Owner's name"),
    "people-named": N_("People named"),
    "contact-details": N_("Contact details"),
    "path-or-computer": N_("Path or computer"),
    "generation-prompt": N_("Prompt in the file"),
    "capture-time": N_("Capture time with zone"),
    "embedded-thumbnail": N_("Embedded thumbnail that differs"),
    "further-picture": N_("Further pictures and films"),
    "visible-document": N_("Documents and cards"),
    "readable-code": N_("Keys and codes"),
    "visible-address": N_("Street address"),
    "travel-paper": N_("Boarding passes, tickets, labels"),
    "visible-contact": N_("Contact details and badges"),
    "licence-plate": N_("Licence plate"),
    "credentials-reveal": N_("Credentials that tell more"),
    "broken-credentials": N_("Broken content credentials"),
    "ai-made": N_("Marked as AI-made"),
    "likeness-exposure": N_("Likeness exposure"),
    "training-resolution": N_("Training-grade resolution"),
    "clear-face": N_("Face clear enough for a swap"),
    "larger-original": N_("Larger original behind the displayed picture"),
    "same-photo": N_("Same photo on several accounts"),
    "same-avatar": N_("Same avatar on several accounts"),
    "kept-by-platform": N_("Kept by the platform without being shown"),
    "open-to-search-engines": N_("Page open to search engines"),
    "open-to-training": N_("Site open to collectors for AI training"),
    "open-licence": N_("Licence that lets anyone reuse the photo"),
    "telling-file-name": N_("File name that gives away"),
    "telling-alt-text": N_("Alt text naming a person or place"),
}
