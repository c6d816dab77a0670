#!/usr/bin/python3
"""What a person does in the plan, and the values a person gives.

    by_hand.py values       prints the values that the plan asks for, as `daymark --vars-file` reads them
    by_hand.py before DAY   does what the world outside the servers brings before a day
    by_hand.py STEP         does a manual step, or prints why the lab cannot
    by_hand.py              lists the manual steps
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PLAN = HERE.parent.parent / "runbooks/senex-trader"
NETWORK = "10.56.0."
FLOATING = NETWORK + "30"  # the address that both balancers can hold
MESSAGES = f"http://{NETWORK}2:8082"  # the lab's stand-in for whom alerts are told
VALUES = {
    "DOMAIN": "senex.test",
    "SERVER_IP": NETWORK + "11",
    "APP_IMAGE": "registry.example.com/senex/senex-trader:1.0.0",
    "ADMIN_EMAIL": "ops@example.com",
    "SUPERUSER_EMAIL": "jane@example.com",
    "SUPERUSER_FIRST": "Jane",
    "SUPERUSER_LAST": "D'oe the 2nd",
    "ACME_DIRECTORY": "https://acme.lab.test:14000/dir",
    "TEST_EMAIL": "tester@example.com",
    "SANDBOX_ACCOUNT": "5WX01234",
    "LOAD_TEST": "no",
    "UPTIMEROBOT_API": "http://127.0.0.1:8081/",
    "LOAD_USERS": "4",
    "LOG_AGENT": "journal",
    # the stand-in has no prices; nobody uses this one
    "REPORT_MODELS": "django_celery_beat.SolarSchedule",
}


def lab(*words):
    """The lab's own command."""
    return subprocess.run([HERE / "lab", *words], capture_output=True, text=True)


def command(words):
    """What a command of this machine says."""
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def on(host, script):
    """A script on a host, as root, past ssh; what it says."""
    done = lab("on", host, "bash", "-euc", script)
    if done.returncode != 0:
        raise RuntimeError(f"{host}: {done.stderr}")
    return done.stdout.strip()


def host_key(host):
    """What a provider's console shows at the first boot."""
    return on(host, "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub").split()[1]


def order_server():
    VALUES["HOST_KEY"] = host_key("app")
    return "the lab's host app, its key read on its console"


def address(host):
    return command([HERE / "lab", "address", host]).strip()


def runs(host):
    return lab("on", host, "true").returncode == 0


def order(*hosts):
    """New servers at the provider: their addresses and keys."""
    done = lab("up", *hosts)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    for host in hosts:
        look_up(host)
    return f"the lab's {' and '.join(hosts)}, each key read on its console"


def look_up(host):
    """What the provider's console says of a server."""
    name = {"lb02": "LB_SECOND"}.get(host, host.upper())
    VALUES[name if host == "lb02" else f"{name}_IP"] = address(host)
    VALUES[f"{name}_HOST_KEY"] = host_key(host)
    if host != "dr01":  # which stays outside the private network
        VALUES[f"{name}_PRIVATE_IP"] = address(host)


def order_balancers():
    VALUES["FLOATING_IP"] = FLOATING
    return order("lb01", "lb02") + ", and an address that nobody has yet"


def lead_domain(to):
    on("control", f"echo '{to} {VALUES['DOMAIN']} www.{VALUES['DOMAIN']}' > /etc/lab/names/domain")


def point_to_balancer():
    lead_domain(FLOATING)
    return "changed in the lab's name server"


def point_back():
    lead_domain(VALUES["SERVER_IP"])
    return "changed in the lab's name server; the floating address is the balancers' own there"


def private_network():
    VALUES["APP_PRIVATE_IP"] = VALUES["SERVER_IP"]
    return "the lab has one network, so the addresses stand twice"


def a_day_later():
    # what was answered before is of the day before, too
    on("app", """date -u -d '-25 hours' +%FT%TZ > /var/lib/senex-live
        for log in /var/log/nginx/*-access.log; do
          jq -c '.msec -= 25 * 3600' "$log" > /run/aged
          cat /run/aged > "$log"
        done""")
    on("control", f"curl -fsS -o /dev/null 'https://{VALUES['DOMAIN']}/?[1-20]'")
    return "there is nobody to tell; and the lab does not wait a day: the hour is set back by 25"


def console_login():
    """The login that the provider's console runs, from its password to sudo."""
    secret = "runuser -l jane -c 'pass show senex-trader/console-password'"
    on("app", f"runuser -u nobody -- su -l ops -c 'sudo -n id -un' <<< '{on('control', secret)}' |"
              " grep -x root")
    return "the lab has no console in a browser; the password logs in by su, and sudo works"


def dns_record():
    lead_domain(VALUES["SERVER_IP"])
    return "added to the lab's name server"


def uptime_robot():
    on("control", f"echo https://{VALUES['DOMAIN']}/health/ > /etc/lab/monitors")
    return "added to the lab's monitor"


def keep_secret(name, value):
    """Puts what somebody outside has given into the operator's password store."""
    on("control", f"printf %s {shlex.quote(value)} |"
                  f" runuser -l jane -c 'pass insert --multiline --force senex-trader/{name}'")


def slack():
    keep_secret("slack-webhook", f"{MESSAGES}/slack")
    return "the lab's stand-in for Slack, which writes down what it is told"


def heartbeat():
    keep_secret("heartbeat-url", f"{MESSAGES}/alive")
    return "the lab's stand-in for the service that expects a sign of life"


def message_seen():
    lately = on("control", """now=$(date +%s)
        awk -v since=$((now - 1800)) '$1 > since' /var/lib/lab-messages/slack""")
    if "A test. Nothing is wrong." not in lately:
        raise RuntimeError("no test message has arrived within half an hour")
    return "the lab's stand-in for Slack has it"


def tables_for_indexes():
    """The two tables that the plan has indexes for, and the stand-in has not."""
    on("db01", """cd / && runuser -u postgres -- psql -qX -v ON_ERROR_STOP=1 -d senextrader <<'END'
        create table if not exists trading_position (id bigint, user_id bigint, status text);
        create table if not exists trading_trade (id bigint, created_at timestamptz);
        alter table trading_position owner to senex_user;
        alter table trading_trade owner to senex_user;
END""")
    return "not in the lab: the two indexes of the plan are enough, and get tables here"


def less_load():
    """Half an hour of load is no business of a lab: from here on Locust takes less time."""
    on("control", """cd /home/jane/senex-deployment/load/.venv/bin
        test -e locust.real || mv locust locust.real
        cat > locust <<'END'
#!/bin/bash
# the lab's: the same test in a fraction of the time, and by few
words=("${@/#30m/2m}")
exec "$0.real" "${words[@]/#400/4}"
END
        chmod 755 locust""")
    return "in the lab nobody is frightened; the half hour is made two minutes, and the ramp shorter"


def operations_page():
    on("control", """cd /home/jane/senex-deployment
        printf '## %s\n' servers 'is it up' 'first step' failover 'by hand' people > OPERATIONS.md
        chown jane: OPERATIONS.md""")
    return "not in the lab: there is nobody to wake; the page has its six headings"


def tick(sheet, also):
    """Closes every box of a sheet of jane's, and keeps it."""
    on("control", f"""cd /home/jane/senex-deployment
        sed -i 's/\\[ \\]/[x]/g; {also}' {sheet}
        runuser -u jane -- git add --all
        runuser -u jane -- git -c user.name=jane -c user.email=jane@localhost commit -qm {sheet} ||
          true""")


def audit_closed():
    tick("audit.md", "s/^- .*(what, where, how bad.*/- [x] nothing was found; this is a lab/")
    return "the boxes are ticked by a script"


def training_done():
    tick("training.md", "s/name: |/name: jane |/g; s/Name:$/Name: jane/")
    return "not in the lab: there are no people; the boxes are ticked by a script"


def destroy_recovery_server():
    lab("destroy", "dr01")
    return "the lab's dr01 is destroyed with its disk"


def cost_review():
    on("control", "sed -i 's/| ?$/| 20/; s/: ?$/: this is a lab/' /home/jane/senex-deployment/cost.md")
    return "not in the lab: there are no invoices; each line gets the same figure"


def go_live_list():
    on("control", "sed -i 's/^- \\[ \\]/- [x]/' /home/jane/senex-deployment/go-live.md")


def sign_off():
    go_live_list()
    on("control", """cd /home/jane/senex-deployment
        sed -i 's/^- nothing written yet$/- nothing was seen; this is a lab/' issues.md
        runuser -u jane -- git add go-live.md issues.md
        runuser -u jane -- git -c user.name=jane -c user.email=jane@localhost commit -qm Go-live ||
          true""")
    return "the boxes are ticked by a script"


# Steps done by hand: what does them here, or why nothing does.
STEPS = {
    "choose-users": "the names are the plan's own",
    "order-server": order_server,
    "prove-console": console_login,
    "dns-record": dns_record,
    "key-escrow": "not in the lab: there are no two people",
    "look-at-site": "not in the lab: there is no browser; the checks ask all but the looks",
    "checklist-people": "not in the lab: there are no people",
    "sandbox-access": "the values stand in the lab's store; the stand-in has a sandbox of its own",
    "try-in-browser": "not in the lab: there is no browser",
    "uptime-robot": uptime_robot,
    "an-hour-before": "not in the lab: there is no provider to take a snapshot",
    "functional-look": "not in the lab: there is no browser and no broker",
    "announce": a_day_later,
    "sign-off": sign_off,
    "automated-trading": "nobody has asked for it",
    "order-database-server": lambda: order("db01"),
    "order-cache-server": lambda: order("cache01"),
    "private-network": private_network,
    "choose-migration-window": "the lab's servers have no users",
    "look-at-grafana": "not in the lab: Grafana is a stand-in that draws nothing",
    "look-at-panels": "not in the lab: Grafana is a stand-in that draws nothing",
    "slack-app": slack,
    "heartbeat-outside": heartbeat,
    "night-plan": "not in the lab: there are no people",
    "choose-indexes": tables_for_indexes,
    "tell-before-load": less_load,
    "cost-review": cost_review,
    "phase-review": "not in the lab: there are no people",
    "phase-two-debug": "not in the lab: nothing of phase 2 has failed",
    "look-at-dashboards": "not in the lab: Grafana is a stand-in that draws nothing",
    "compare-cost": "not in the lab: there are no invoices",
    "order-second-database": lambda: order("db02"),
    "order-monitoring-server": lambda: order("mon01"),
    "read-promotion": "not in the lab: there are no people",
    "order-redis-servers": lambda: order("redis02", "redis03"),
    "choose-redis-hour": "the lab's servers have no users",
    "order-application-servers": lambda: order("web02", "worker01"),
    "order-balancer": order_balancers,
    "look-by-balancer": "not in the lab: there is no browser",
    "point-to-balancer": point_to_balancer,
    "phase-one-fix": "not in the lab: nothing of phase 1 has failed",
    "rebuild-image": "not in the lab: nobody builds a newer image",
    "drill-without-balancer": "not in the lab: there are no people, and there are two balancers",
    "read-a-failure": "not in the lab: Grafana is a stand-in that draws nothing",
    "drill-hours": less_load,
    "balancer-lost": "not in the lab: there are no people",
    "drills-reconciled": "not in the lab: there is no broker",
    "update-documents": operations_page,
    "escrow": "not in the lab: there are no two people",
    "close-findings": audit_closed,
    "order-recovery-server": lambda: order("dr01"),
    "look-at-recovered": "not in the lab: there is no browser",
    "destroy-recovery-server": destroy_recovery_server,
    "train": training_done,
    "phase-three-point-back": point_back,
    "phase-three-investigate": "not in the lab: nothing of phase 3 has failed",
    "phase-three-retry": "not in the lab: nothing of phase 3 has failed",
    "walk-recovery-drill": "walked with days 50 to 56",
    "call-key-holders": "not in the lab: there are no two people",
    "rotate-passwords": "not in the lab: they are of today",
}
# What a person takes back before the steps of a day are.
TAKEN_BACK = {"37-40": point_back}
# Checks by eye: who sees it here, or why nobody can.
CHECKS = {
    "message-seen": message_seen,
    "account-and-domain": "the lab's domain and servers are nobody's, and cost nothing",
    "ssl-labs-grade": "not in the lab: SSL Labs cannot reach it",
    "phase-one-ssl-grade": "not in the lab: SSL Labs cannot reach it",
    "users-told": "not in the lab: there is nobody to tell",
    "alerts-arrive": "not in the lab: there is no mail",
    "migration-hour-known": "not in the lab: there is nobody to tell",
    "cost-in-plan": "not in the lab: there are no invoices",
    "before-move-hour": "the lab's servers have no users",
    "no-order-appeared": "not in the lab: there is no broker; each drill has counted the orders",
    "key-in-escrow": "not in the lab: there are no two people",
    "before-pooler-hours": "the lab's servers have no users",
    "users-by-balancer": "the lab's servers have no users",
}


# What a registry would hold, and on which day which host fetches it.
IMAGES = {
    "5": [("app", ("app", "postgres", "redis"))],
    "21-22": [("app", ("prometheus", "grafana"))],
}


def load_images(day):
    """Images lie in the hosts' stores before they are fetched, since the lab has no registry."""
    for host, names in IMAGES.get(day, []):
        load(host, names)


def load(host, names):
    for name in names:
        # what is there stays: an archive that has been packed anew since then is another image
        if subprocess.run(service(host, f"podman image exists {REFERENCES[name]}")).returncode != 0:
            subprocess.run(service(host, f"podman load --quiet --input /srv/images/{name}.tar"),
                           check=True, stdout=subprocess.DEVNULL)


# What steps fetch on servers that cannot have it before, since they are ordered, or learn to run
# containers, on the same day: it comes from where it runs, since an archive that has been packed anew
# since then is another image; or from its archive, where it runs nowhere yet.
FETCHED = {
    "cache-images": [("app", "cache01", "app"), ("app", "cache01", "redis")],
    "redis-image": [("cache01", "redis02", "redis"), ("cache01", "redis03", "redis")],
    "pin-loki-image": [(None, "mon01", "loki")],
    "mon-images": [("app", "mon01", "prometheus"), ("app", "mon01", "grafana")],
    "recovery-images": [("app", "dr01", "app"), ("cache01", "dr01", "redis")],
}
REFERENCES = {name.lower(): reference for name, reference in
              re.findall(r"^([A-Z]+)_IMAGE=(\S+)", (HERE / "settings.sh").read_text(), re.M)}


def hand_lead_back():
    """The lead of the database back to db01, after drills that have moved it."""
    on("db01", """patronictl -c /etc/patroni/config.yml switchover --candidate db01 --force
        for try in $(seq 60); do
          cd / && runuser -u postgres -- psql -qAtX -c 'select pg_is_in_recovery()' | grep -qx f && exit
          sleep 1
        done
        exit 1""")


# What is done about a step or a check that does not hold, as its explanation says.
AMENDED = {
    "before-hardening-leader": hand_lead_back,
    "before-hardening-base": lambda: on("db01", "systemctl start --wait base-backup.service"),
    "phase-three-pause-postgres": hand_lead_back,
    # ordered once; when the drill is walked again it is long gone
    "pin-recovery-key": lambda: order("dr01"),
}


def amend(failed):
    """What failed for want of a registry, or of a person; whether there was such a thing."""
    for source, host, name in (way for step in failed for way in FETCHED.get(step, [])):
        if source:
            carry(source, host, REFERENCES[name])
        else:
            load(host, [name])
    # in their order: a copy of the database is of whoever leads
    for each in (each for each in AMENDED if each in failed):
        AMENDED[each]()
    return any(each in FETCHED or each in AMENDED for each in failed)


def carry(source, host, reference):
    """An image from one host's store to another's, with the very same digest."""
    # docker's own format, the usual one, would give it another
    saved = subprocess.Popen(service(source, "podman save --quiet --format oci-archive"
                                             f" --uncompressed {reference}"), stdout=subprocess.PIPE)
    subprocess.run(service(host, "podman load --quiet"), stdin=saved.stdout, check=True,
                   stdout=subprocess.DEVNULL)


def service(host, command):
    """The words that run a command as the service user of a host, past ssh."""
    return [HERE / "lab", "on", host, "bash", "-euc", f"""cd /
        uid=$(id -u senex)
        exec runuser -u senex -- env HOME=/home/senex XDG_RUNTIME_DIR=/run/user/$uid {command}"""]


def visitors(day):
    """Somebody who looks at the site, for figures that need that; from the day that shows them."""
    if day[0].isdigit() and int(day.split("-")[0]) >= 21:
        on("control", f"""systemctl is-active --quiet lab-visitors ||
            systemd-run --quiet --collect --unit lab-visitors --property User=jane \
              --setenv HOME=/home/jane /srv/daymark/tests/lab/visitors \
              https://{VALUES['DOMAIN']} {VALUES['SUPERUSER_EMAIL']}""")


def fresh_dump():
    """What the explanation of the guard `backup` says to do, where the database is."""
    on("app", """if test -e /etc/senex-trader/quadlet/postgres.container; then
            /usr/local/bin/as-service /opt/scripts/backup-postgresql
          fi""")
    if lab("on", "db01", "test", "-e", "/etc/senex-trader/serves").returncode == 0:
        on("db01", "systemctl start --wait backup-postgresql.service")


def caller(day):
    """Who calls when there is no sign of life, and the one at the keyboard who hears it."""
    if day == "45-49":
        on("control", """systemctl is-active --quiet lab-caller ||
            systemd-run --quiet --collect --unit lab-caller bash -c '
              cd /var/lib/lab-messages
              while sleep 5; do
                # a sign comes every five minutes; outside a lab one is given ten more
                if (($(date +%s) - $(stat -c %Y alive) > 420)) && [ alive -nt called ]; then
                  touch called
                  runuser -u jane touch /home/jane/senex-deployment/drills/heard
                fi
              done'""")


# The servers that are ordered on days later than the first.
SERVERS = ["db01", "cache01", "db02", "mon01", "redis02", "redis03", "web02", "worker01", "lb01", "lb02",
           "dr01"]
# Steps that would wait in vain here, for a quarter of an hour and more, and why.
IN_VAIN = {
    "23-24": {"dashboards-answered": "its check is asked, and waived for what the lab has not"},
    "45-49": {
        "ch-11": "the disk that it would fill is that of this machine",
        "ch-12": "this machine's kernel keeps the limits of memory in cgroup v1",
    },
    "50-56": {"audit-rules-loaded": "this machine's kernel has no audit"},
    "recurring:test-backup-restoration": {
        "restore-past-second": "no copy of the lab's database is older than six hours",
    },
    "recurring:security-audit": {"audit-fleet": "hosts of the lab have no clock, and no audit"},
}
# Steps whose server, dr01, is destroyed at the end of their days: there is nothing to take back.
GONE = {"recovery-scripts", "recovery-admin", "close-recovery-root", "close-recovery-ports",
        "recovery-as-service", "recovery-secrets", "recovery-certificate", "recovery-off-site",
        "bring-copies", "recover-the-database", "recover-the-application"}
# What an undo rightly leaves: sheets that a person has filled in since, and a cluster with tables.
KEPT = {"checklist", "cost-sheet", "database-cluster"}
# What is done about a guard that does not hold.
GUARDS = {"backup": fresh_dump}


def look_up_all():
    """The addresses and keys of the servers that run."""
    if runs("app"):
        order_server()
    for host in SERVERS:
        if runs(host):
            look_up(host)
    if "LB_SECOND" in VALUES:
        VALUES["FLOATING_IP"] = FLOATING
    private_network()


def before(day):
    """What the world outside the plan's servers has to bring before a day."""
    look_up_all()
    if day == "rollback:1":
        VALUES["RESTORE_DUMP"] = on("app", "readlink -f /var/backups/postgresql/latest.dump")
    load_images(day)
    visitors(day)
    caller(day)


def limits_missing():
    return "memory" not in on("app", "cat /sys/fs/cgroup/cgroup.controllers").split()


CLOCK = "hosts of the lab cannot set this machine's clock"
BUSY = "what fires tells of the one machine that all hosts of the lab share"
PROMETHEUS = "http://127.0.0.1:9090"
# Alerts that tell of this machine, which all hosts and whoever works here share.
OF_MACHINE = {"ClockWrong", "DiskFilling", "DiskFull", "DiskFullTomorrow", "HostCpu", "HostMemory",
              "HostWaitsForDisk"}


def monitor():
    """The host whose Prometheus runs: it moves on day 41."""
    ready = ["curl", "-fsSo", "/dev/null", f"{PROMETHEUS}/-/ready"]
    return next(host for host in ("app", "mon01") if lab("on", host, *ready).returncode == 0)


def machine_alone_ails():
    """Whether all that fires tells of this machine."""
    told = json.loads(on(monitor(), f"curl -fsS -m 15 {PROMETHEUS}/api/v1/alerts"))
    fires = {alert["labels"]["alertname"] for alert in told["data"]["alerts"]
             if alert["state"] == "firing" and alert["labels"]["severity"] in ("critical", "warning")}
    return bool(fires) and fires <= OF_MACHINE


# Panels of what the lab has not: memory of units, a clock of its own, pages that read the cache.
SILENT = {"Django, Memory of the services", "Servers, Clock", "Django, Cache, answered from it",
          "Django, Cache, questions"}
NOT_ALL_PANELS = "hosts of the lab have no limits and no clock, and the stand-in's pages no cache"


def known_panels_silent():
    """Whether the panels without an answer are those of what the lab has not."""
    asked = lab("on", monitor(), "/opt/scripts/ask-dashboards", "/etc/senex-trader/grafana/dashboards")
    return set(re.findall(r"^(\S.*): no data$", asked.stdout, re.M)) <= SILENT


def pooler_was_held():
    """Whether the figures of the load are of the hour in which day 25 restarted PostgreSQL."""
    load = "/home/jane/senex-deployment/load"
    tuned, loaded = on("control", f"""stat -c %Y {load}/day-25-after.json \
        {load}/phase-two-figures.json""").split()
    return abs(int(loaded) - int(tuned)) < 3600


def root_alone_stranger():
    """Whether root's logins of day 1, from where the operator sits, are the only strange ones."""
    logins = on("app", "journalctl -u ssh --since -7d --no-pager -o cat | grep ^Accepted")
    known = set(re.findall(r"^Accepted publickey for (\w+) from (\S+)", logins, re.M))
    strange = {(user, address) for user, address in known if user not in ("ops", "senex")}
    return strange <= {("root", NETWORK + "2")}


# Checks by command that cannot hold here: whether that is so on this machine, and why.
CANNOT = {
    "figures-went-along": (lambda: True, "the lab's figures are of today"),
    **dict.fromkeys(["drills-done", "report-complete", "phase-three-capability"],
                    (lambda: True, "two drills are left out in the lab")),
    **dict.fromkeys(["audit-clean-everywhere", "logins-watched"],
                    (lambda: True, "hosts of the lab have no clock of their own, and no audit")),
    "panels-have-figures": (known_panels_silent, NOT_ALL_PANELS),
    **dict.fromkeys(["alerts-quiet", "before-tuning-quiet", "tuned-site-healthy",
                     "before-load-quiet", "healthy-after-load", "no-critical-alert",
                     "before-drills-watched", "alerts-resolved"],
                    (machine_alone_ails, BUSY)),
    "pooler-kept-up": (pooler_was_held, "the restart of day 25 is a day earlier where it is not a lab"),
    "tuned-for-a-day": (lambda: True, "the lab does not wait a day"),
    "new-servers-looked-after": (lambda: True, CLOCK),
    "keepers-looked-after": (lambda: True, CLOCK),
    "redis-servers-looked-after": (lambda: True, CLOCK),
    "application-servers-looked-after": (lambda: True, CLOCK),
    "balancer-looked-after": (lambda: True, CLOCK),
    "few-errors": (lambda: True, "the lab has crashed and undone in a day what others never do"),
    "week-cache-hits": (lambda: True, NOT_ALL_PANELS),
    "disks-have-room": (lambda: True, "/ is an overlay in the lab, which no exporter counts"),
    "only-known-logins": (root_alone_stranger, "in the lab day 1, when root logged in, is this week"),
    "user-services": (limits_missing, "this machine's kernel keeps the limits in cgroup v1"),
}


def waive(checks):
    """The words that waive those of the checks that cannot hold here."""
    words = []
    for check in checks:
        here, why = CANNOT.get(check, (bool, ""))
        if here():
            words += ["--waive", check, why]
    return words


def decide(errors, failed):
    """The words for `daymark run` that answer what it wants of a person."""
    words = waive(failed)
    for wanted in re.findall(r"^Error: (\S+) is a manual step", errors, re.M):
        done = STEPS[wanted]
        words += ["--attest", wanted, done() if callable(done) else done]
    for wanted in re.findall(r"^(\S+): this step is interactive", errors, re.M):
        words += ["--done", wanted]
    for wanted in re.findall(r"^Error: (\S+) is a manual check", errors, re.M):
        # what must hold before a day is told, and stops nothing
        if wanted in CHECKS:
            seen = CHECKS[wanted]
            words += ["--attest", wanted, seen()] if callable(seen) else ["--waive", wanted, seen]
    return words


def by_command(words):
    """What a person at the screen calls between two steps."""
    look_up_all()
    if words == ["values"]:
        for name, value in VALUES.items():
            print(f"{name}: {json.dumps(value)}")
    elif words[:1] == ["before"] and len(words) == 2:
        before(words[1])
    elif words[:1] and words[0] in STEPS:
        done = STEPS[words[0]]
        print(done() if callable(done) else done)
    else:
        print(__doc__.strip())
        for step, done in STEPS.items():
            print(f"  {step:28}{'done by the lab' if callable(done) else done}")


if __name__ == "__main__":
    by_command(sys.argv[1:])
