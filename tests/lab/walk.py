#!/usr/bin/python3
"""Walks the plan's days on the lab's hosts, with `daymark run`.

    walk.py [--days 1,2,3-4] [--once] [--no-undo] [--verbose]

Each day is walked once; then a second time, in a walk of its own, in which `unless` must find
everything done; then all that can be undone is undone, in reverse, the checks are asked and some
must fail, and the day is walked again until all of them pass. What a person does in the plan is
done by `by_hand.py`, which says of each thing whether the lab does it or only says so.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

import by_hand
from by_hand import lab

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PLAN = "/srv/daymark/runbooks/senex-trader"
DAYMARK = os.environ.get("LAB_DAYMARK", "/srv/daymark/target/debug/daymark")
DAYS = ["1", "2", "3-4", "5", "6-7", "8-9", "10", "11-12", "13-14", "15-16"]
PRODUCTION = """app-root app db01 cache01 web02 db02 redis02 redis03 worker01 lb01 mon01 data monitor
lb02""".split()
# guards that the lab has no part in, each with the reason that is noted as a deviation
NOT_HERE = {
    "market": "the lab's servers have no users, at whatever hour",
    "clock": "all hosts of the lab have the one clock of this machine",
}


@dataclasses.dataclass
class Run:
    """One call of `daymark run`."""

    status: int
    rows: list
    errors: str

    def states(self, kind):
        """The last state of each step or check, by id."""
        return {row["id"]: row["state"] for row in self.rows if row.get("kind") == kind}

    def failed(self):
        return [row for row in self.rows if row.get("state") in ("failed", "unknown")]


def daymark(walk, *words, verbose=False):
    """Calls daymark on the control machine, as the operator."""
    values = (f"--var={name}={value}" for name, value in by_hand.VALUES.items())
    command = shlex.join([DAYMARK, *words, "--walk", walk, *values])
    started = time.monotonic()
    done = lab("on", "control", "runuser", "-l", "jane", "-c", f"cd && {command}")
    rows = []
    for line in done.stdout.splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            print(f"      ? {line}")
    for row in rows:
        if "id" in row and (verbose or row["state"] in ("failed", "unknown")):
            tell(row)
    if verbose:
        print(f"      exit {done.returncode} after {time.monotonic() - started:.1f} s")
    return Run(done.returncode, rows, done.stderr)


def tell(row):
    """A result, and if it is a bad one, all that is known of it."""
    exit = "" if row["exit"] is None else f", exit {row['exit']}"
    print(f"      {row['state']:8} {row['kind']:5} {row['id']} on {row['host']}{exit},"
          f" {row['seconds']:.1f} s  {row['because']}", flush=True)
    if row["state"] in ("failed", "unknown"):
        for line in row["output"].splitlines()[-25:]:
            print(f"          | {line}")


class Stopped(Exception):
    """Something is not as it should be, and wants a look."""


def walk(day, name, *more, verbose=False):
    """Goes through a day until it is done; whatever wants a person is done by hand."""
    rows, decided, overridden = [], [], {}
    consent = ["--yes", *(word for host in PRODUCTION for word in ("--production", host))]
    for _ in range(60):
        override = [word for item in overridden.items() for word in ("--override", *item)]
        run = daymark(name, "run", PLAN, "--day", day, "--json", *consent, *override, *decided, *more,
                      verbose=verbose)
        rows += run.rows
        if run.status == 0:
            return Run(0, rows, run.errors)
        decided = by_hand.decide(run.errors, {row["id"] for row in run.failed()})
        guard = refused_guard(run.errors, overridden)
        if "Connection refused" in run.errors + str(run.failed()):
            print("      the firewall counts six connections in half a minute; waiting for the next")
            time.sleep(31)
        elif guard:
            overridden[guard] = NOT_HERE[guard]
        elif not decided:
            print("      " + run.errors.strip().replace("\n", "\n      "))
            raise Stopped(f"day {day} stopped with status {run.status}")
    raise Stopped(f"day {day} does not come to an end")


def refused_guard(errors, overridden):
    for guard in NOT_HERE:
        if guard not in overridden and re.search(rf"\bguard\b.*\b{guard}\b|--override {guard}\b", errors):
            return guard
    return None


def second(day, verbose):
    """The same day in another walk: `unless` holds wherever there is one."""
    run = walk(day, "second", verbose=verbose)
    did = [row for row in run.rows if row.get("kind") == "step" and row["state"] == "passed"
           and row["id"] in by_hand.UNLESS.get(day, ()) and "already" not in row["because"]]
    return run, did


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--days", default=",".join(DAYS))
    words.add_argument("--once", action="store_true", help="walk once, and undo nothing")
    words.add_argument("--no-undo", action="store_true")
    words.add_argument("--verbose", action="store_true")
    asked = words.parse_args()
    table, bad = [], False
    for day in asked.days.split(","):
        started = time.monotonic()
        print(f"== day {day}", flush=True)
        try:
            by_hand.BEFORE.get(day, lambda: None)()
            first = walk(day, "main", verbose=asked.verbose)
            table.append((day, "first", time.monotonic() - started, first))
        except Stopped as stopped:
            print(f"   {stopped}")
            bad = True
            break
    for day, what, seconds, run in table:
        print(f"{day:6} {what:8} {seconds:7.1f} s  {len(run.states('step'))} steps,"
              f" {len(run.states('check'))} checks")
    sys.exit(bad)


main()
