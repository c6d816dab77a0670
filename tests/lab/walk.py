#!/usr/bin/python3
"""Walks the plan's days on the lab's hosts, with `daymark run`.

    walk.py [--days 1,2,3-4] [--ways first,second,undo,again] [--verbose]

A phase's end (`success:1`), its way back (`rollback:1`) and recurring work (`recurring:ID`) may stand
in a day's place, and are walked once.

Each day is walked once; then a second time, in a walk of its own, in which `unless` must find all
of it done; then what can be undone is undone, in reverse, the checks are asked and some must fail,
and the day is walked again until all of them pass. What a person does in the plan is in
`by_hand.py`, which says of each thing whether the lab does it or only says so.
"""
import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import re
import shlex
import sys
import time

import by_hand
from by_hand import lab

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PLAN = "runbooks/senex-trader"
THERE = "/srv/daymark"  # the repository, on the control machine
DAYMARK = os.environ.get("LAB_DAYMARK", "target/debug/daymark")
DAYS = ["1", "2", "3-4", "5", "6-7", "8-9", "10", "11-12", "13-14", "15-16", "17-18",
        "19-20", "21-22", "23-24", "25-26", "27-28", "29-32", "33-36",
        "37-40", "41-44", "45-49", "50-56"]
# How long checks are asked after everything was undone: one no is enough. Where none has come, since
# those that were asked first are patient themselves, they are asked once more, for longer.
PATIENCES = [90, 300]
# Checks that a step waits for, and that cannot come to hold here: waived before the day begins.
AWAITED = {"25-26": ["tuned-for-a-day"], "45-49": ["alerts-resolved"]}
# Guards that the lab has no part in, each with the reason that is noted as a deviation.
NOT_HERE = {
    "market": "the lab's servers have no users, at whatever hour",
    "clock": "all hosts of the lab have the one clock of this machine",
}


def sheet(day):
    """The words for `daymark run` that name a day, or `success:1`, `rollback:1`, `recurring:ID`."""
    kind, _, name = day.rpartition(":")
    # what comes again is due by the calendar, so the plan must have begun long ago
    begun = datetime.date.today() - datetime.timedelta(days=60)
    return [f"--{kind or 'day'}", name, *(["--start", str(begun)] if kind == "recurring" else [])]


class Stopped(Exception):
    """Something is not as it should be, and wants a look."""


@dataclasses.dataclass
class Run:
    """One or several calls of `daymark run`: what they told."""

    status: int = 0
    rows: list = dataclasses.field(default_factory=list)
    errors: str = ""

    def bad(self):
        return [row for row in self.rows if row["state"] in ("failed", "unknown")]

    def seen(self):
        """The checks that have seen what was undone."""
        return {row["id"] for row in self.rows if row["kind"] == "check" and row["state"] == "failed"}

    def states(self, kind):
        return {row["id"]: row["state"] for row in self.rows if row["kind"] == kind}


class Walker:
    def __init__(self, verbose):
        self.verbose = verbose
        shown = by_hand.command([REPOSITORY / DAYMARK, "show", REPOSITORY / PLAN, "--json"])
        self.plan = json.loads(shown)
        hosts = self.plan["hosts"].items()
        self.consent = ["--yes"]
        for name, host in hosts:
            if host["production"]:
                self.consent += ["--production", name]

    def entry(self, day):
        return next(entry for entry in self.plan["days"] if entry["id"] == day)

    def daymark(self, walk, day, *words, patience=None):
        """Calls `daymark run` on the control machine, as the operator."""
        known = by_hand.VALUES | ({} if walk == "main" else self.saved("main") | self.saved(walk))
        values = (f"--var={name}={value}" for name, value in known.items())
        call = [f"{THERE}/{DAYMARK}", "run", f"{THERE}/{PLAN}", "--walk", walk, *sheet(day), "--json",
                *self.consent, *words, *values]
        if patience:
            call = ["timeout", "--signal=INT", str(patience), *call]
        done = self.as_jane(call)
        run = Run(done.returncode, [], done.stderr)
        for line in done.stdout.splitlines():
            row = json.loads(line)
            if "id" in row:
                run.rows.append(row)
                if not patience:
                    self.tell(row)
        return run

    def as_jane(self, call):
        return lab("on", "control", "runuser", "-l", "jane", "-c", f"cd && {shlex.join(call)}")

    def saved(self, walk):
        """What steps of a walk have found out; of the first, for one that begins on a later day."""
        call = [f"{THERE}/{DAYMARK}", "journal", f"{THERE}/{PLAN}", "--walk", walk, "--json"]
        events = map(json.loads, self.as_jane(call).stdout.splitlines())
        found = {event["name"]: event["value"] for event in events
                 if event["event"] == "variable_set"}
        return {name: value for name, value in found.items() if name not in by_hand.VALUES}

    def tell(self, row, always=False):
        bad = row["state"] in ("failed", "unknown")
        open = row["kind"] == "step" and row["state"] == "open"
        if not (self.verbose or bad or open or always):
            return
        exit = "" if row["exit"] is None else f" exit {row['exit']}"
        print(f"    {row['state']:8}{row['kind']:6}{row['id']} on {row['host']}{exit}"
              f" {row['seconds']:.1f} s {row['because']}", flush=True)
        for line in row["output"].splitlines()[-25:] if bad else []:
            print(f"        | {line}")

    def walk(self, day, name):
        """Goes through a day until it is done; what wants a person is done by hand."""
        whole, overrides, mended = Run(), [], set()
        decided = by_hand.waive(AWAITED.get(day, []))
        for step, why in by_hand.IN_VAIN.get(day, {}).items():
            decided += ["--skip", step, why]
        for _ in range(60):
            if decided:
                whole.rows += self.daymark(name, day, *decided).rows
            run = self.daymark(name, day, *overrides)
            whole.rows += run.rows
            if run.status == 0:
                return whole
            failed = {row["id"] for row in run.bad()}
            if any(row["state"] == "passed" for row in run.rows):
                # it has come further, and what held then may hold no more
                mended -= by_hand.GUARDS.keys()
            decided = by_hand.decide(run.errors, failed)
            guard = re.search(r"the guard (\w+) ", run.errors)
            if guard and guard[1] in by_hand.GUARDS and guard[1] not in mended:
                by_hand.GUARDS[guard[1]]()
                mended.add(guard[1])
            elif guard and guard[1] in NOT_HERE and guard[1] not in overrides:
                overrides += ["--override", guard[1], NOT_HERE[guard[1]]]
            elif not decided and not by_hand.amend(failed - mended):
                print("    " + run.errors.strip().replace("\n", "\n    "))
                raise Stopped(f"day {day} stopped with status {run.status}")
            mended |= failed
        raise Stopped(f"day {day} does not come to an end")

    def second(self, day):
        """The same day in another walk; tells which steps were done again though they need not."""
        run = self.walk(day, "second")
        guarded = {step["id"] for step in self.entry(day)["steps"] if step.get("unless")}
        for row in run.rows:
            left = row["state"] == "skipped" or "already so" in row["because"]
            if row["kind"] == "step" and row["id"] in guarded and not left:
                print("    was done again:")
                self.tell(row, always=True)
        return run

    def undo(self, day):
        """Takes back all that can be; tells which checks see it."""
        by_hand.TAKEN_BACK.get(day, lambda: None)()
        entry = self.entry(day)
        nothing_left = by_hand.GONE | by_hand.IN_VAIN.get(day, {}).keys()
        left = [step["id"] for step in reversed(entry["steps"])
                if (step.get("undo") or step.get("copy")) and step["id"] not in nothing_left]
        quick = next(check["id"] for check in entry["checks"] if check["run"] and not check["retry"])
        whole = Run()
        while left:
            words = [word for id in left for word in ("--undo", id)]
            # with one check, since all of them may take long, and no undo is to be cut off
            run = self.daymark("main", day, *words, "--step", quick)
            undone = {row["id"] for row in run.rows if row["state"] == "undone"}
            undone |= set(re.findall(r"^(\S+) is already undone", run.errors, re.M))
            whole.rows += run.rows
            if not undone and left[0] in by_hand.KEPT:
                left = left[1:]
            elif not undone:
                # what comes before it may be what it needs
                raise Stopped(f"{left[0]} was not undone: {run.errors.strip()}")
            left = [id for id in left if id not in undone]
        for patience in PATIENCES:
            whole.rows += self.daymark("main", day, "--verify", patience=patience).rows
            if whole.seen():
                break
        print(f"    undone: {sum(row['state'] == 'undone' for row in whole.rows)};"
              f" checks that no longer hold: {', '.join(sorted(whole.seen())) or 'none'}")
        return whole

    def again(self, day):
        """The day once more, after its undo; at the end all its checks, not only the open ones."""
        whole = self.walk(day, "main")
        asked = self.daymark("main", day, "--verify")
        whole.rows += asked.rows
        bad = {row["id"] for row in asked.bad()}
        no_more = bad - set(by_hand.decide("", bad)[1::3])
        if no_more:
            raise Stopped(f"at the end of day {day} these do not hold: {', '.join(sorted(no_more))}")
        if asked.status != 0:
            whole.rows += self.walk(day, "main").rows
        return whole


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--days", default=",".join(DAYS))
    words.add_argument("--ways", default="first,second,undo,again")
    words.add_argument("--verbose", action="store_true", help="tell every result")
    asked = words.parse_args()
    walker = Walker(asked.verbose)
    table, bad = [], False
    for day in asked.days.split(","):
        by_hand.before(day)
        ways = {
            "first": lambda: walker.walk(day, "main"),
            "second": lambda: walker.second(day),
            "undo": lambda: walker.undo(day),
            "again": lambda: walker.again(day),
        }
        for way in asked.ways.split(","):
            print(f"== day {day}, {way}", flush=True)
            started = time.monotonic()
            try:
                run, outcome = ways[way](), "done"
            except Stopped as stopped:
                run, outcome, bad = Run(), str(stopped), True
            table.append((day, way, time.monotonic() - started, run, outcome))
            if bad:
                break
        if bad:
            break
    print("\nday    way       seconds  steps  checks")
    for day, way, seconds, run, outcome in table:
        print(f"{day:6} {way:8} {seconds:8.1f} {len(run.states('step')):6}"
              f" {len(run.states('check')):7}  {outcome}")
    sys.exit(bad)


main()
