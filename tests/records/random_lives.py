"""Members with random lives, and what lifelines says of their survival.

``python random_lives.py`` writes ``tests/golden/lifelines.json`` anew; it needs lifelines, which needs an older pandas
than ours, so run it in an environment of its own.
"""

import json
import sys
from pathlib import Path

import numpy as np

GOLDEN = Path(__file__).parents[1] / "golden" / "lifelines.json"
SETS = 200


def lives(seed):
    """Return entries, ages and who left, of one set: late entries, ties and members who are still there."""
    random = np.random.default_rng(seed)
    count = int(random.integers(5, 40))
    until = random.integers(1, 25, count).astype(float) + (seed % 3 == 0) * random.random(count).round(3)
    late = random.random(count) < (seed % 4) / 4
    entry = np.where(late, np.minimum(random.integers(0, 12, count), np.floor(until - 0.5)), 0).clip(0)
    left = random.random(count) < 0.7
    left[0] = True
    entry[1], until[1], left[1] = 0, 30, False  # somebody is there all along
    return entry, until, left


def main():
    """Write what lifelines says."""
    from lifelines import KaplanMeierFitter, __version__

    found = {}
    for seed in range(SETS):
        entry, until, left = lives(seed)
        fitted = KaplanMeierFitter().fit(until, left, entry=entry if entry.any() else None)
        curve = fitted.survival_function_.iloc[:, 0]
        ages = np.unique(until[left])
        found[str(seed)] = [round(float(curve.loc[age]), 12) for age in ages]
    GOLDEN.write_text(json.dumps({"lifelines": __version__, "survival": found}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
