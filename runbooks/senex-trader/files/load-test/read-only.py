"""Fifty visitors who only read: the public pages, as a browser fetches them.

    locust -f read-only.py --headless -u 50 -r 5 -t 10m -H https://senex.example.com --csv day-11

They do not log in: pages after the login send requests to the broker, which bans an address after
too many. The address this runs from must be excepted from nginx's limits.
"""

import os

from locust import HttpUser, between, task

CALM = {"Accept": "text/html", "User-Agent": "senex-load-test"}


class Visitor(HttpUser):
    wait_time = between(1, 3)

    def on_start(self):
        # Locust does not use this file by default: it may have a rehearsal's own authority
        self.client.verify = os.environ.get("REQUESTS_CA_BUNDLE", True)

    def look(self, path, expected=(200,)):
        with self.client.get(
            path, headers=CALM, allow_redirects=False, catch_response=True, timeout=30
        ) as answer:
            if answer.status_code in expected:
                answer.success()
            else:
                answer.failure(str(answer.error or answer.status_code))

    @task(5)
    def start_page(self):
        self.look("/", expected=(200, 302))

    @task(3)
    def login_page(self):
        self.look("/accounts/login/")

    @task(3)
    def style(self):
        self.look("/static/admin/css/base.css")

    # the database and Redis
    @task(4)
    def health(self):
        self.look("/health/")

    # redirects to the login
    @task(2)
    def positions(self):
        self.look("/trading/positions/", expected=(302,))
