"""In the place of the Agent in its container: runs the check twice and hands on what the Agent would store."""

import importlib
import json
import os

import pytest
from datadog_checks.base import AgentCheck
from datadog_checks.dev._env import replay_check_run

STORED = {'rate': 'gauge', 'monotonic_count': 'count'}


@pytest.fixture
def dd_agent_check(aggregator, datadog_agent):
    def run(config, rate=False):
        assert rate
        instances = config.get('instances', [config])
        module = importlib.import_module('datadog_checks.' + os.environ['CHECK'])
        mine = [c for c in vars(module).values() if isinstance(c, type) and issubclass(c, AgentCheck)]
        check = mine[0](os.environ['CHECK'], config.get('init_config', {}), instances)
        runs = [check.run(), check.run()]
        kinds = aggregator.METRIC_ENUM_MAP_REV
        metrics = [
            {
                'metric': stub.name,
                'type': STORED.get(kinds[stub.type], kinds[stub.type]),
                'points': [[0, stub.value]],
                'tags': stub.tags,
                'host': '',
            }
            for name in aggregator.metric_names
            for stub in aggregator.metrics(name)
        ]
        checks = [
            {'check': s.name, 'status': s.status, 'tags': s.tags, 'host_name': '', 'message': s.message}
            for stubs in aggregator._service_checks.values()
            for s in stubs
        ]
        errors = [e for e in runs if e]
        aggregator.reset()
        sent = {'aggregator': {'metrics': metrics, 'service_checks': checks}, 'runner': {}}
        if errors:
            sent['runner']['LastError'] = json.dumps([{'message': errors[0], 'traceback': ''}])
        replay_check_run([sent], aggregator, datadog_agent)
        return aggregator

    return run
