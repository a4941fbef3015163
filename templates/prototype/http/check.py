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
{%- for m in r.metrics %}
{%- if m.long %}
            (
                {{ m.place | place }},
                {{ m.name | py }},
                {{ m.method | py }},
                {
{%- for t in m.tags %}
                    {{ t.key | py }}: {{ t.place | place }},
{%- endfor %}
                },
            ),
{%- else %}
            ({{ m.place | place }}, {{ m.name | py }}, {{ m.method | py }}, {
{%- for t in m.tags %}{% if not loop.first %}, {% endif %}{{ t.key | py }}: {{ t.place | place }}{% endfor -%}
            }),
{%- endif %}
{%- endfor %}
        ],
    ),
{%- endfor %}
]


def find(value, place, trail=()):
    """Yield each value at a place, and the trail of keys and list indexes that leads to it."""
    if not place:
        yield value, trail
    elif place[0] is EACH:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from find(item, place[1:], (*trail, index))
    elif isinstance(value, dict) and place[0] in value:
        yield from find(value[place[0]], place[1:], (*trail, place[0]))


def look_up(value, place, trail):
    """Return the value at a place, in the same items of lists that the trail goes through."""
    try:
        for depth, step in enumerate(place):
            value = value[trail[depth] if step is EACH else step]
    except (IndexError, KeyError, TypeError):
        return None
    return value


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

    def submit(self, answer, place, name, method, tag_places, tags):
        found = False
        for value, trail in find(answer, place):
            found = True
            try:
                number = float(value)
            except (TypeError, ValueError):
                number = math.nan
            if not math.isfinite(number):
                self.log.debug('Skipping %s: %r is not a finite number', name, value)
                continue
            own_tags = []
            for key, tag_place in tag_places.items():
                tag_value = look_up(answer, tag_place, trail)
                if tag_value is not None:
                    own_tags.append(f'{key}:{tag_value}')
            method(name, number, tags=tags + own_tags)
        if not found:
            self.log.debug('Skipping %s: the answer does not hold it', name)
