import pytest

from datadog_checks.base import AgentCheck
from datadog_checks.dev.utils import get_metadata_metrics, get_service_checks, load_jmx_config

MODELS = 'datadog_checks.{{ name | ident }}.config_models'

# How a metric is stored that JMXFetch sends as this type.
TYPES = {'gauge': 'gauge', 'counter': 'gauge', 'rate': 'gauge', 'monotonic_count': 'count'}
{%- if histogram %}
HISTOGRAM = {'avg': 'gauge', 'count': 'rate', 'max': 'gauge', 'median': 'gauge', '95percentile': 'gauge'}
{%- endif %}

# The rules: which beans, and for each attribute the metric and how it is sent.
RULES = [
{%- for rule in rules %}
    (
        {{ rule.beans | py }},
        [
{%- for a in rule.attributes %}
            ({{ a.name | py }}, {{ a.alias | py }}, {{ a.kind | py }}),
{%- endfor %}
        ],
    ),
{%- endfor %}
]


@pytest.fixture
def config():
    """The default configuration, with the rules of metrics.yaml."""
    return load_jmx_config()


def attributes(config):
    for rule in config['init_config']['conf']:
        yield from rule['include']['attribute'].values()


def test_metadata_lists_what_the_rules_name(config):
    types = {}
    for attribute in attributes(config):
        alias = attribute['alias']
        kind = attribute.get('metric_type') or 'gauge'
        # A name that depends on the bean can't be listed.
        if '$' in alias:
            continue
{%- if histogram %}
        if kind == 'histogram':
            types.update({f'{alias}.{aggregate}': stored for aggregate, stored in HISTOGRAM.items()})
            continue
{%- endif %}
        types[alias] = TYPES[kind]

    assert types
    assert types == {name: row['metric_type'] for name, row in get_metadata_metrics().items()}


def test_rules_read_the_attributes_of_the_beans(config):
    found = []
    for rule in config['init_config']['conf']:
        beans = {key: value for key, value in rule['include'].items() if key != 'attribute'}
        attributes = rule['include']['attribute'].items()
        found.append((beans, [(name, a['alias'], a.get('metric_type', 'gauge')) for name, a in attributes]))

    assert found == RULES


def test_rules_name_each_attribute_of_a_bean_once(config):
    seen = set()
    for rule in config['init_config']['conf']:
        include = rule['include']
        beans = include.get('bean', [])
        for bean in [beans] if isinstance(beans, str) else beans:
            for attribute in include['attribute']:
                assert (bean, attribute) not in seen
                seen.add((bean, attribute))


def test_default_configuration(config):
    check = AgentCheck({{ name | py }}, config['init_config'], config['instances'])
    check.load_configuration_models(MODELS)

    instance = check._config_model_instance
    assert (instance.host, instance.port) == ({{ host | py }}, {{ port | py }})
    shared = check._config_model_shared
    assert shared.is_jmx
    assert shared.collect_default_metrics


@pytest.mark.parametrize('option', ['host', 'port'])
def test_missing_option(config, option):
    del config['instances'][0][option]
    check = AgentCheck({{ name | py }}, config['init_config'], config['instances'])

    with pytest.raises(Exception, match=option):
        check.load_configuration_models(MODELS)


def test_service_check():
    assert [check['check'] for check in get_service_checks()] == [{{ service_check | py }}]
