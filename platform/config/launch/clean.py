"""`make clean-data`: forget the database, the uploads, the logs of `make run`."""

import os

from config.launch.places import DATA, forget, place_outside
from config.launch.postgres import stop_leftover
from config.launch.processes import stop_leftovers
from config.launch.run import hold, say


def clean() -> int:
    """Remove the data folder, wherever its parts stand. Raises CannotLaunch while the site is running."""
    outside = place_outside(DATA)
    if not DATA.exists() and not outside.exists():
        say("There is no data to forget.")
        return 0
    if DATA.exists():
        with hold(DATA):
            stop_leftovers(DATA)
            stop_databases()
            forget(DATA)
    if outside.exists() and outside.lstat().st_uid == os.geteuid():
        forget(outside)
    say("The data is forgotten: the next `make run` starts from nothing.")
    return 0


def stop_databases() -> None:
    for place in (DATA, place_outside(DATA)):
        for data in place.glob("postgresql-[0-9]*"):
            stop_leftover(data)
