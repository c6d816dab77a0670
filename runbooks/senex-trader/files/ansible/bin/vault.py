#!/usr/bin/env python3
"""Writes and checks the text of the Ansible vault.

    vault.py write             print the vault's text, from the environment
    vault.py write - < TEXT    the same, if the vault has TEXT now
    vault.py same < TEXT       whether TEXT equals the environment; prints the differences
    vault.py check < TEXT      whether every secret in TEXT has its format; prints names, no values

A second `write` refuses to change the key that encrypts fields of the database: with another one,
every token in the database and in every backup is lost.
"""

import json
import os
import re
import sys

# name in the vault, name in the environment, format; an optional one has no format
NEEDED = [
    ("vault_secret_key", "DJANGO_SECRET_KEY", r"[A-Za-z0-9_-]{50,}"),
    ("vault_field_encryption_key", "FIELD_ENCRYPTION_KEY", r"[A-Za-z0-9_-]{43}="),
    ("vault_db_password", "DB_PASSWORD", r"[0-9a-f]{48}"),
    ("vault_postgres_password", "POSTGRES_PASSWORD", r"[0-9a-f]{48}"),
    ("vault_redis_password", "REDIS_PASSWORD", r"[0-9a-f]{64}"),
    ("vault_tastytrade_client_id", "TASTYTRADE_CLIENT_ID", r"\S+"),
    ("vault_tastytrade_client_secret", "TASTYTRADE_CLIENT_SECRET", r"\S+"),
]
OPTIONAL = [
    ("vault_registry_user", "REGISTRY_USER"),
    ("vault_registry_password", "REGISTRY_TOKEN"),
    ("vault_email_host", "SMTP_HOST"),
    ("vault_email_port", "SMTP_PORT"),
    ("vault_email_host_user", "SMTP_USER"),
    ("vault_email_host_password", "SMTP_PASSWORD"),
]


def wanted():
    """The environment's values for the vault."""
    missing = [name for _, name, _ in NEEDED if not os.environ.get(name)]
    if missing:
        sys.exit("no value for " + ", ".join(missing))
    names = [(key, name) for key, name, _ in NEEDED] + OPTIONAL
    return {key: os.environ.get(name, "") for key, name in names}


def read(text):
    """The text of a vault as `write` makes it: a line `name: "value"` for each."""
    values = {}
    for line in text.splitlines():
        name, colon, value = line.partition(": ")
        if colon and not line.startswith("#"):
            values[name] = json.loads(value)
    return values


def write(current):
    values = wanted()
    kept = read(current).get("vault_field_encryption_key")
    if kept and kept != values["vault_field_encryption_key"]:
        sys.exit("the vault holds another FIELD_ENCRYPTION_KEY; find out which one is right")
    for name, value in values.items():
        # a string of JSON is one of YAML
        print(f"{name}: {json.dumps(value)}")


def same(text):
    values, found = wanted(), read(text)
    differs = [name for name in sorted({*values, *found}) if values.get(name) != found.get(name)]
    for name in differs:
        print(name, "differs")
    return not differs


def check(text):
    values, good = read(text), True
    for name, _, shape in NEEDED:
        whole = re.fullmatch(shape, values.get(name, "")) is not None
        good = good and whole
        print(name, "is whole" if whole else "is missing or misshapen")
    for name, _ in OPTIONAL:
        print(name, "is set" if values.get(name) else "is not set")
    return good


def main():
    match sys.argv[1:]:
        case ["write"]:
            write("")
        case ["write", "-"]:
            write(sys.stdin.read())
        case ["same"]:
            sys.exit(not same(sys.stdin.read()))
        case ["check"]:
            sys.exit(not check(sys.stdin.read()))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
