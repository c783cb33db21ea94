"""What the name of a folder stands for: one of this machine, or one of a store."""

from __future__ import annotations

import os
import re

from xl_quadrant.storage.folders import Folder
from xl_quadrant.storage.stores import Store


def place_of(name: str | os.PathLike[str]) -> Folder | Store:
    """
    Return the place that a name stands for.

    Parameters
    ----------
    name : str or path-like
        A path, or an address such as ``s3://bucket/clients`` or ``file:///clients``.

    Returns
    -------
    Folder or Store
        A folder of this machine, or one of a store that fsspec reaches.

    Examples
    --------
    >>> type(place_of("clients")).__name__, type(place_of("s3://bucket/clients")).__name__
    ('Folder', 'Store')
    """
    text = str(name)
    if text.startswith(("file://", "local://")):
        return Folder(re.sub(r"^/(?=[A-Za-z]:)", "", text.partition("://")[2]))  # file:///C:/clients
    return Store(text) if "://" in text else Folder(name)
