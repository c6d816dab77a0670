"""Visitors as the third phase has them: what anybody may see, many at once.

    locust -f phase-three.py --headless -u 400 -r 5 -t 30m -H https://senex.example.com \
        --csv phase-three

Twenty thousand users, of whom one in fifty is there at the same time. Each comes with cookies of
their own, so that the balancer keeps them at one instance, as it does with browsers. Nobody logs
in: pages of users ask the broker, and a broker closes its doors to an address that asks too often.
"""

from locust import FastHttpUser, between, events, task

CALM = {"Accept": "text/html", "User-Agent": "senex-load-test"}


class Visitor(FastHttpUser):
    wait_time = between(1, 3)
    connection_timeout = 10
    network_timeout = 30

    def look(self, path, expected=(200,)):
        with self.client.get(
            path, headers=CALM, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code in expected:
                answer.success()
            else:
                answer.failure(f"{answer.status_code}")

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
    @task(6)
    def health(self):
        self.look("/health/")

    # sends strangers to the login
    @task(2)
    def positions(self):
        self.look("/trading/positions/", expected=(302,))


@events.quitting.add_listener
def judge(environment, **_):
    """Ends with 1 where more than one in a hundred failed or p95 reached a second."""
    total = environment.stats.total
    slow = total.get_response_time_percentile(0.95) or 0
    failed = 100 * total.fail_ratio
    print(f"p95 {slow:.0f} ms, {failed:.2f} % failed, {total.total_rps:.0f} a second")
    environment.process_exit_code = 1 if total.fail_ratio > 0.01 or slow >= 1000 else 0
