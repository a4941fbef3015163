import os
{%- if e2e %}

from datadog_checks.dev import get_docker_hostname
{%- endif %}

HERE = os.path.dirname(os.path.abspath(__file__))

ENDPOINT = {{ endpoint | py }}
{% if init_config %}INIT_CONFIG = {{ init_config | py }}
{% endif -%}
INSTANCE = {{ instance | py }}

# Pages of the endpoint and the Content-Type that each was served with.
PAGES = [
{%- for page in pages %}
    ({{ page.file | py }}, {{ page.content_type | py }}),
{%- endfor %}
]

# Name, submission type, value (None: any), {% if not hosts %}and {% endif %}tags beside the endpoint's (None: any){% if hosts %}, and host{% endif %} of points of each metric.
METRICS = [
{%- for m in points %}
    ({{ m.name | py }}, {{ m.method | py }}, {{ m.value | py }}, {{ m.tags | py }}{% if hosts %}, {{ m.hostname | py }}{% endif %}),
{%- endfor %}
]
{%- if kept %}

# Metrics that show up at other times than on these pages.
UNSEEN = [
{%- for name in kept %}
    {{ name | py }},
{%- endfor %}
]
{%- endif %}
{%- if alike %}

# What the pages do not tell apart, since value and tags are the same: family, type, sample, and the metric.
ALIKE = [
{%- for m in alike %}
    ({{ m.family | py }}, {{ m.type | py }}, {{ m.sample | py }}, {{ m.name | py }}),
{%- endfor %}
]
{%- endif %}
{%- if e2e %}
{% include "partials/e2e_constants.py" %}
{%- endif %}


def get_fixture_path(filename):
    return os.path.join(HERE, 'fixtures', filename)
