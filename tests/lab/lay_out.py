#!/usr/bin/python3
"""Lays out the files that the plan copies, filled, as they stand on each host after each day.

    lay_out.py PLAN.json FOLDER

PLAN.json is what `daymark show --json` says. For each day and each host that the day copies to,
FOLDER gets DAY/HOST/…, with all that earlier days have copied there, and in its file `laid` the
paths of what this day has copied.
"""
import json
import pathlib
import re
import shutil
import sys

import by_hand


# What a script carries from one server to another on a day, beside what is copied: HOST: (FROM, PATHS)
CARRIED = {
    "web02": ("app", ["etc/nginx/snippets"]),
}


def value(name, variable):
    """One that will do: this is for programs that only read."""
    known = by_hand.VALUES.get(name) or variable["default"] or variable["example"]
    if known is None and "sha256" in (variable["match"] or ""):
        return "registry.example.com/senex/image@sha256:" + "0" * 64
    return known or "unknown"


def main():
    plan = json.loads(pathlib.Path(sys.argv[1]).read_text())
    folder = pathlib.Path(sys.argv[2])
    values = {name: value(name, variable) for name, variable in plan["variables"].items()}
    name = re.compile(r"\$(?:\{(\w+)\}|(\w+))")

    def fill(text):
        return name.sub(lambda found: values.get(found[1] or found[2], found[0]), text)

    hosts = {}  # each host's newest tree
    for entry in plan["days"]:
        for step in entry["steps"]:
            for file in step["copy"] or []:
                for host in step["hosts"]:
                    tree = folder / entry["id"] / host.removesuffix("-root")
                    if not tree.exists():
                        before = hosts.get(tree.name)
                        if before:
                            shutil.copytree(before, tree)
                            (tree / "laid").unlink()
                        elif tree.name in CARRIED:
                            source, paths = CARRIED[tree.name]
                            for path in paths:
                                shutil.copytree(hosts[source] / path, tree / path)
                        hosts[tree.name] = tree
                    path = file["to"].replace("~/", "/root/")
                    target = tree / path.lstrip("/")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    content = pathlib.Path(by_hand.PLAN, file["from"]).read_bytes()
                    if file["fill"]:
                        content = fill(content.decode()).encode()
                    target.write_bytes(content)
                    target.chmod(int(file["mode"], 8))
                    with (tree / "laid").open("a") as laid:
                        laid.write(f"{path}\n")


main()
