"""What a check submits, logs and runs, collected. Fourth part of the prototype runner."""

import logging
import math
import re

LOG_LINES = 2000
POINTS = 100_000
LEVELS = {'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'}
SKIPPED = re.compile(r'^(?:Skipping|Ignoring)\b.*?metric `?([\w:.]+)`?,? ?(.*)$')


class Collector:
    """Takes the place of the Agent's aggregator; remembers run and scene of everything."""

    def __init__(self, report):
        from datadog_checks.base.stubs.aggregator import backend_normalize_metric_name
        from datadog_checks.base.utils.tagging import GENERIC_TAGS

        self.report, self.document = report, report.document
        self.normalize, self.reserved = backend_normalize_metric_name, set(GENERIC_TAGS)
        self.run, self.scene, self.points, self.submitted = 1, 0, 0, 0
        # Whether a run is only a look at what the check reads.
        self.silent = False

    def install(self):
        from datadog_checks.base import AgentCheck
        from datadog_checks.base.agent import aggregator, datadog_agent

        self.types = aggregator.METRIC_ENUM_MAP_REV
        aggregator.submit_metric = self.metric
        aggregator.submit_service_check = self.service_check
        aggregator.submit_event = self.event
        aggregator.submit_histogram_bucket = self.bucket
        datadog_agent.set_check_metadata = self.metadata
        self.cache = getattr(datadog_agent, '_cache', {})
        original, collector = AgentCheck._submit_metric, self

        def submit(check, mtype, name, value, *args, **kwargs):
            before = collector.submitted
            original(check, mtype, name, value, *args, **kwargs)
            if collector.submitted == before:
                raw = kwargs.get('raw', False)
                collector.report.drop(check._format_namespace(name, raw), collector.why_not(check, name, value, raw))

        AgentCheck._submit_metric = submit

    def forget(self):
        """What checks keep across restarts of the Agent belongs to one scene, as to one test."""
        self.cache.clear()

    def why_not(self, check, name, value, raw):
        if value is None:
            return 'its value is None'
        if not check.should_send_metric(check._format_namespace(name, raw)):
            return 'the configuration excludes it'
        return "over the check's limit of metrics (DEFAULT_METRIC_LIMIT or max_returned_metrics)"

    def reserved_tags(self, name, tags):
        for key in {str(tag).split(':')[0] for tag in tags or []} & self.reserved:
            self.report.warn(
                f'{name} has the tag key {key!r}, which Datadog reserves: the tests of an integration refuse it. Rename it.'
            )

    def metric(self, check, check_id, mtype, name, value, tags, hostname, flush_first_value=False):
        self.submitted += 1
        if self.silent or name == 'datadog.agent.profile.memory.check_run_alloc':
            return
        self.reserved_tags(name, tags)
        if not math.isfinite(value):
            self.report.drop(name, f'its value is {value}, which Datadog does not store')
            value = None
        if self.normalize(name) != name:
            self.report.drop(name, f'Datadog shows this name as {self.normalize(name)}')
        self.points += 1
        if self.points > POINTS:
            self.report.drop(name, f'one run emitted more than {POINTS} points; the rest is not shown')
            return
        self.document['metrics'].append(
            {
                'name': name,
                'type': self.types.get(mtype, 'gauge'),
                'value': value,
                'tags': [str(t) for t in tags or []],
                'hostname': str(hostname or ''),
                'run': self.run,
                'scene': self.scene,
            }
        )

    def bucket(self, check, check_id, name, *args, **kwargs):
        self.report.drop(name, 'sent as a distribution, which metadata.csv and the tests do not describe')

    def service_check(self, check, check_id, name, status, tags, hostname, message):
        if self.silent and not status:
            return
        self.reserved_tags(name, tags)
        if message and not status:
            self.report.warn(
                f'{name} has a message although it is OK, which the tests of an integration refuse. Give one only when '
                'it is not.'
            )
        self.document['service_checks'].append(
            {
                'name': name,
                'status': int(status),
                'tags': [str(t) for t in tags or []],
                'message': str(message or ''),
                'hostname': str(hostname or ''),
                'run': self.run,
            }
        )

    def event(self, check, check_id, event):
        if self.silent:
            return
        kept = {key: str(event.get(key) or '') for key in ('alert_type', 'aggregation_key', 'host')}
        self.document['events'].append(
            {
                'title': str(event.get('msg_title', '')),
                'text': str(event.get('msg_text', '')),
                'tags': [str(t) for t in event.get('tags') or []],
                'run': self.run,
                **{key: value for key, value in kept.items() if value},
            }
        )

    def metadata(self, check_id, name, value):
        entry = {'name': str(name), 'value': str(value)}
        if not self.silent and entry not in self.document['metadata']:
            self.document['metadata'].append(entry)


class LogLines(logging.Handler):
    def __init__(self, report):
        super().__init__(logging.DEBUG)
        self.report = report

    def emit(self, record):
        try:
            message = record.getMessage()
        except Exception as e:
            message = f'{record.msg} ({e})'
        skipped = SKIPPED.match(message)
        if skipped and 'datadog_checks' in record.name:
            self.report.drop(skipped[1], skipped[2] or 'the base class skips it')
        lines = self.report.document['log_lines']
        if len(lines) == LOG_LINES:
            lines.append({'level': 'warning', 'message': f'More than {LOG_LINES} lines; the rest is in the log.'})
        if len(lines) < LOG_LINES:
            level = record.levelname if record.levelname in LEVELS else 'DEBUG'
            lines.append({'level': level.lower(), 'message': message[:2000]})


def record_commands(report):
    from datadog_checks.base.utils import subprocess_output as module

    original, stand_in = module.subprocess_output, report.request['stand_in']

    def run(command, raise_on_empty_output, env=None):
        if stand_in:
            with open(stand_in, 'rb') as f:
                out, err, code = f.read(), b'', 0
        else:
            out, err, code = original(command, raise_on_empty_output, env=env)
        text = [(t.decode('utf-8', 'replace') if isinstance(t, bytes) else t or '')[:KEPT_BODY] for t in (out, err)]
        run = {'argv': [str(a) for a in command], 'stdout': text[0], 'stderr': text[1], 'code': int(code or 0)}
        if run not in report.document['commands']:
            report.document['commands'].append(run)
        return out, err, code

    module.subprocess_output = run
