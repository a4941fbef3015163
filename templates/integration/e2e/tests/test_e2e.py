import pytest

{% if e2e.jmx -%}
from datadog_checks.base import AgentCheck
{% else -%}
from datadog_checks.{{ name | ident }} import {{ class | ident }}
{% endif -%}
from datadog_checks.dev.utils import get_metadata_metrics{% if not e2e.jmx %}, get_service_checks{% endif %}
{%- if not e2e.jmx %}

from .common import E2E_INSTANCE{% if e2e.init_config %}, INIT_CONFIG{% endif %}
{%- endif %}
{%- if e2e.optional %}

# What a fresh container may not send.
OPTIONAL = {
{%- for name in e2e.optional %}
    {{ name | py }},
{%- endfor %}
}
{%- endif %}


@pytest.mark.e2e
def test_e2e(dd_agent_check):
    """The Agent reads the product in its container; nothing here is a stand-in."""
{%- if e2e.jmx %}
    aggregator = dd_agent_check(rate=True)
{%- elif e2e.init_config %}
    aggregator = dd_agent_check({'init_config': INIT_CONFIG, 'instances': [E2E_INSTANCE]}, rate=True)
{%- else %}
    aggregator = dd_agent_check(E2E_INSTANCE, rate=True)
{%- endif %}
{% if e2e.optional %}
    expected = {name: row for name, row in get_metadata_metrics().items() if name not in OPTIONAL}
{%- else %}
    expected = get_metadata_metrics()
{%- endif %}
{%- if e2e.jmx %}
    # Beside what the rules name, JMXFetch sends metrics of the JVM, and a count as the Agent stores a rate.
    jvm = {name for name in aggregator.metric_names if name.startswith(('jvm.', 'jmx.'))}
    aggregator.assert_metrics_using_metadata(
        expected, check_metric_type=False, exclude=jvm{% if e2e.optional %} | OPTIONAL{% endif %}, check_symmetric_inclusion=True
    )
{%- else %}
    aggregator.assert_metrics_using_metadata(expected{% if e2e.optional %}, exclude=OPTIONAL{% endif %}, check_symmetric_inclusion=True)
{%- endif %}
{%- for check in e2e.service_checks %}
    aggregator.assert_service_check({{ check | py }}, status={% if e2e.jmx %}AgentCheck{% else %}{{ class | ident }}{% endif %}.OK)
{%- endfor %}
{%- if not e2e.jmx %}
    aggregator.assert_service_checks(get_service_checks())
{%- endif %}
