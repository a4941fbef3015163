import pytest

from datadog_checks.acme_queue import AcmeQueueCheck
from datadog_checks.dev.utils import get_metadata_metrics, get_service_checks

from .common import ENDPOINT, METRICS, PAGES, get_fixture_path


def test_metrics(dd_run_check, aggregator, mock_http_response, instance):
    for filename, content_type in PAGES:
        mock_http_response(file_path=get_fixture_path(filename), headers={'Content-Type': content_type})
        check = AcmeQueueCheck('acme_queue', {}, [instance])
        dd_run_check(check)

    for name, value, tags in METRICS:
        tags = None if tags is None else [f'endpoint:{ENDPOINT}', *tags]
        aggregator.assert_metric(name, value=value, tags=tags)
    aggregator.assert_metrics_using_metadata(
        get_metadata_metrics(), check_submission_type=True, check_symmetric_inclusion=True
    )
    aggregator.assert_all_metrics_covered()


def test_health_ok(dd_run_check, aggregator, mock_http_response, instance):
    filename, content_type = PAGES[0]
    mock_http_response(file_path=get_fixture_path(filename), headers={'Content-Type': content_type})
    check = AcmeQueueCheck('acme_queue', {}, [instance])
    dd_run_check(check)

    aggregator.assert_service_check(
        'acme_queue.openmetrics.health',
        status=AcmeQueueCheck.OK,
        tags=[f'endpoint:{ENDPOINT}', *instance.get('tags', [])],
    )
    aggregator.assert_service_checks(get_service_checks())


def test_health_critical(dd_run_check, aggregator, mock_http_response, instance):
    mock_http_response(status_code=503)
    check = AcmeQueueCheck('acme_queue', {}, [instance])

    with pytest.raises(Exception, match='503'):
        dd_run_check(check)

    aggregator.assert_service_check(
        'acme_queue.openmetrics.health',
        status=AcmeQueueCheck.CRITICAL,
        tags=[f'endpoint:{ENDPOINT}', *instance.get('tags', [])],
    )
    aggregator.assert_service_checks(get_service_checks())


def test_missing_endpoint(dd_run_check):
    check = AcmeQueueCheck('acme_queue', {}, [{}])

    with pytest.raises(Exception, match='openmetrics_endpoint'):
        dd_run_check(check)
