"""The tables, as numbered migrations.

A migration that was released is never changed; a new one is added behind it.

Times are integers: microseconds since 1970 in UTC. `body` columns hold one frozen dataclass of the
domain as MessagePack.
"""

from __future__ import annotations

_ACCOUNTS = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE account (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, platform TEXT NOT NULL,
    body BLOB NOT NULL);
CREATE TABLE profile (account INTEGER PRIMARY KEY REFERENCES account (seq) ON DELETE CASCADE,
    body BLOB NOT NULL);

CREATE TABLE scan (id INTEGER PRIMARY KEY AUTOINCREMENT, started_at INTEGER NOT NULL,
    ended_at INTEGER);
CREATE TABLE scan_account (
    scan INTEGER NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
    account INTEGER NOT NULL REFERENCES account (seq) ON DELETE CASCADE,
    cursor TEXT,
    listed INTEGER NOT NULL DEFAULT 0,
    notes BLOB NOT NULL,
    outcome TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    requests INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    complete INTEGER NOT NULL DEFAULT 1,
    unlisted TEXT NOT NULL DEFAULT 'not-kept',
    PRIMARY KEY (account, scan)
) WITHOUT ROWID;
CREATE INDEX scan_account_scan ON scan_account (scan);
"""

# Lists read `photo` only: it stays narrow, because every page that is read is decrypted.
# newest, oldest, largest and severest are made so that each list is in ascending order of one of
# them, and then of id: minus the time, the time (none: last), minus the pixels, minus the severity
# (no finding: 1). The severity stands in few indexes, because it changes on most rows after each
# scan.
#
# `complete` of scan_account is 0 where a source left out something that the platform lists;
# `unlisted` is empty where the scan keeps a list of the account, else it says why not. In
# `inventory` NULL means that it could not be told. `read` is the scan in which the picture was
# read last. `faces` is a MessagePack array; NULL: not looked for.
_PHOTOS = """
CREATE TABLE photo (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account INTEGER NOT NULL REFERENCES account (seq) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    posted_at INTEGER,
    visibility TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    bytes INTEGER,
    format TEXT,
    label TEXT NOT NULL,
    has_place INTEGER NOT NULL,
    measured INTEGER NOT NULL,
    findings INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    newest INTEGER NOT NULL,
    oldest INTEGER NOT NULL,
    largest INTEGER NOT NULL,
    severest INTEGER NOT NULL DEFAULT 1,
    seen INTEGER NOT NULL,
    pending INTEGER
);
CREATE INDEX photo_newest ON photo (newest, id, gone, account, has_place, measured);
CREATE INDEX photo_oldest ON photo (oldest, id, gone, account, has_place, measured);
CREATE INDEX photo_largest ON photo (largest, id, gone, account, has_place, measured);
CREATE INDEX photo_severest ON photo (severest, id, gone, account, has_place, measured);
CREATE INDEX photo_account_newest ON photo (account, newest, id, gone, has_place, measured);
CREATE INDEX photo_account_oldest ON photo (account, oldest, id, gone, has_place, measured);
CREATE INDEX photo_account_largest ON photo (account, largest, id, gone, has_place, measured);
CREATE INDEX photo_account_severest ON photo (account, severest, id, gone, has_place, measured);
CREATE INDEX photo_count ON photo (account, gone, has_place, measured, severest);
CREATE INDEX photo_pending ON photo (pending, account) WHERE pending IS NOT NULL;
CREATE INDEX photo_found ON photo (findings) WHERE findings > 0;

CREATE TABLE photo_body (photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    body BLOB NOT NULL, gone_at INTEGER);
CREATE TABLE photo_text (photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    folded TEXT NOT NULL);
CREATE TABLE photo_state (photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    words BLOB NOT NULL, image TEXT, read INTEGER);
CREATE TABLE facts (
    photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    body BLOB,
    reason_unread TEXT NOT NULL,
    url TEXT NOT NULL
);
CREATE TABLE thumbnail (photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    webp BLOB NOT NULL);
CREATE TABLE print (
    photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    page_url TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    pdq BLOB NOT NULL,
    quality INTEGER NOT NULL,
    serial_numbers BLOB NOT NULL,
    width INTEGER,
    height INTEGER,
    faces BLOB,
    latitude REAL,
    longitude REAL,
    captured_at TEXT
);
CREATE TABLE change (
    scan INTEGER NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
    photo INTEGER NOT NULL REFERENCES photo (seq) ON DELETE CASCADE,
    account INTEGER NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (scan, photo)
) WITHOUT ROWID;
CREATE INDEX change_photo ON change (photo, scan);
"""

_FINDINGS = """
CREATE TABLE finding (
    id TEXT PRIMARY KEY,
    check_id TEXT NOT NULL,
    severity INTEGER NOT NULL,
    account TEXT NOT NULL,
    photo TEXT,
    related INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX finding_order ON finding (severity DESC, check_id, id);
CREATE INDEX finding_photo ON finding (photo) WHERE photo IS NOT NULL;
CREATE INDEX finding_account ON finding (account);
CREATE TABLE finding_next (
    id TEXT PRIMARY KEY,
    check_id TEXT NOT NULL,
    severity INTEGER NOT NULL,
    account TEXT NOT NULL,
    photo TEXT,
    related INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE finding_state (id TEXT PRIMARY KEY, account TEXT NOT NULL, state TEXT NOT NULL,
    at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE request (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    method TEXT NOT NULL,
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    purpose TEXT NOT NULL,
    status INTEGER,
    sent INTEGER NOT NULL,
    received INTEGER NOT NULL,
    note TEXT NOT NULL
);
"""

# `compared` says with which version of the list a photo was compared last; -1: it must be read
# again whatever the list holds.
_PRIVATE = """
CREATE TABLE private (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    added_at INTEGER NOT NULL
);
CREATE TABLE private_hashes (private INTEGER PRIMARY KEY REFERENCES private (seq)
    ON DELETE CASCADE, packed BLOB NOT NULL);
CREATE TABLE private_hit (
    photo INTEGER NOT NULL REFERENCES photo (seq) ON DELETE CASCADE,
    private INTEGER NOT NULL REFERENCES private (seq) ON DELETE CASCADE,
    seen_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (photo, private)
) WITHOUT ROWID;
CREATE INDEX private_hit_private ON private_hit (private);
CREATE TABLE compared (photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    version INTEGER NOT NULL);
"""

_INVENTORY = """
CREATE TABLE inventory (
    scan INTEGER NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
    photo INTEGER NOT NULL REFERENCES photo (seq) ON DELETE CASCADE,
    words BLOB,
    image TEXT,
    PRIMARY KEY (scan, photo)
) WITHOUT ROWID;
CREATE INDEX inventory_photo ON inventory (photo);
"""

# What a finding is evidence for, without its words: `says` is (title, tells), `names` all photos
# where there are several. In `made` is what is made of the rest and can be made again.
_SIGNS = """
CREATE TABLE sign (
    finding TEXT PRIMARY KEY,
    check_id TEXT NOT NULL,
    question TEXT NOT NULL,
    degree INTEGER NOT NULL,
    account TEXT NOT NULL,
    photo TEXT,
    names BLOB,
    remedy TEXT NOT NULL,
    severity INTEGER NOT NULL,
    about TEXT NOT NULL,
    says BLOB NOT NULL
);
CREATE TABLE sign_next (
    finding TEXT PRIMARY KEY,
    check_id TEXT NOT NULL,
    question TEXT NOT NULL,
    degree INTEGER NOT NULL,
    account TEXT NOT NULL,
    photo TEXT,
    names BLOB,
    remedy TEXT NOT NULL,
    severity INTEGER NOT NULL,
    about TEXT NOT NULL,
    says BLOB NOT NULL
);
CREATE TABLE made (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID
"""

# What is known of the world outside the person's accounts: `body` by kind and key.
_OUTSIDE = """
CREATE TABLE outside (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (kind, key)
);
"""

# Which findings point at a photo besides their own; `_next` is built beside it, as findings are.
_RELATED = """
CREATE TABLE finding_related (photo TEXT NOT NULL, finding TEXT NOT NULL,
    PRIMARY KEY (photo, finding)) WITHOUT ROWID;
CREATE TABLE finding_related_next (photo TEXT NOT NULL, finding TEXT NOT NULL,
    PRIMARY KEY (photo, finding)) WITHOUT ROWID;
CREATE INDEX finding_tally ON finding (account, check_id, severity, id)
"""

# Which photos changed since they were judged (`unjudged`, kept by vault/storage/marking.py), which
# are being judged, and what is kept of those that were besides findings. `gaps`: what could not be
# looked for; `dated`: another day may tell something else. `judged_account` is how an account was.
# `place` of a sign is where it stands among all of them, whichever were judged last.
_JUDGED = """
CREATE TABLE unjudged (photo TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE judging (photo TEXT PRIMARY KEY, gaps BLOB NOT NULL DEFAULT x'',
    dated INTEGER NOT NULL DEFAULT 0, broken INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE judged (photo INTEGER PRIMARY KEY REFERENCES photo (seq) ON DELETE CASCADE,
    gaps BLOB NOT NULL, dated INTEGER NOT NULL);
CREATE TABLE judged_account (account INTEGER PRIMARY KEY REFERENCES account (seq)
    ON DELETE CASCADE, body BLOB NOT NULL);
ALTER TABLE sign RENAME TO sign_before;
CREATE TABLE sign (
    place INTEGER PRIMARY KEY,
    finding TEXT NOT NULL UNIQUE,
    check_id TEXT NOT NULL,
    question TEXT NOT NULL,
    degree INTEGER NOT NULL,
    account TEXT NOT NULL,
    photo TEXT,
    names BLOB,
    remedy TEXT NOT NULL,
    severity INTEGER NOT NULL,
    about TEXT NOT NULL,
    says BLOB NOT NULL
);
INSERT INTO sign SELECT rowid, * FROM sign_before;
DROP TABLE finding_related_next;
DROP TABLE sign_before;
DROP TABLE sign_next;
CREATE TABLE sign_next (
    place INTEGER PRIMARY KEY,
    finding TEXT NOT NULL UNIQUE,
    check_id TEXT NOT NULL,
    question TEXT NOT NULL,
    degree INTEGER NOT NULL,
    account TEXT NOT NULL,
    photo TEXT,
    names BLOB,
    remedy TEXT NOT NULL,
    severity INTEGER NOT NULL,
    about TEXT NOT NULL,
    says BLOB NOT NULL
);
"""

# The remedies of findings, which name them by number: very many have the same.
_REMEDIES = """
CREATE TABLE remedy (seq INTEGER PRIMARY KEY, body BLOB NOT NULL UNIQUE);
"""

# With row ids: to compare a name in a table without them, SQLite reads the body behind it, many
# megabytes, and triggers look for names whenever a row changes. It is all made again when needed.
_MADE = """
DROP TABLE made;
CREATE TABLE made (name TEXT PRIMARY KEY, body BLOB NOT NULL)
"""

MIGRATIONS: tuple[str, ...] = (
    _ACCOUNTS + _PHOTOS + _FINDINGS + _PRIVATE + _INVENTORY + _SIGNS,
    _OUTSIDE + _RELATED,
    _JUDGED + _REMEDIES + _MADE,
)
"""The first makes format `FIRST` of an empty file, together with the triggers of
vault/storage/forgetting.py; the n-th one behind it leads to format `FIRST` + n. What was there
before is in no format that is read: its ids tell who is meant to whoever guesses a handle.
"""

FIRST = 4
LATEST = FIRST - 1 + len(MIGRATIONS)

APPLICATION = 0x41554454
"""`PRAGMA application_id` of every vault from format 4 on; earlier ones, which counted formats of
their own, have none.
"""
