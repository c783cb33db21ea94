"""Reading exports of a folder."""

import pytest

from xl_quadrant.exports.exports import read_exports
from xl_quadrant.records.frames import frames_of


@pytest.fixture
def read(tmp_path):
    """Return the tables and the accounts of texts, by the names of their files."""

    def reading(texts, encoding="utf-8", merge_names=False, with_people=False, **how):
        for name, text in texts.items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        found = read_exports([tmp_path / name for name in texts], **how)
        return frames_of(found, merge_names=merge_names, with_people=with_people), found.accounts

    return reading
