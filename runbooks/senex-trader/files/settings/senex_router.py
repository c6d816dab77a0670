"""Which reads go to the replica: those of the models in REPORT_MODELS, and no others.

A replica is slightly behind and read-only. New rows may be missing there: so orders, positions,
accounts and all rows that code reads right after writing stay with the leader. Histories of prices
may be a moment old.
"""

import threading

from django.conf import settings
from django.db import connections, transaction

_here = threading.local()


class ReportRouter:
    """Reads of the listed models from `replica`; everything else from `default`."""

    def db_for_read(self, model, **hints):
        if model._meta.label_lower not in settings.REPORT_MODELS:
            return None
        instance = hints.get("instance")
        if instance is not None and instance._state.db == "default":
            return "default"
        # Inside a transaction of the leader, its own writes must be visible.
        if transaction.get_connection("default").in_atomic_block:
            return "default"
        if getattr(_here, "leader", False):
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, first, second, **hints):
        # Both names refer to the same rows.
        return True

    def allow_migrate(self, database, app_label, **hints):
        return database == "default"


class from_leader:
    """`with from_leader():` reads from the leader whatever the model."""

    def __enter__(self):
        self._before = getattr(_here, "leader", False)
        _here.leader = True

    def __exit__(self, *failure):
        _here.leader = self._before


def where(model):
    """The address of the server that answers reads of this model. For checks."""
    alias = ReportRouter().db_for_read(model) or "default"
    with connections[alias].cursor() as cursor:
        cursor.execute("select inet_server_addr()")
        return alias, cursor.fetchone()[0]
