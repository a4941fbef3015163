{% if events -%}
import json
{% endif -%}
import math
{%- if compares %}
import operator
{%- endif %}

from datadog_checks.base import AgentCheck, ConfigurationError
from requests.exceptions import RequestException

# Stands for each item of a list in the paths below.
EACH = object()

# For each request: its path, and where in the answer which metric is found: (place, name, method, tags{% if hosts %}, host{% endif %}).
REQUESTS = [
{%- for r in requests %}
    (
        {{ r.path | py }},
        [
{%- set rows = r.metrics %}
{%- filter indent(width=8) %}{% include "partials/rows.py" %}{% endfilter %}
        ],
    ),
{%- endfor %}
]
{%- if service_checks %}

# By request, where the values of service checks are found, and what they mean: (place, name, tags, statuses).
SERVICE_CHECKS = {
{%- for g in service_checks %}
    {{ g.path | py }}: [
{%- set rows = g.rows %}
{%- filter indent(width=4) %}{% include "partials/checks.py" %}{% endfilter %}
    ],
{%- endfor %}
}
{%- endif %}
{%- if events %}

# By request, where events are found; the key tells one from all others.
EVENTS = {
{%- for g in events %}
    {{ g.path | py }}: [
{%- set rows = g.rows %}
{%- filter indent(width=4) %}{% include "partials/events.py" %}{% endfilter %}
    ],
{%- endfor %}
}
{%- endif %}
{%- if version %}

# The request whose answer holds the product's version, and where.
VERSION_REQUEST = {{ version.request | py }}
VERSION = {{ version.place | place }}
{%- if version.short %}
VERSION_PATTERN = r'(?P<major>\d+)\.(?P<minor>\d+)'
{%- endif %}
{%- endif %}


{% include "partials/find.py" %}
{%- if service_checks %}


{% include "partials/statuses.py" %}
{%- endif %}


class {{ class | ident }}(AgentCheck):
    __NAMESPACE__ = {{ namespace | py }}

    def check(self, instance):
        base_url = instance.get('base_url')
        if not base_url:
            raise ConfigurationError('The option `base_url` is required, for example http://localhost:8080')
        base_url = base_url.rstrip('/')
        tags = list(instance.get('tags') or [])
        endpoint_tags = [*tags, f'endpoint:{base_url}']

        for path, metrics in REQUESTS:
            try:
                response = self.http.get(base_url + path)
                response.raise_for_status()
                answer = response.json()
            except (RequestException, ValueError) as e:
                self.service_check('can_connect', AgentCheck.CRITICAL, tags=endpoint_tags, message=str(e))
                raise
            for place, name, method, tag_places{% if hosts %}, host_place{% endif %} in metrics:
                self.submit(answer, place, name, getattr(self, method), tag_places, {% if hosts %}host_place, {% endif %}tags)
{%- if service_checks %}
            for place, name, tag_places, statuses in SERVICE_CHECKS.get(path, []):
                self.submit_status(answer, place, name, tag_places, statuses, tags)
{%- endif %}
{%- if events %}
            for event in EVENTS.get(path, []):
                self.submit_events(answer, event, tags)
{%- endif %}
{%- if version %}
            if path == VERSION_REQUEST:
                self.submit_version(answer)
{%- endif %}

        self.service_check('can_connect', AgentCheck.OK, tags=endpoint_tags)

{% include "partials/submit.py" %}
