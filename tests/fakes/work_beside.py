"""Stands in for the process that works beside: does nothing but what its first word says.

`python work_beside.py WAY EDITION FILE`. Writes its own number and each line that it gets to FILE.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Say that it is ready, then answer, die, say nonsense or nothing until stdin ends."""
    way, edition, path = sys.argv[1:]
    with open(path, "a", encoding="utf-8") as seen:  # noqa: PTH123 - as small as it can be
        print(os.getpid(), file=seen, flush=True)
        for number, line in enumerate(sys.stdin):
            print(line.rstrip(), file=seen, flush=True)
            answer = {"number": json.loads(line).get("number")}
            if not number:
                if way != "mute":
                    print(json.dumps({"type": "WorkReady", "edition": edition}), flush=True)
            elif way == "dies":
                os._exit(3)
            elif way == "talks":
                print("nonsense", flush=True)
            elif way == "works":
                print(json.dumps({"type": "WorkMoved", "done": 5, "photos": 9}), flush=True)
                print(json.dumps({"type": "WorkEnded", **answer}), flush=True)
            elif way == "fails":
                told = {"message": "It broke.", "hint": "Try again."}
                print(json.dumps({"type": "WorkFailed", **answer, **told}), flush=True)


if __name__ == "__main__":
    main()
