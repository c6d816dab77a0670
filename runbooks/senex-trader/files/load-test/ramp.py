"""Adds more and more users of trading.py, until the site reaches its limit.

    locust -f ramp.py --headless -H https://senex.example.com --csv phase-two-ramp

Every three minutes it adds half the plan's peak. It ends when, over the last ten seconds, 95 of 100
answers take longer than two seconds or one in twenty fails, and at ten times the peak at the
latest. capacity.json then has the number of users within the limits of thresholds.json, and the
number that exceeded them.
"""

import json
import math
import os
import pathlib

from locust import LoadTestShape, events

from trading import Trader  # the users are found by their class

FOLDER = pathlib.Path(__file__).parent
LIMITS = json.loads((FOLDER / "thresholds.json").read_text())
PEAK = int(os.environ.get("LOAD_USERS", "200"))
STEP = max(1, PEAK // 2)
STEP_SECONDS = int(os.environ.get("LOAD_STEP_SECONDS", "180"))

carried = {"users": 0, "p95_ms": None, "requests_a_second": None, "gave_way": None}


class Ramp(LoadTestShape):
    """The number of users by the elapsed time; each step is judged at its end."""

    judged = 0

    def now(self):
        stats = self.runner.stats.total
        return (
            stats.get_current_response_time_percentile(0.95) or 0,
            stats.current_fail_per_sec / max(stats.current_rps, 0.001),
            stats.current_rps,
        )

    def tick(self):
        seconds = self.get_run_time()
        step = math.floor(seconds / STEP_SECONDS)
        users = STEP * (step + 1)
        if seconds < 20:
            return users, STEP
        p95, failed, rate = self.now()
        if p95 > 2000 or failed > 0.05:
            carried["gave_way"] = {
                "users": users,
                "p95_ms": p95,
                "failed": round(failed, 4),
            }
            return None
        # near the end of a step, when all of its users have run for a while
        if seconds % STEP_SECONDS > STEP_SECONDS * 0.8 and self.judged < users:
            self.judged = users
            if p95 <= LIMITS["p95_ms"] and failed <= LIMITS["failed"]:
                carried.update(users=users, p95_ms=p95, requests_a_second=round(rate, 1))
        if users > 10 * PEAK:
            return None
        return users, max(1, STEP // 5)


@events.quitting.add_listener
def write_down(environment, **_):
    # reaching the limit is the purpose of the test, not a failure
    environment.process_exit_code = 0
    (FOLDER / "capacity.json").write_text(json.dumps(carried, indent=1) + "\n")
    print(json.dumps(carried))
