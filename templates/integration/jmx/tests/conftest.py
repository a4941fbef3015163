import pytest

{% include "partials/e2e_imports.py" %}

from .common import COMPOSE_FILE, E2E_INSTANCE, HOST


{% include "partials/e2e_environment.py" %}
