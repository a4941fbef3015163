import copy

import pytest

from .common import INSTANCE


@pytest.fixture
def instance():
    return copy.deepcopy(INSTANCE)
