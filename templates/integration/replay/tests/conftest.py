import copy
{%- if commands %}
import shlex
{%- endif %}
{%- if database %}
import sqlite3
from contextlib import closing
{%- endif %}
{%- if responses or commands %}
from itertools import cycle
{%- endif %}

import pytest
{%- if responses %}
import requests
{%- endif %}
{%- if e2e %}

{% include "partials/e2e_imports.py" %}
{%- endif %}
{%- if responses %}
{% if not e2e %}
{% endif -%}
from datadog_checks.dev.http import MockResponse
{%- endif %}

from .common import {% if commands %}COMMANDS, {% endif %}{% if e2e %}COMPOSE_FILE, {% endif %}{% if database %}DATABASE, {% endif %}
{%- if e2e %}E2E_INSTANCE, {% if e2e.host %}HOST, {% endif %}{% if e2e.init_config %}INIT_CONFIG, {% endif %}{% endif %}INSTANCE
{%- if others %}, OTHER_INSTANCES{% endif %}
{%- if responses %}, RESPONSES, get_fixture_path{% endif %}
{%- if commands %}, read_fixture{% endif %}
{%- if database %}, get_fixture_path{% endif %}
{%- if database %}


@pytest.fixture
def database(tmp_path):
    """The path of a database that holds the recorded rows."""
    path = str(tmp_path / 'recorded.db')
    with open(get_fixture_path(DATABASE), encoding='utf-8') as f, closing(sqlite3.connect(path)) as connection:
        connection.executescript(f.read())
    return path
{%- if not database.built_in %}


@pytest.fixture
def connect(mocker, database):
    """Lead the driver to the recorded rows: the queries of the check run on a real database, only another one."""
    return mocker.patch({{ database.connect | py }}, side_effect=lambda **options: sqlite3.connect(database))
{%- endif %}
{%- endif %}


@pytest.fixture
{%- if database and database.built_in %}
def instance(database):
    return {**copy.deepcopy(INSTANCE), 'database': database}
{%- elif database %}
def instance(connect):
    return copy.deepcopy(INSTANCE)
{%- else %}
def instance():
    return copy.deepcopy(INSTANCE)
{%- endif %}
{%- if others %}


@pytest.fixture
def instances():
    return copy.deepcopy([INSTANCE, *OTHER_INSTANCES])
{%- endif %}
{%- if responses %}


@pytest.fixture
def replay(mocker):
{%- if alike %}
    """Answer the requests of the check with the recorded responses, with others, or let all of them fail."""

    def start(status_code=None, error=None, answers=None):
        others = {requests.Request('GET', url).prepare().url: answer for url, answer in (answers or {}).items()}
        recorded = {}
{%- else %}
    """Answer the requests of the check with the recorded responses, or let all of them fail."""

    def start(status_code=None, error=None):
        recorded = {}
{%- endif %}
        for method, url, *response in RESPONSES:
            recorded.setdefault((method, requests.Request(method, url).prepare().url), []).append(response)
        queues = {key: cycle(responses) for key, responses in recorded.items()}

        def send(session, request, **kwargs):
            if error is not None:
                raise error
            key = (request.method, request.url)
            if key not in queues:
                raise AssertionError(f'There is no recorded response for {request.method} {request.url}')
            status, content_type, filename = next(queues[key])
            response = MockResponse(
                file_path=get_fixture_path(filename),
                status_code=status_code or status,
                headers={'Content-Type': content_type},
            )
{%- if alike %}
            if request.url in others:
                response = MockResponse(json_data=others[request.url])
{%- endif %}
            response.url = request.url
            response.request = request
            return response

        # No autospec: a test may start twice, and a mock can't be the specification of another.
        mocker.patch('requests.Session.send', send)

    return start
{%- endif %}
{%- if commands %}


@pytest.fixture
def replay_commands(mocker):
    """Give the check what the commands printed when they were recorded."""
    recorded = {}
    for argv, code, out, err in COMMANDS:
        recorded.setdefault(tuple(argv), []).append((read_fixture(out), read_fixture(err), code))
    queues = {argv: cycle(outputs) for argv, outputs in recorded.items()}

    def run(command, *args, **kwargs):
        argv = tuple(shlex.split(command) if isinstance(command, str) else command)
        if argv not in queues:
            raise FileNotFoundError(f'There is no recorded output of {argv}')
        return next(queues[argv])

    return mocker.patch({{ command_target | py }}, side_effect=run)
{%- endif %}
{%- if e2e %}


{% include "partials/e2e_environment.py" %}
{%- endif %}
