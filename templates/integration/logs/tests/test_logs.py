{% if json -%}
import json
{% endif -%}
import os
{%- if lines %}
import re
{%- endif %}

{% if samples -%}
import pytest
{% endif -%}
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLE = os.path.join(os.path.dirname(HERE), 'datadog_checks', {{ name | py }}, 'data', 'conf.yaml.example')

# What users find in the example.
LOGS = [
{%- for log in logs %}
    {{ log | py }},
{%- endfor %}
]
{%- if samples %}

# Samples: the file, the pattern that each entry begins with (None: none in common), and the number of entries.
SAMPLES = [
{%- for sample in samples %}
    ({{ sample.file | py }}, {{ sample.format | py }}, {{ sample.pattern | py }}, {{ sample.entries | py }}),
{%- endfor %}
]
{%- endif %}


def read_lines(path):
    with open(path, encoding='utf-8') as f:
        return f.read().splitlines()


def test_example_collects_the_logs():
    """The section is a comment, which users take the signs away from."""
    lines = read_lines(EXAMPLE)
    section = [line[2:] for line in lines[lines.index('# logs:') :]]

    assert yaml.safe_load('\n'.join(section)) == {'logs': LOGS}
{%- if samples %}


@pytest.mark.parametrize('filename, kind, pattern, count', SAMPLES)
def test_sample_splits_into_entries(filename, kind, pattern, count):
    lines = [line for line in read_lines(os.path.join(HERE, 'fixtures', filename)) if line.strip()]
{%- if json %}
    if kind == 'json':
        assert all(isinstance(json.loads(line), dict) for line in lines)
        assert len(lines) == count
        return
{%- endif %}
{%- if lines %}
    first = [line for line in lines if pattern is None or re.match(pattern, line)]

    assert len(first) == count
    # The Agent joins the lines that do not match to the entry before.
    assert lines[0] in first
    assert (first == lines) == (kind != 'multi_line')
{%- endif %}
{%- endif %}
