"""A stand-in for the broker's library that speaks to nobody.

It knows the sandbox only, keeps the orders of one container in a file, and refuses any session
that is not a test's: in the lab there is no real broker, and nothing may look for one.
"""

import json
import os
import pathlib
from types import SimpleNamespace

from .order import OrderStatus

SANDBOX = "https://api.cert.tastyworks.com"
ORDERS = pathlib.Path("/tmp/sandbox-orders.json")


class TastytradeError(Exception):
    pass


class Session:
    def __init__(self, refresh_token, is_test=False):
        if not is_test or os.environ.get("TASTYTRADE_TOKEN_URL") != f"{SANDBOX}/oauth/token":
            raise TastytradeError("the lab has no broker but the sandbox")
        if not refresh_token:
            raise TastytradeError("invalid_grant")
        self.is_test = is_test
        self.sync_client = SimpleNamespace(base_url=SANDBOX)


def _orders():
    return json.loads(ORDERS.read_text()) if ORDERS.exists() else {}


def _keep(number, status):
    ORDERS.write_text(json.dumps(_orders() | {str(number): status.value}))
    return SimpleNamespace(id=number, status=status)


class Account:
    def __init__(self, account_number):
        self.account_number = account_number

    @classmethod
    async def get(cls, session, account_number):
        return cls(account_number)

    async def place_order(self, session, order, dry_run=True):
        return SimpleNamespace(order=_keep(len(_orders()) + 1, OrderStatus.ROUTED))

    async def delete_order(self, session, number):
        _keep(number, OrderStatus.CANCELLED)

    async def get_order(self, session, number):
        try:
            return SimpleNamespace(id=number, status=OrderStatus(_orders()[str(number)]))
        except KeyError:
            raise TastytradeError("there is no such order") from None
