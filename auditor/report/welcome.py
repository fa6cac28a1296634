"""What is said before any vault: what this does, what it cannot see, and whether it is safe."""

from __future__ import annotations

from auditor.messages import N_

DOES = N_(
    "This program reads the public pages of your own accounts, as a stranger could, and shows what "
    "each photo gives away: "
    "where it was taken, with which device, which pictures belong together. Then it lists the "
    "fewest changes that help."
)
CANNOT = N_(
    "It cannot see what is shown to followers only, what was deleted, copies that others made, or "
    "sites it has no reader for. "
    "It lists what it did not check first, and finding nothing does not mean that nothing is there."
)
PROMISE = (
    N_("You have done nothing wrong."),
    N_("Nothing about you is uploaded."),
    N_(
        "A scan reads your public pages; those sites and whoever runs this network can see the "
        "visit."
    ),
)
ASK = N_("Can anyone else open this computer, its log-in or its backups?")
RISK = N_(
    "Then somebody could find this program, and what it found. That is worth a minute of thought; "
    "nothing is lost by waiting.\n\n"
    "• Safest: stop here and use a device that nobody else can open, at a library, a friend's or "
    "an advice service.\n"
    "• Or go on without saving: everything is kept in memory and gone when you quit. That the "
    "program was installed and run can "
    "still be seen, and so can the visits on the network.\n"
    "• If somebody may harm you for looking, talk to a service first. {help} lists them; "
    "nothing is sent."
)
"""`help` is what is pressed or typed to see the services."""
