"""The words of an order, as far as the plan's probe uses them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class InstrumentType(str, Enum):
    EQUITY = "Equity"


class OrderAction(str, Enum):
    BUY_TO_OPEN = "Buy to Open"


class OrderTimeInForce(str, Enum):
    DAY = "Day"


class OrderType(str, Enum):
    LIMIT = "Limit"


class OrderStatus(str, Enum):
    ROUTED = "Routed"
    CANCELLED = "Cancelled"


@dataclass
class Leg:
    instrument_type: InstrumentType
    symbol: str
    action: OrderAction
    quantity: Decimal


@dataclass
class NewOrder:
    time_in_force: OrderTimeInForce
    order_type: OrderType
    legs: list
    price: Decimal
