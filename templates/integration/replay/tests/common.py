{%- if fixtures or e2e -%}
import os
{%- if e2e %}

from datadog_checks.dev import get_docker_hostname
{%- endif %}

HERE = os.path.dirname(os.path.abspath(__file__))

{% endif -%}
{% if init_config %}INIT_CONFIG = {{ init_config | py }}
{% endif -%}
INSTANCE = {{ instance | py }}
{%- if others %}
OTHER_INSTANCES = [
{%- for other in others %}
    {{ other | py }},
{%- endfor %}
]
{%- endif %}
{%- if responses %}

# What the product answered: method, URL, status, Content-Type, and the file with the body.
RESPONSES = [
{%- for r in responses %}
    ({{ r.method | py }}, {{ r.url | py }}, {{ r.status | py }}, {{ r.content_type | py }}, {{ r.file | py }}),
{%- endfor %}
]
{%- endif %}
{%- if commands %}

# What the commands printed: arguments, exit code, and the files with the output and the errors (None: none).
COMMANDS = [
{%- for c in commands %}
    ({{ c.argv | py }}, {{ c.code | py }}, {{ c.out | py }}, {{ c.err | py }}),
{%- endfor %}
]
{%- endif %}
{%- if database %}

# The rows that the queries read when they were recorded.
DATABASE = {{ database.file | py }}
{%- endif %}

# Name, submission type, value (None: any), {% if hosts %}tags (None: any), and host (None: any){% else %}and tags (None: any){% endif %} of what the check submits.
METRICS = [
{%- for m in points %}
    ({{ m.name | py }}, {{ m.method | py }}, {{ m.value | py }}, {{ m.tags | py }}{% if hosts %}, {{ m.hostname | py }}{% endif %}),
{%- endfor %}
]
{%- if alike %}

# What the recordings do not tell apart, since value and tags are the same: the metrics, each with a value of its own, and
# {% if commands %}the output{% else %}the answers{% endif %} with these values.
ALIKE = [
{%- for m in alike.expected %}
    ({{ m.name | py }}, {{ m.value | py }}),
{%- endfor %}
]
{%- if commands and alike.lines %}
ALIKE_OUTPUT = [
{%- for line in alike.lines %}
    {{ line | py }},
{%- endfor %}
]
{%- elif commands %}
ALIKE_OUTPUT = {{ alike.output | py }}
{%- else %}
ALIKE_ANSWERS = {{ alike.answers | py }}
{%- endif %}
{%- endif %}
{%- if aggregates %}

{% if kept -%}
# Metrics that show up at other times than while this was recorded, and the Agent's aggregates of histograms.
{%- else -%}
# Aggregates that the Agent makes of a histogram, which are not seen before it does.
{%- endif %}
AGGREGATES = [
{%- for name in aggregates %}
    {{ name | py }},
{%- endfor %}
]
{%- endif %}
{%- if e2e %}
{% include "partials/e2e_constants.py" %}
{%- endif %}
{%- if fixtures %}


def get_fixture_path(filename):
    return os.path.join(HERE, 'fixtures', filename)
{%- endif %}
{%- if commands %}


def read_fixture(filename):
    if filename is None:
        return ''
    with open(get_fixture_path(filename), encoding='utf-8') as f:
        return f.read()
{%- endif %}
{%- if files %}

{% for f in files %}
INSTANCE[{{ f.key | py }}] = get_fixture_path({{ f.file | py }})
{%- endfor %}
{%- endif %}
