"""A folder in which some names end the process that writes them; workers that get it make workbooks of words."""

import os
import signal
import time

from xl_quadrant.batch.folders import Folder


class QuickTemplate:
    """A template whose workbooks say what they were made from, in words."""

    def __init__(self, template):
        self.template = template

    def make(self, client):
        """Return the words of a client."""
        return f"{client.name} {client.today.core.price:g} {len(self.template)}".encode()


class DeadlyFolder(Folder):
    """A folder; what a name begins with is what happens to the process that writes it."""

    def __setstate__(self, state):
        from xl_quadrant.batch import workers

        workers.PreparedTemplate = QuickTemplate
        self.__dict__.update(state)

    def write(self, name, content):
        """Write a file, or die."""
        if name.startswith("Out of memory"):
            time.sleep(0.5)  # a nanny of Dask gives a worker up that dies before it has said that it is there
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        if name.startswith("Hangs once") and not (self.path / "hung").exists():
            (self.path / "hung").touch()
            time.sleep(600)
        super().write(name, content)
