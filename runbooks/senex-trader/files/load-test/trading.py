"""Logged-in users who read their own pages.

    locust -f trading.py --headless -u 200 -r 5 -t 30m -H https://senex.example.com --csv phase-two

Each uses one of the sessions in sessions.txt, which load-testers has made on the server: so the
test does not measure password hashing. The testers have no account at a broker, so the site sends
no request to one. They write nothing. The address this runs from must be excepted from nginx's
limits.
"""

import itertools
import os
import pathlib

from locust import HttpUser, between, task

FOLDER = pathlib.Path(__file__).parent
COOKIES = [
    line.split("=", 1)
    for line in pathlib.Path(os.environ.get("SENEX_SESSIONS", FOLDER / "sessions.txt"))
    .read_text()
    .splitlines()
    if "=" in line
]
if not COOKIES:
    raise SystemExit("sessions.txt holds no session: run make-testers")
NEXT = itertools.cycle(COOKIES)


class Trader(HttpUser):
    wait_time = between(1, 3)

    def on_start(self):
        name, value = next(NEXT)
        self.client.cookies.set(name, value)
        self.client.headers.update({"Accept": "text/html", "User-Agent": "senex-load-test"})
        # Locust does not use this file by default: it may have a rehearsal's own authority
        self.client.verify = os.environ.get("REQUESTS_CA_BUNDLE", True)

    def look(self, path):
        with self.client.get(
            path, allow_redirects=False, catch_response=True, timeout=30
        ) as answer:
            target = answer.headers.get("Location", "")
            if "/login" in target:
                answer.failure("logged out")
            elif answer.status_code in (200, 302):
                answer.success()
            else:
                answer.failure(str(answer.error or answer.status_code))

    @task(6)
    def positions(self):
        self.look("/trading/positions/")

    @task(4)
    def dashboard(self):
        self.look("/dashboard/")

    @task(2)
    def orders(self):
        self.look("/trading/orders/")

    @task(2)
    def watchlist(self):
        self.look("/trading/watchlist/")

    @task(2)
    def style(self):
        self.look("/static/admin/css/base.css")

    # the database and Redis
    @task(1)
    def health(self):
        self.look("/health/")
