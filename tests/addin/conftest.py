"""LibreOffice, asked through UNO, for the tests of what is built for it and of the add-in's VBA."""

import pytest
from office import Office, start_office


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    with start_office(tmp_path_factory.mktemp("office")) as process:
        yield Office(process)
        process.stdin.close()
        process.wait(60)
