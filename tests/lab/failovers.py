#!/usr/bin/python3
"""Cuts the power of one server after another, and times how long nobody could write, or was served.

    failovers.py [database redis web balancer]

For labs that have walked to day 40 (`database` wants day 32, `redis` day 36). The plan's own drills
kill processes; a host that is gone says even less. What was felled is started again, and must fall
in line by itself.
"""
import json
import re
import subprocess
import sys
import time

import by_hand
from by_hand import on

PATIENCE = 180  # seconds until what was felled has to be back
# One look at the site after another, each with its time and its answer.
LOOKS = """
    for (( ;; )); do
      code=$(curl -s -m 5 -o /dev/null -w '%{{http_code}}' --resolve {domain}:443:{address} \
        https://{domain}/health/simple/) || true
      echo "$(date +%s.%N) $code"
      sleep 0.2
    done"""


class Beside:
    """A command on a host that runs while something is felled."""

    def __init__(self, host, *command):
        words = [by_hand.HERE / "lab", "on", host, *command]
        self.run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def told(self):
        return self.run.communicate()[0]


def writes(store, seconds):
    return Beside("app", "as-service", "/opt/scripts/time-writes", store, str(seconds))


def looks(address, seconds):
    script = LOOKS.format(domain=by_hand.VALUES["DOMAIN"], address=address)
    return Beside("control", "timeout", str(seconds), "bash", "-c", script)


def longest_pause(told):
    """The longest time without a good answer, how many were not good, and of how many."""
    answers = [line.split() for line in told.splitlines()]
    good = [float(at) for at, code in answers if code == "200"]
    pause = max(after - before for before, after in zip(good, good[1:]))
    return f"longest pause {pause:.1f} s; {len(answers) - len(good)} of {len(answers)} noticed"


def until(what, holds):
    """How long it takes until something holds."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            if holds():
                return f"{what} after {time.monotonic() - began:.0f} s"
        except (RuntimeError, ValueError):
            pass
        time.sleep(1)
    raise SystemExit(f"not within {PATIENCE} s: {what}")


def fell(host, beside):
    """Cuts the power once what runs beside has begun; starts the host again when that is over."""
    time.sleep(10)
    by_hand.lab("stop", host)
    told = beside.told()
    by_hand.lab("up", host)
    return told


def members(host):
    return json.loads(on(host, "patronictl -c /etc/patroni/config.yml list -f json"))


def who_leads(host="mon01"):
    leaders = [member["Member"] for member in members(host) if member["Role"] == "Leader"]
    return leaders[0] if leaders else "nobody"


def database():
    leader = who_leads("db01")
    other = {"db01": "db02", "db02": "db01"}[leader]
    told = fell(leader, writes("database", 90))
    yield f"{leader} felled: {' '.join(told.splitlines()[-2:])}"
    assert who_leads(other) == other
    yield until(f"{leader} follows", lambda: any(
        member["Member"] == leader and member["State"] == "streaming" for member in members(other)))
    yield until("it is in step", lambda: any(
        member["Member"] == leader and member["Role"] == "Sync Standby" for member in members(other)))
    on(other, f"patronictl -c /etc/patroni/config.yml switchover senex --candidate {leader} --force")


def master(asked):
    told = on(asked, "/opt/scripts/sentinel sentinel get-master-addr-by-name senex-redis")
    return next(host for host in ("cache01", "redis02", "redis03")
                if by_hand.address(host) == told.split()[0])


def redis():
    felled = master("cache01")
    other = "redis02" if felled != "redis02" else "redis03"
    told = fell(felled, writes("redis", 45))
    yield f"{felled} felled: {' '.join(told.splitlines()[-2:])}; {master(other)} leads"
    yield until(f"{felled} follows", lambda: re.search(
        "role:slave.*master_link_status:up", on(felled, "/opt/scripts/redis info replication"), re.S))


def web():
    served = looks(by_hand.FLOATING, 60)
    yield f"web02 felled: {longest_pause(fell('web02', served))}"
    yield until("web02 serves", lambda: "web02 UP" in on("lb01", "/opt/scripts/drain state"))


def holds_address(host):
    return f"inet {by_hand.FLOATING}/" in on(host, "ip -4 address")


def balancer():
    served = looks(by_hand.FLOATING, 60)
    yield f"lb01 felled: {longest_pause(fell('lb01', served))}"
    yield until("lb01 holds the address", lambda: holds_address("lb01") and not holds_address("lb02"))


for name in sys.argv[1:] or ["database", "redis", "web", "balancer"]:
    for line in {"database": database, "redis": redis, "web": web, "balancer": balancer}[name]():
        print(f"{name}: {line}", flush=True)
