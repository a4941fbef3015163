import pytest

from datadog_checks.{{ name | ident }} import {{ class | ident }}
from datadog_checks.dev.utils import get_metadata_metrics, get_service_checks

from .common import ENDPOINT, METRICS, PAGES, get_fixture_path


def test_metrics(dd_run_check, aggregator, {% if metadata %}datadog_agent, {% endif %}mock_http_response, instance):
    for filename, content_type in PAGES:
        mock_http_response(file_path=get_fixture_path(filename), headers={'Content-Type': content_type})
        check = {{ class | ident }}({{ name | py }}, {}, [instance])
{%- if metadata %}
        check.check_id = 'test:123'
{%- endif %}
        dd_run_check(check)

    for name, value, tags{% if hosts %}, hostname{% endif %} in METRICS:
        tags = None if tags is None else [f'endpoint:{ENDPOINT}', *tags]
        aggregator.assert_metric(name, value=value, tags=tags{% if hosts %}, hostname=hostname{% endif %})
    aggregator.assert_metrics_using_metadata(
        get_metadata_metrics(), check_submission_type=True, check_symmetric_inclusion=True
    )
    aggregator.assert_all_metrics_covered()
{%- for sc in service_checks %}
    aggregator.assert_service_check(
        {{ sc.name | py }}, status={{ class | ident }}.{{ sc.status | ident }}, tags=[f'endpoint:{ENDPOINT}', *instance.get('tags', [])]
{%- if sc.hostname %}, hostname={{ sc.hostname | py }}{% endif %}
    )
{%- endfor %}
{%- if metadata %}
    datadog_agent.assert_metadata('test:123', {{ metadata | py }})
{%- endif %}


def test_health_ok(dd_run_check, aggregator, mock_http_response, instance):
    filename, content_type = PAGES[0]
    mock_http_response(file_path=get_fixture_path(filename), headers={'Content-Type': content_type})
    check = {{ class | ident }}({{ name | py }}, {}, [instance])
    dd_run_check(check)

    aggregator.assert_service_check(
        {{ health | py }}, status={{ class | ident }}.OK, tags=[f'endpoint:{ENDPOINT}', *instance.get('tags', [])]
    )
    aggregator.assert_service_checks(get_service_checks())


def test_health_critical(dd_run_check, aggregator, mock_http_response, instance):
    mock_http_response(status_code=503)
    check = {{ class | ident }}({{ name | py }}, {}, [instance])

    with pytest.raises(Exception, match='503'):
        dd_run_check(check)

    aggregator.assert_service_check(
        {{ health | py }}, status={{ class | ident }}.CRITICAL, tags=[f'endpoint:{ENDPOINT}', *instance.get('tags', [])]
    )
    aggregator.assert_service_checks(get_service_checks())


def test_missing_endpoint(dd_run_check):
    check = {{ class | ident }}({{ name | py }}, {}, [{}])

    with pytest.raises(Exception, match='openmetrics_endpoint'):
        dd_run_check(check)
