{% if lines -%}
{% if compares %}import operator
{% endif -%}
import re
{%- else -%}
import json
import math
{%- if compares %}
import operator
{%- endif %}
{%- endif %}

from datadog_checks.base import AgentCheck, ConfigurationError
from datadog_checks.base.utils.subprocess_output import get_subprocess_output
from datadog_checks.base.utils.timeout import TimeoutException, timeout
{% if lines %}
# A line holds a key, then a number that stands alone (a unit may follow it), or a word that is yes or no.
LINE = re.compile(
    r'\s*([^:=]*?[^:=\s])'
    r'(?:(?:\s*[:=]\s*|\s+)([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)'
    r'(?:\s*[^\d\s.,:;+-][^\d]*)?[,;.]?'
    r'|\s*[:=]\s*(yes|no|on|off|true|false))\s*',
    re.ASCII | re.IGNORECASE,
)

# Which key is which metric, and how it is submitted.
METRICS = {
{%- for m in metrics %}
    {{ m.key | py }}: ({{ m.name | py }}, {{ m.method | py }}),
{%- endfor %}
}
{%- if service_checks %}

# Which key's value a service check tells, and what it means: (key, name, statuses).
SERVICE_CHECKS = [
{%- for c in service_checks[0].rows %}
    (
        {{ c.line | py }},
        {{ c.name | py }},
        {% filter indent(width=8) %}{% include "partials/meanings.py" %}{% endfilter %},
    ),
{%- endfor %}
]
{%- endif %}
{%- if version %}

# The key of the line with the product's version.
VERSION = {{ version.line | py }}
{%- if version.short %}
VERSION_PATTERN = r'(?P<major>\d+)\.(?P<minor>\d+)'
{%- endif %}
{%- endif %}


def read(output):
    """Return the number of each key; a word that means yes counts as 1, one that means no as 0."""
    numbers = {}
    for line in output.split('\n'):
        found = LINE.fullmatch(line)
        if found:
            key, number, word = found.groups()
            numbers[key] = float(number.replace(',', '')) if number else float(word.lower() in ('yes', 'on', 'true'))
    return numbers
{%- if service_checks or version %}


{% include "partials/text.py" %}
{%- endif %}
{%- else %}
# Stands for each item of a list in the paths below.
EACH = object()

# Where in the output which metric is found: (place, name, method, tags{% if hosts %}, host{% endif %}).
METRICS = [
{%- set rows = metrics %}
{%- include "partials/rows.py" %}
]
{%- if service_checks %}

# Where the values of service checks are found, and what they mean: (place, name, tags, statuses).
SERVICE_CHECKS = [
{%- set rows = service_checks[0].rows %}
{%- include "partials/checks.py" %}
]
{%- endif %}
{%- if events %}

# Where events are found; the key tells one from all others.
EVENTS = [
{%- set rows = events[0].rows %}
{%- include "partials/events.py" %}
]
{%- endif %}
{%- if version %}

# Where the product's version is found.
VERSION = {{ version.place | place }}
{%- if version.short %}
VERSION_PATTERN = r'(?P<major>\d+)\.(?P<minor>\d+)'
{%- endif %}
{%- endif %}


{% include "partials/find.py" %}
{%- endif %}
{%- if service_checks %}


{% include "partials/statuses.py" %}
{%- endif %}


def run(command, log):
    # A function of its own: a call that outlived its time limit is found again by it, and not started twice.
    return get_subprocess_output(command, log, raise_on_empty_output=False)


class {{ class | ident }}(AgentCheck):
    __NAMESPACE__ = {{ namespace | py }}

    def check(self, instance):
        command = instance.get('command')
        if not command:
            raise ConfigurationError('The option `command` is required: the program and its arguments as a list')
        limit = instance.get('command_timeout', 10)
        tags = list(instance.get('tags') or [])

        try:
{%- if lines and (service_checks or version) %}
            output = self.output_of(command, limit)
            numbers = read(output)
{%- elif lines %}
            numbers = read(self.output_of(command, limit))
{%- endif %}
{%- if lines %}
            if not METRICS.keys() & numbers.keys():
                raise ValueError(f'The output of {command[0]} has none of the expected lines')
{%- else %}
            answer = json.loads(self.output_of(command, limit))
{%- endif %}
        except (OSError, RuntimeError, ValueError) as e:
            self.service_check('can_run', AgentCheck.CRITICAL, tags=tags, message=str(e))
            raise
{% if lines %}
        for key, (name, method) in METRICS.items():
            if key in numbers:
                getattr(self, method)(name, numbers[key], tags=tags)
            else:
                self.log.debug('Skipping %s: the output does not hold it', name)
{%- if service_checks %}
        for key, name, statuses in SERVICE_CHECKS:
            value = text_of(output, key)
            if value is not None:
                status = status_of(value, statuses)
                message = None if status == AgentCheck.OK else f'{name} is {value}'
                self.service_check(name, status, tags=tags, message=message)
{%- endif %}
{%- if version %}
        version = text_of(output, VERSION)
        if version is not None:
            self.set_metadata('version', version{% if version.short %}, scheme='regex', final_scheme='semver', pattern=VERSION_PATTERN{% endif %})
{%- endif %}
{% else %}
        for place, name, method, tag_places{% if hosts %}, host_place{% endif %} in METRICS:
            self.submit(answer, place, name, getattr(self, method), tag_places, {% if hosts %}host_place, {% endif %}tags)
{%- if service_checks %}
        for place, name, tag_places, statuses in SERVICE_CHECKS:
            self.submit_status(answer, place, name, tag_places, statuses, tags)
{%- endif %}
{%- if events %}
        for event in EVENTS:
            self.submit_events(answer, event, tags)
{%- endif %}
{%- if version %}
        self.submit_version(answer)
{%- endif %}
{% endif %}
        self.service_check('can_run', AgentCheck.OK, tags=tags)

    def output_of(self, command, limit):
        try:
            output, errors, code = timeout(limit)(run)(command, self.log)
        except TimeoutException:
            raise RuntimeError(f'{command[0]} did not end within {limit} seconds') from None
        if code != 0:
            raise RuntimeError(f'{command[0]} ended with exit status {code}: {errors.strip()[:200]}')
        if not output.strip():
            raise RuntimeError(f'{command[0]} printed nothing')
        return output
{%- if not lines %}

{% include "partials/submit.py" %}
{%- endif %}
