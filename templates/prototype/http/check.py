import math

from datadog_checks.base import AgentCheck, ConfigurationError
from requests.exceptions import RequestException

# Stands for each item of a list in the paths below.
EACH = object()

# For each request: its path, and where in the answer which metric is found: (place, name, method, tags).
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


{% include "partials/find.py" %}


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
            for place, name, method, tag_places in metrics:
                self.submit(answer, place, name, getattr(self, method), tag_places, tags)

        self.service_check('can_connect', AgentCheck.OK, tags=endpoint_tags)

{% include "partials/submit.py" %}
