import pytest

from datadog_checks.{{ name | ident }} import {{ class | ident }}
from datadog_checks.dev.utils import get_metadata_metrics, get_service_checks

from .common import {% if alike %}ALIKE, {% endif %}ENDPOINT, {% if init_config %}INIT_CONFIG, {% endif %}METRICS, PAGES, {% if kept %}UNSEEN, {% endif %}get_fixture_path


def test_metrics(dd_run_check, aggregator, {% if metadata %}datadog_agent, {% endif %}mock_http_response, instance):
    for filename, content_type in PAGES:
        mock_http_response(file_path=get_fixture_path(filename), headers={'Content-Type': content_type})
        check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
{%- if metadata %}
        check.check_id = 'test:123'
{%- endif %}
        dd_run_check(check)

    for name, submission_type, value, tags{% if hosts %}, hostname{% endif %} in METRICS:
        tags = None if tags is None else [f'endpoint:{ENDPOINT}', *tags]
        metric_type = getattr(aggregator, submission_type.upper())
        aggregator.assert_metric(name, value=value, tags=tags, metric_type=metric_type{% if hosts %}, hostname=hostname{% endif %})
{%- if kept %}
    metadata = {name: row for name, row in get_metadata_metrics().items() if name not in UNSEEN}
    aggregator.assert_metrics_using_metadata(metadata, check_submission_type=True, check_symmetric_inclusion=True)
{%- else %}
    aggregator.assert_metrics_using_metadata(
        get_metadata_metrics(), check_submission_type=True, check_symmetric_inclusion=True
    )
{%- endif %}
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

{%- if alike %}


def test_metrics_that_are_alike(dd_run_check, aggregator, mock_http_response, instance):
    """On a page where each has a value of its own, each is sent under its own name."""
    page = ''.join(
        f'# TYPE {family} {kind}\n{sample} {value}\n' for value, (family, kind, sample, _) in enumerate(ALIKE, 2)
    )
    mock_http_response(page, headers={'Content-Type': 'text/plain; version=0.0.4'})
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
    dd_run_check(check)

    for value, (*_, name) in enumerate(ALIKE, 2):
        aggregator.assert_metric(name, value=value)
{%- endif %}


def test_health_ok(dd_run_check, aggregator, mock_http_response, instance):
    filename, content_type = PAGES[0]
    mock_http_response(file_path=get_fixture_path(filename), headers={'Content-Type': content_type})
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
    dd_run_check(check)

    aggregator.assert_service_check(
        {{ health | py }}, status={{ class | ident }}.OK, tags=[f'endpoint:{ENDPOINT}', *instance.get('tags', [])]
    )
    aggregator.assert_service_checks(get_service_checks())


def test_health_critical(dd_run_check, aggregator, mock_http_response, instance):
    mock_http_response(status_code=503)
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])

    with pytest.raises(Exception, match='503'):
        dd_run_check(check)

    aggregator.assert_service_check(
        {{ health | py }}, status={{ class | ident }}.CRITICAL, tags=[f'endpoint:{ENDPOINT}', *instance.get('tags', [])]
    )
    aggregator.assert_service_checks(get_service_checks())


def test_missing_endpoint(dd_run_check):
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [{}])

    with pytest.raises(Exception, match='openmetrics_endpoint'):
        dd_run_check(check)
{%- for option in required %}


def test_missing_{{ option.word | ident }}(dd_run_check, instance):
    del instance[{{ option.name | py }}]

    with pytest.raises(Exception, match={{ option.name | py }}):
        check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
        dd_run_check(check)
{%- endfor %}
{%- for option in required_init %}


def test_missing_init_config_{{ option.word | ident }}(dd_run_check, instance):
    init_config = {name: value for name, value in INIT_CONFIG.items() if name != {{ option.name | py }}}

    with pytest.raises(Exception, match={{ option.name | py }}):
        check = {{ class | ident }}({{ name | py }}, init_config, [instance])
        dd_run_check(check)
{%- endfor %}
