"""The launcher's commands: `python -m config.launch run | test [-- pytest's arguments] | bench | clean`."""

import sys
from collections.abc import Callable

from config.launch.clean import clean
from config.launch.places import CannotLaunch
from config.launch.run import run
from config.launch.testing import bench, test

COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": lambda _: run(),
    "test": test,
    "bench": bench,
    "clean": lambda _: clean(),
}


def main() -> int:
    name, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if name not in COMMANDS:
        print(f"Name what to do: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](arguments)
    except CannotLaunch as reason:
        print(reason, file=sys.stderr)
    except PermissionError as refusal:
        print(
            f"{refusal.filename} belongs to another account: it was made by another person, or by root.",
            file=sys.stderr,
        )
    return 1


if __name__ == "__main__":
    sys.exit(main())
