"""What is masked in an array is a blank: an argument that was left out."""

import numpy as np
import pytest

from xl_quadrant.errors import BlankArgument
from xl_quadrant.functions.front_end import net_price
from xl_quadrant.functions.lifetime_value import ltv_continuity
from xl_quadrant.functions.products_services import offer_value

MASKED = np.ma.MaskedArray([6.0, 999.0], mask=[False, True])


def test_a_masked_number_is_a_blank():
    assert ltv_continuity(200, 0.1, MASKED).tolist() == [ltv_continuity(200, 0.1, 6), 2000]
    assert ltv_continuity(200, 0.1, MASKED[1]) == ltv_continuity(200, 0.1, np.ma.masked) == 2000
    for price in (MASKED, MASKED[1]):
        with pytest.raises(BlankArgument, match=r"^price: blank"):
            ltv_continuity(price, 0.1)
    assert offer_value(MASKED, [1, 0.5]) == 6
    rows = np.ma.MaskedArray([[1.0, 999.0], [3.0, 4.0]], mask=[[False, True], [False, False]])
    assert net_price(10, rows).tolist() == [[9, 10], [7, 6]]


def test_a_masked_array_without_a_masked_number_is_an_array():
    assert ltv_continuity(200, 0.1, np.ma.MaskedArray([6.0, 12.0])).tolist() == [
        ltv_continuity(200, 0.1, 6),
        ltv_continuity(200, 0.1, 12),
    ]


def test_a_masked_word_is_a_blank():
    when = np.ma.MaskedArray(["end", "start"], mask=[False, True])
    assert ltv_continuity(100, 0.5, paid=when).tolist() == ltv_continuity(100, 0.5, paid=["end", "start"]).tolist()
