"""What a person does in the plan, and the values a person gives."""
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
PLAN = HERE.parent.parent / "runbooks/senex-trader"
NETWORK = "10.56.0."
VALUES = {
    "DOMAIN": "senex.test",
    "SERVER_IP": NETWORK + "11",
    "ADMIN_USER": "ops",
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


def order(host):
    """A new server at the provider: its addresses and its key."""
    done = lab("up", host)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    name = host.upper()
    VALUES[f"{name}_IP"] = VALUES[f"{name}_PRIVATE_IP"] = command([HERE / "lab", "address", host]).strip()
    VALUES[f"{name}_HOST_KEY"] = host_key(host)
    return f"the lab's host {host}, its key read on its console"


def private_network():
    VALUES["APP_PRIVATE_IP"] = VALUES["SERVER_IP"]
    return "the lab has one network, so the addresses stand twice"


def a_day_later():
    on("app", "date -u -d '-25 hours' +%FT%TZ > /var/lib/senex-live")
    return "there is nobody to tell; and the lab does not wait a day: the hour is set back by 25"


def dns_record():
    on("control", f"echo '{VALUES['SERVER_IP']} {VALUES['DOMAIN']} www.{VALUES['DOMAIN']}'"
                  " > /etc/lab/names/domain")
    return "added to the lab's name server"


def uptime_robot():
    on("control", f"echo https://{VALUES['DOMAIN']}/health/ > /etc/lab/monitors")
    return "added to the lab's monitor"


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
    "order-server": order_server,
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
}
# Checks by eye, and those by command that cannot hold here: why.
CHECKS = {
    "account-and-domain": "the lab's domain and servers are nobody's, and cost nothing",
    "ssl-labs-grade": "not in the lab: SSL Labs cannot reach it",
    "users-told": "not in the lab: there is nobody to tell",
    "alerts-arrive": "not in the lab: there is no mail",
    "migration-hour-known": "not in the lab: there is nobody to tell",
    "before-move-hour": "the lab's servers have no users",
    "before-pooler-hours": "the lab's servers have no users",
}


def load_images():
    """What a registry would hold lies in the hosts' stores, since the lab has no registry."""
    for name in ("app", "postgres", "redis"):
        on("app", f"""cd /
            uid=$(id -u senex)
            runuser -u senex -- env HOME=/home/senex XDG_RUNTIME_DIR=/run/user/$uid \
              podman load --quiet --input /srv/images/{name}.tar""")


def before(day):
    """What the world outside the plan's servers has to bring before a day."""
    if lab("on", "app", "true").returncode == 0:
        order_server()
    for host in ("db01", "cache01"):
        if lab("on", host, "true").returncode == 0:
            order(host)
    private_network()
    if day == "5":
        load_images()


def limits_missing():
    return "memory" not in on("app", "cat /sys/fs/cgroup/cgroup.controllers").split()


# Checks by command that cannot hold here: whether that is so on this machine, and why.
CANNOT = {
    "new-servers-looked-after": (lambda: True, "hosts of the lab cannot set this machine's clock"),
    "user-services": (limits_missing, "this machine's kernel keeps the limits in cgroup v1"),
}


def decide(errors, failed):
    """The words for `daymark run` that answer what it wants of a person."""
    words = []
    for check in failed:
        here, why = CANNOT.get(check, (bool, ""))
        if here():
            words += ["--waive", check, why]
    for wanted in re.findall(r"^(\S+) is done by hand", errors, re.M):
        done = STEPS[wanted]
        words += ["--attest", wanted, done() if callable(done) else done]
    for wanted in re.findall(r"^(\S+): this step asks somebody at the keyboard", errors, re.M):
        words += ["--done", wanted]
    for wanted in re.findall(r"^(\S+) is checked by eye", errors, re.M):
        # what must hold before a day is told, and stops nothing
        if wanted in CHECKS:
            words += ["--waive", wanted, CHECKS[wanted]]
    return words
