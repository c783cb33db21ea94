"""The ranges of measured inputs hold the truth as often as they say: the table of 300, and a few made up anew."""

import re

from simulated_businesses import BUSINESSES, GOLDEN, coverage

ROW = re.compile(r"\| `([^`]+)` \| (\d+) \| (\d+) \| ([\d.]+)% \|")
TABLE = {
    name: (int(count), int(held), float(share)) for name, count, held, share in ROW.findall(GOLDEN.read_text("utf-8"))
}


def test_of_300_businesses_nine_ranges_in_ten_hold_the_truth():
    assert len(TABLE) == 13
    for count, held, share in TABLE.values():
        assert count == BUSINESSES
        assert round(100 * held / count, 1) == share
        assert 84 <= share <= 96
    assert 0.88 <= sum(held for _, held, _ in TABLE.values()) / sum(count for count, *_ in TABLE.values()) <= 0.92


def test_businesses_made_up_anew_are_recovered():
    table = coverage(5)
    assert table.keys() == TABLE.keys()
    held, count = sum(held for _, held in table.values()), sum(count for count, _ in table.values())
    assert count == 5 * len(TABLE)
    assert held >= 0.75 * count
