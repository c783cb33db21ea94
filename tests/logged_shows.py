"""Shows as they might be logged, and as they stand in the cells of the Tracker sheet."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from xl_quadrant.business.shows import Show

FIRST_DAY = datetime.date(2026, 1, 1)
CHANNELS = ("Referral partners", "Cold traffic", "Social media", "What's on? *~")

amounts = st.one_of(st.just(0.0), st.integers(0, 2_000_000).map(lambda cents: cents / 100))
yes_or_no = st.sampled_from(("yes", "no"))


def dates():
    """Days of four months, or none."""
    return st.one_of(st.none(), st.integers(0, 120).map(lambda days: FIRST_DAY + datetime.timedelta(days=days)))


def shows():
    """Shows over everything that a row of the log can hold."""
    paid = dict.fromkeys((name for name in Show.model_fields if "paid" in name and name != "prepaid"), amounts)
    said = dict.fromkeys(("bought", "prepaid", "financed", "continuity"), yes_or_no)
    channels = st.sampled_from(("", *CHANNELS))
    return st.builds(Show, date=dates(), name=st.just("A. B."), channel=channels, **paid, **said)


def logs(most=30):
    """Logs of shows, some long enough to judge a plan by."""
    return st.lists(shows(), max_size=most)


def cells_of(log):
    """Return a log as the named columns of the Tracker sheet; what says nothing is left blank."""
    columns = {}
    for column in Show.model_fields:
        values = [getattr(show, column) for show in log]
        columns[f"in_tracker_{column}"] = [None if value in ("", 0) else value for value in values]
    return columns
