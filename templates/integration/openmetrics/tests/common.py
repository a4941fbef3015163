import os

HERE = os.path.dirname(os.path.abspath(__file__))

ENDPOINT = {{ endpoint | py }}
INSTANCE = {{ instance | py }}

# Pages of the endpoint and the Content-Type that each was served with.
PAGES = [
{%- for page in pages %}
    ({{ page.file | py }}, {{ page.content_type | py }}),
{%- endfor %}
]

# Name, value (None: any), {% if not hosts %}and {% endif %}tags beside the endpoint's (None: any){% if hosts %}, and host{% endif %} of one point of each metric.
METRICS = [
{%- for m in points %}
    ({{ m.name | py }}, {{ m.value | py }}, {{ m.tags | py }}{% if hosts %}, {{ m.hostname | py }}{% endif %}),
{%- endfor %}
]


def get_fixture_path(filename):
    return os.path.join(HERE, 'fixtures', filename)
