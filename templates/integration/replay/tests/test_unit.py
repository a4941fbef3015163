{%- if alike and commands and not alike.lines -%}
import json
{% endif -%}
{% if critical == "database" -%}
import sqlite3

{% elif critical == "command" -%}
import threading

{% elif critical and critical != "strict" and not (critical == "tolerant" and refused and raises) -%}
import contextlib

{% endif -%}
{%- if critical == "strict" or critical == "command" or critical == "database" or required or required_init or (critical == "tolerant" and refused) -%}
import pytest
{% endif -%}
{%- if critical == "tolerant" -%}
import requests
{% elif critical == "database" and not database.built_in -%}
import {{ database.driver | ident }}
{% endif %}
{% if critical == "commands" -%}
from datadog_checks.base.utils.subprocess_output import SubprocessOutputEmptyError
{% endif -%}
from datadog_checks.{{ name | ident }} import {{ class | ident }}
from datadog_checks.dev.utils import get_metadata_metrics, get_service_checks

from .common import {% if aggregates %}AGGREGATES, {% endif %}{% if alike %}ALIKE, {% if commands %}ALIKE_OUTPUT{% else %}ALIKE_ANSWERS{% endif %}, {% endif %}{% if init_config %}INIT_CONFIG, {% endif %}METRICS
{%- if critical == "files" %}, get_fixture_path{% endif %}


def test_metrics(dd_run_check, aggregator{% if metadata or all_events %}, datadog_agent{% endif %}, instance{% if others %}s{% endif %}
{%- if responses %}, replay{% endif %}
{%- if commands %}, replay_commands{% endif %}):
{%- if responses %}
    replay()
{%- endif %}
{%- if others %}
    checks = [{{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance]) for instance in instances]
{%- if metadata or all_events %}
    for number, check in enumerate(checks):
        check.check_id = f'test:{number}'
{%- endif %}
{%- if runs > 1 %}
    for check in checks * {{ runs | py }}:
{%- else %}
    for check in checks:
{%- endif %}
        dd_run_check(check)
{%- else %}
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
{%- if metadata or all_events %}
    check.check_id = 'test:0'
{%- endif %}
{%- if runs > 1 %}
    for _ in range({{ runs | py }}):
        dd_run_check(check)
{%- else %}
    dd_run_check(check)
{%- endif %}
{%- endif %}

    for name, submission_type, value, tags{% if hosts %}, hostname{% endif %} in METRICS:
        metric_type = getattr(aggregator, submission_type.upper())
        aggregator.assert_metric(name, value=value, tags=tags, {% if hosts %}hostname=hostname, {% endif %}metric_type=metric_type)
{%- if aggregates %}
    metadata = {name: row for name, row in get_metadata_metrics().items() if name not in AGGREGATES}
    aggregator.assert_metrics_using_metadata(metadata, check_submission_type=True, check_symmetric_inclusion=True)
{%- else %}
    aggregator.assert_metrics_using_metadata(
        get_metadata_metrics(), check_submission_type=True, check_symmetric_inclusion=True
    )
{%- endif %}
    aggregator.assert_all_metrics_covered()
{%- for sc in service_checks %}
    aggregator.assert_service_check({{ sc.name | py }}, status={{ class | ident }}.{{ sc.status | ident }}
{%- if sc.has_tags %}, tags={{ sc.tags | py }}{% endif %}{% if sc.hostname %}, hostname={{ sc.hostname | py }}{% endif %}{% if sc.message %}, message={{ sc.message | py }}{% endif %})
{%- endfor %}
    aggregator.assert_service_checks(get_service_checks())
{%- for event in events %}
    aggregator.assert_event({{ event.text | py }}
{%- if not event.whole %}, exact_match=False{% endif %}
{%- if event.count %}, count={{ event.count | py }}{% endif %}
{%- if event.has_tags %}, tags={{ event.tags | py }}{% endif %}
{%- if event.title %}, msg_title={{ event.title | py }}{% endif %}
{%- if event.alert_type %}, alert_type={{ event.alert_type | py }}{% endif %}
{%- if event.aggregation_key %}, aggregation_key={{ event.aggregation_key | py }}{% endif %})
{%- endfor %}
{%- if all_events %}
    assert len(aggregator.events) == {{ event_count | py }}
{%- endif %}
{%- if metadata %}
    datadog_agent.assert_metadata('test:0', {{ metadata | py }})
{%- endif %}
{%- if alike %}


def test_metrics_that_are_alike(dd_run_check, aggregator, instance, {% if commands %}replay_commands{% else %}replay{% endif %}):
    """Where each has a value of its own, each is sent under its own name."""
{%- if commands and alike.lines %}
    replay_commands.side_effect = [('\n'.join(ALIKE_OUTPUT), '', 0)]
{%- elif commands %}
    replay_commands.side_effect = [(json.dumps(ALIKE_OUTPUT), '', 0)]
{%- else %}
    replay(answers=ALIKE_ANSWERS)
{%- endif %}
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
    dd_run_check(check)

    for name, value in ALIKE:
        aggregator.assert_metric(name, value=value)
{%- endif %}
{%- if critical == "strict" %}


def test_can_connect_critical(dd_run_check, aggregator, instance, replay):
    replay(status_code=503)
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])

    with pytest.raises(Exception, match='503'):
        dd_run_check(check)

    aggregator.assert_service_check(
        {{ critical_check | py }}, status={{ class | ident }}.CRITICAL{% if critical_tags %}, tags={{ critical_tags | py }}{% endif %}
    )
    assert '503' in aggregator.service_checks({{ critical_check | py }})[-1].message
    aggregator.assert_service_checks(get_service_checks())
{%- elif critical == "tolerant" and refused %}


@pytest.mark.parametrize(
    'failure',
    [
        pytest.param({'status_code': 503}, id='refused'),
        pytest.param({'error': requests.exceptions.ConnectionError('refused')}, id='unreachable'),
    ],
)
def test_critical(dd_run_check, aggregator, instance, replay, failure):
    """The service check is critical when the product refuses a request or does not answer."""
    replay(**failure)
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
    with {% if raises %}pytest.raises(Exception){% else %}contextlib.suppress(Exception){% endif %}:
        dd_run_check(check)

    aggregator.assert_service_check(
        {{ critical_check | py }}, status={{ class | ident }}.CRITICAL{% if critical_tags %}, tags={{ critical_tags | py }}{% endif %}
    )
{%- if says_why %}
    assert aggregator.service_checks({{ critical_check | py }})[-1].message
{%- endif %}
{%- elif critical == "tolerant" %}


def test_critical(dd_run_check, aggregator, instance, replay):
    """The service check is critical when the product refuses a request or does not answer."""
    for failure in ({'status_code': 503}, {'error': requests.exceptions.ConnectionError('refused')}):
        replay(**failure)
        check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
        with contextlib.suppress(Exception):
            dd_run_check(check)

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.CRITICAL)
{%- endif %}
{%- if critical == "database" %}
{%- if database.built_in %}


@pytest.mark.parametrize(
    'content, message',
    [
        (None, 'unable to open database file'),
        (b'This is no database.' * 100, 'file is not a database'),
    ],
)
def test_can_connect_critical(dd_run_check, aggregator, instance, tmp_path, content, message):
    path = tmp_path / 'other.db'
    if content:
        path.write_bytes(content)
    instance['database'] = str(path)
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])

    with pytest.raises(Exception, match=message):
        dd_run_check(check)

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.CRITICAL, tags=instance.get('tags', []))
    assert message in aggregator.service_checks({{ critical_check | py }})[-1].message
    aggregator.assert_service_checks(get_service_checks())


def test_query_error(dd_run_check, aggregator, instance, tmp_path):
    """A database without the tables can be connected to, and every query says what it misses."""
    path = tmp_path / 'empty.db'
    sqlite3.connect(path).close()
    instance['database'] = str(path)
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
{%- else %}


def test_can_connect_critical(dd_run_check, aggregator, instance, connect):
    connect.side_effect = {{ database.driver | ident }}.OperationalError('connection refused')
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])

    with pytest.raises(Exception, match='connection refused'):
        dd_run_check(check)

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.CRITICAL, tags=instance.get('tags', []))
    assert 'connection refused' in aggregator.service_checks({{ critical_check | py }})[-1].message
    aggregator.assert_service_checks(get_service_checks())


def test_connects_with_the_options(dd_run_check, instance, connect):
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
    dd_run_check(check)

    given = connect.call_args.kwargs
    for option in {{ database.options | py }}:
        assert given[option] == instance[option]


def test_query_error(dd_run_check, aggregator, instance, connect):
    """A database without the tables can be connected to, and every query says what it misses."""
    connect.side_effect = lambda **options: sqlite3.connect(':memory:')
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
{%- endif %}

    with pytest.raises(Exception, match='Queries failed: no such table'):
        dd_run_check(check)

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.OK)
{%- endif %}
{%- if critical == "command" %}


@pytest.mark.parametrize(
    'outcome, message',
    [
        (FileNotFoundError('no such program'), 'no such program'),
        (('', 'broken', 3), 'exit status 3: broken'),
        (('', '', 0), 'printed nothing'),
        (('?', '', 0), {{ garbage | py }}),
    ],
)
def test_can_run_critical(dd_run_check, aggregator, instance, replay_commands, outcome, message):
    replay_commands.side_effect = [outcome]
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])

    with pytest.raises(Exception, match=message):
        dd_run_check(check)

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.CRITICAL, tags=instance.get('tags', []))
    assert message in aggregator.service_checks({{ critical_check | py }})[-1].message
    aggregator.assert_service_checks(get_service_checks())


def test_time_limit(dd_run_check, aggregator, instance, replay_commands):
    ended = threading.Event()
    replay_commands.side_effect = lambda *args, **kwargs: ended.wait(10)
    instance['command_timeout'] = 0.01
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])

    with pytest.raises(Exception, match='did not end within 0.01 seconds'):
        dd_run_check(check)
    ended.set()

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.CRITICAL)
{%- elif critical == "commands" %}


def test_critical(dd_run_check, aggregator, instance, replay_commands):
    """The service check is critical when a command is missing or prints nothing."""
    for error in (FileNotFoundError('missing'), SubprocessOutputEmptyError('empty')):
        replay_commands.side_effect = error
        check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
        with contextlib.suppress(Exception):
            dd_run_check(check)

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.CRITICAL)
{%- elif critical == "files" %}


def test_critical(dd_run_check, aggregator, instance):
    """The service check is critical when the file can't be read."""
{%- for f in files %}
    instance[{{ f.key | py }}] = get_fixture_path('missing')
{%- endfor %}
    check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
    with contextlib.suppress(Exception):
        dd_run_check(check)

    aggregator.assert_service_check({{ critical_check | py }}, status={{ class | ident }}.CRITICAL)
{%- endif %}
{%- for option in required %}


def test_missing_{{ option.word | ident }}(dd_run_check, instance):
    del instance[{{ option.name | py }}]

    with pytest.raises(Exception, match={{ option.name | py }}):
        check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
        dd_run_check(check)
{%- if option.has_empty %}


def test_empty_{{ option.word | ident }}(dd_run_check, instance):
    instance[{{ option.name | py }}] = {{ option.empty | py }}

    with pytest.raises(Exception, match='The option `{{ option.word | ident }}` is required'):
        check = {{ class | ident }}({{ name | py }}, {% if init_config %}INIT_CONFIG{% else %}{}{% endif %}, [instance])
        dd_run_check(check)
{%- endif %}
{%- endfor %}
{%- for option in required_init %}


def test_missing_init_config_{{ option.word | ident }}(dd_run_check, instance):
    init_config = {name: value for name, value in INIT_CONFIG.items() if name != {{ option.name | py }}}

    with pytest.raises(Exception, match={{ option.name | py }}):
        check = {{ class | ident }}({{ name | py }}, init_config, [instance])
        dd_run_check(check)
{%- endfor %}
