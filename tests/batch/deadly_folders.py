"""A folder in which some names end the process that writes them; workers that get it make workbooks of words."""

import os
import signal
import time

from xl_quadrant.storage.folders import Folder


class QuickTemplate:
    """A template whose workbooks say what they were made from, in words."""

    def __init__(self, template):
        self.template = template

    def make(self, client):
        """Return the words of a client."""
        return f"{client.name} {client.today.core.price:g} {len(self.template)}".encode()


class DeadlyFolder(Folder):
    """A folder; what a name begins with is what happens to the process that writes it."""

    def __init__(self, path):
        super().__init__(path)
        self.tests = os.getpid()

    def __setstate__(self, state):
        from xl_quadrant.batch import workers

        self.__dict__.update(state)
        if os.getpid() != self.tests:  # a scheduler of Dask unpacks it too, beside the tests
            workers.PreparedTemplate = QuickTemplate

    def write(self, name, content):
        """Write a file, or die."""
        if name.startswith("Out of memory"):
            time.sleep(1.5 if "slowly" in name else 0)  # before a worker is there, its death ends its nanny too
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        if name.startswith("Hangs once") and not (self.path / "hung").exists():
            (self.path / "hung").touch()
            time.sleep(600)
        super().write(name, content)
