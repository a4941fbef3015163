import copy

import pytest
{%- if e2e %}

{% include "partials/e2e_imports.py" %}
{%- endif %}

from .common import {% if e2e %}COMPOSE_FILE, E2E_INSTANCE, {% if e2e.host %}HOST, {% endif %}{% if e2e.init_config %}INIT_CONFIG, {% endif %}{% endif %}INSTANCE


@pytest.fixture
def instance():
    return copy.deepcopy(INSTANCE)
{%- if e2e %}


{% include "partials/e2e_environment.py" %}
{%- endif %}
