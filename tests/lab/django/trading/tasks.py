"""The tasks of the schedule, by name. Not one of them does anything."""

from celery import shared_task

NAMES = [
    "monitor_positions_for_dte_closure",
    "automated_daily_trade_cycle",
    "generate_and_email_daily_suggestions",
    "monitor_open_orders",
    "generate_trading_summary",
    "cleanup_old_records_task",
    "batch_sync_data_task",
    "ensure_historical_data",
    "persist_greeks_from_cache",
    "aggregate_historical_greeks",
    "clear_expired_option_chains",
]


def _task(name):
    @shared_task(name=f"trading.tasks.{name}")
    def nothing():
        return name

    return nothing


globals().update({name: _task(name) for name in NAMES})
