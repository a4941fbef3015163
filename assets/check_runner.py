"""Run a check on the Agent's base class and report what it emitted. Last part of the prototype runner.

The argument names a JSON request; the result goes to the file that the request names, because a check
may print, flood or close its outputs.
"""

import builtins
import importlib
import importlib.util
import io
import json
import logging
import math
import os
import re
import signal
import sys
import time
import traceback

RUNS = 2
LARGEST_FILE = 200_000
MASK = '********'
CREDENTIAL = re.compile(r'authorization|token|passw|secret|credential|cookie')
WORDS = re.compile(r'[A-Z]+(?![a-z])|[A-Z]?[a-z]+')
OPENERS = frozenset(
    'access account api app application auth client encryption license master private secret service session shared '
    'signing ssh storage subscription user'.split()
)
HARMLESS = frozenset(
    'cache composite foreign group hash index lookup metric object partition primary public range routing row sort tag '
    'unique'.split()
)


class Stop(Exception):
    """Ends the run with an error of our own."""

    def __init__(self, kind, message, frames=()):
        super().__init__(message)
        self.error = {'kind': kind, 'message': message, 'frames': list(frames)}


class Report:
    def __init__(self, request):
        self.request = request
        self.secrets = set()
        self.seen_drops = set()
        self.document = {
            'check': request['name'],
            'runs': RUNS,
            'duration_ms': 0.0,
            'error': None,
            'metrics': [],
            'service_checks': [],
            'events': [],
            'metadata': [],
            'log_lines': [],
            'warnings': [],
            'dropped': [],
            'exchanges': [],
            'commands': [],
            'inspection': inspect_source('', '', set()),
            'instance': None,
            'instances': [],
            'init_config': None,
            'files': [],
            'database': None,
        }

    def drop(self, name, reason):
        name = str(name)
        if (name, reason) not in self.seen_drops and len(self.seen_drops) < LOG_LINES:
            self.seen_drops.add((name, reason))
            self.document['dropped'].append({'name': name, 'reason': reason})

    def warn(self, text):
        if text not in self.document['warnings'] and len(self.document['warnings']) < LOG_LINES:
            self.document['warnings'].append(text)

    def write(self):
        target = self.request['output']
        with open(target + '.new', 'w', encoding='utf-8', errors='backslashreplace') as f:
            json.dump(self.scrub(self.document), f, allow_nan=False, default=str)
        os.replace(target + '.new', target)

    def scrub(self, value):
        if isinstance(value, str):
            for secret in sorted(self.secrets, key=len, reverse=True):
                value = value.replace(secret, MASK)
            # Lone surrogates are no text that JSON readers accept.
            return value.encode('utf-8', 'replace').decode('utf-8')
        if isinstance(value, dict):
            return {str(k): self.scrub(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.scrub(v) for v in value]
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    def mask(self, value, under_credential=False):
        """The instance with its secrets replaced; remembers them, so that they are replaced elsewhere too."""
        if isinstance(value, dict):
            return {k: self.mask(v, under_credential or is_credential(k)) for k, v in value.items()}
        if isinstance(value, list):
            return [self.mask(v, under_credential) for v in value]
        if under_credential and isinstance(value, str) and value:
            if len(value) >= 4:
                self.secrets.add(value)
                # `Authorization: Bearer abc`: the part that is secret may show up alone.
                self.secrets.update(part for part in value.split() if len(part) >= 8)
            return MASK
        return value


def is_credential(key):
    """Whether a key holds a credential, by its words; src/core/credential.rs knows the same rule."""
    words = [word.lower() for word in WORDS.findall(str(key))]
    if CREDENTIAL.search(''.join(words)):
        return True
    pairs = zip(words, words[1:])
    if any(a in OPENERS and b in ('key', 'keys') for a, b in pairs):
        return True
    if any(re.sub('keys?$', '', word) in OPENERS for word in words if re.search('keys?$', word)):
        return True
    return words[-1:] == ['key'] and (len(words) == 1 or words[-2] not in HARMLESS)


class Scrubbed:
    """Python's output without the secrets: what a check prints is shown and logged."""

    def __init__(self, stream, report):
        self.stream, self.report = stream, report

    def write(self, text):
        return self.stream.write(self.report.scrub(text) if isinstance(text, str) else text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self.stream, name)


def useful_frames(entries, check):
    """The frames of the contributor's own files; where there are none, the last three."""
    folder = os.path.dirname(check)
    entries = [e for e in entries if e.filename != '<string>' and not e.filename.startswith('<frozen')]
    own = [e for e in entries if os.path.realpath(e.filename).startswith(folder + os.sep)]
    return [
        {'file': e.filename, 'line': e.lineno or 1, 'function': e.name, 'text': e.line or ''} for e in (own or entries[-3:])
    ]


def describe(error, check):
    """An exception as the document's `error`."""
    frames = useful_frames(traceback.extract_tb(error.__traceback__), check)
    if isinstance(error, SyntaxError) and error.filename:
        place = {'file': error.filename, 'line': error.lineno or 1, 'function': '', 'text': (error.text or '').strip()}
        frames = [place]
    message = str(error)
    if isinstance(error, SystemExit):
        message = f'The check left Python with sys.exit({error.code!r}), which would end the Agent. Raise an exception instead.'
    return {'kind': type(error).__name__, 'message': message or type(error).__name__, 'frames': frames}


def import_error(error, check):
    described = describe(error, check)
    message = described['message'] if isinstance(error, SyntaxError) else f'{described["kind"]}: {described["message"]}'
    if isinstance(error, SyntaxError):
        message = f'{described["kind"]}: {error.msg}'
    return Stop('Import', message, described['frames'])


def record_files(report, folder, instances):
    """Keep the files that the check itself reads and that an instance names: the tests need them."""
    # Stricter than for values: `key_file` names no secret, and the file it names is one.
    private = re.compile(f'key|{CREDENTIAL.pattern}', re.IGNORECASE)
    named = {v for i in instances for k, v in i.items() if isinstance(v, str) and not private.search(str(k))}
    original, inside = builtins.open, os.path.realpath(folder) + os.sep

    def is_own(frame):
        # `Path.read_text` stands between the check and `open`.
        for _ in range(4):
            if frame is None:
                return False
            if os.path.realpath(frame.f_code.co_filename).startswith(inside):
                return True
            frame = frame.f_back
        return False

    def opened(file, mode='r', *args, **kwargs):
        known = [f['path'] for f in report.document['files']]
        name = os.fspath(file) if isinstance(file, (str, os.PathLike)) else ''
        if is_own(sys._getframe(1)) and name in named and name not in known and not set(mode) & set('wax+'):
            try:
                if os.path.getsize(name) <= LARGEST_FILE:
                    with original(name, encoding='utf-8') as f:
                        report.document['files'].append({'path': name, 'text': f.read()})
            except (OSError, UnicodeDecodeError):
                # The check's own attempt says what is wrong; other files make no fixture.
                pass
        return original(file, mode, *args, **kwargs)

    builtins.open = io.open = opened


def load_module(path):
    """As the Agent does: the module's name is the file's; a check inside a package keeps its package."""
    folder, stem = os.path.dirname(path), os.path.splitext(os.path.basename(path))[0]
    above = os.path.dirname(folder)
    sys.dont_write_bytecode = True
    if os.path.basename(above) == 'datadog_checks' and os.path.exists(os.path.join(folder, '__init__.py')):
        import datadog_checks

        datadog_checks.__path__.append(above)
        return importlib.import_module(f'datadog_checks.{os.path.basename(folder)}.{stem}')
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(stem, path)
    if spec is None:
        raise Stop('Import', f'{path} is not a Python file; its name must end with .py.')
    module = importlib.util.module_from_spec(spec)
    sys.modules[stem] = module
    spec.loader.exec_module(module)
    return module


def choose_class(module, wanted, path):
    from datadog_checks.base import AgentCheck

    named = vars(module).items()
    own = [
        c for _, c in named if isinstance(c, type) and issubclass(c, AgentCheck) and c.__module__ == module.__name__
    ]
    own = [c for c in own if not any(c is not other and issubclass(other, c) for other in own)]
    if wanted:
        own = [c for c in own if c.__name__ == wanted]
    if not own:
        what = f'no class {wanted}' if wanted else 'no class'
        raise Stop(
            'NoCheck',
            f'{os.path.basename(path)} defines {what} derived from AgentCheck. Write `class MyCheck(AgentCheck):` '
            'with a method `def check(self, instance):`.',
        )
    return own[0]


def read_conf(path):
    import yaml

    name = os.path.basename(path)
    try:
        with open(path, encoding='utf-8') as f:
            conf = yaml.safe_load(f)
    except OSError as e:
        raise Stop('Configuration', f'{name} cannot be read: {e.strerror}.') from None
    except (yaml.YAMLError, UnicodeDecodeError) as e:
        mark = getattr(e, 'problem_mark', None)
        frames = [{'file': path, 'line': mark.line + 1, 'function': '', 'text': ''}] if mark else []
        problem = getattr(e, 'problem', None) or str(e).splitlines()[0]
        raise Stop('Configuration', f'{name} is not valid YAML: {problem}.', frames) from None
    way_out = 'Write `init_config:` and, under `instances:`, one entry `- {}`.'
    if not isinstance(conf, dict):
        raise Stop('Configuration', f'{name} holds no mapping. {way_out}')
    instances = conf.get('instances')
    if not isinstance(instances, list) or not instances:
        raise Stop('Configuration', f'{name} has no list of instances. {way_out}')
    instances = [{} if i is None else i for i in instances]
    if not all(isinstance(i, dict) for i in instances):
        raise Stop('Configuration', f'An instance in {name} is not a mapping. {way_out}')
    init_config = conf.get('init_config') or {}
    if not isinstance(init_config, dict):
        raise Stop('Configuration', f'init_config in {name} is not a mapping. {way_out}')
    return init_config, instances


def run_once(check, problems):
    """One run as the Agent's; the exception itself, which the base class reports as text only."""

    def watched(method):
        def call(*args, **kwargs):
            try:
                return method(*args, **kwargs)
            except BaseException as e:
                problems.append(e)
                raise

        return call

    for name in ('check', 'run_check_initializations'):
        setattr(check, name, watched(getattr(type(check), name).__get__(check)))
    outcome = check.run()
    if outcome and not problems:
        report = json.loads(outcome)[0]
        problems.append(RuntimeError(report.get('message', outcome)))


def run_scenes(report, cls, init_config, instances, collector, recorder):
    request, document, durations = report.request, report.document, []
    scenes = request['scenes'] or [None]
    for index, replays in enumerate(scenes):
        checks = [cls(request['name'], init_config, [instance]) for instance in instances]
        collector.forget()
        for number, check in enumerate(checks):
            # The Agent gives an id; without one metadata such as a version is not sent.
            check.check_id = f'{request["name"]}:prototype{number}'
        for run in range(1, RUNS + 1):
            collector.run, collector.scene, collector.points = run, index, 0
            for check in checks:
                recorder.begin(index, run, replays)
                problems, started = [], time.perf_counter()
                run_once(check, problems)
                durations.append(time.perf_counter() - started)
                document['duration_ms'] = round(1000 * sum(durations) / len(durations), 3)
                for warning in check.get_warnings() or []:
                    report.warn(str(warning))
                if problems:
                    raise problems[-1]


def main():
    with open(sys.argv[1], encoding='utf-8') as f:
        request = json.load(f)
    report, recorder = Report(request), Recorder()
    document, path = report.document, request['check']
    document['exchanges'] = recorder.exchanges
    process = os.getpid()

    def ended(signum, frame):
        if os.getpid() != process:
            # A child that the check forked: the result is not its to write.
            os._exit(1)
        # Asked to end: say where it was, then go at once.
        frames = useful_frames(traceback.extract_stack(frame), path)
        document['error'] = {'kind': 'Timeout', 'message': 'The check did not end.', 'frames': frames}
        report.write()
        os._exit(1)

    signal.signal(signal.SIGTERM, ended)
    try:
        run(report, recorder)
    except Stop as stop:
        document['error'] = stop.error
    except BaseException as e:
        document['error'] = describe(e, path)
    if os.getpid() != process:
        os._exit(0)
    report.write()
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread that the check left running must not hold the end.
    os._exit(0)


def run(report, recorder):
    request, document, path = report.request, report.document, report.request['check']
    try:
        with open(path, encoding='utf-8') as f:
            source = f.read()
    except (OSError, UnicodeDecodeError) as e:
        raise Stop('Import', f'{path} cannot be read: {getattr(e, "strerror", None) or e}.') from None
    beside = {os.path.splitext(name)[0] for name in os.listdir(os.path.dirname(path))}
    document['inspection'] = inspect_source(source, request['class'], beside)
    sys.stdout, sys.stderr = Scrubbed(sys.stdout, report), Scrubbed(sys.stderr, report)
    init_config, instances = read_conf(request['conf'])
    report.mask(init_config)
    document['init_config'] = report.mask(init_config)
    document['instances'] = [report.mask(instance) for instance in instances]
    document['instance'] = document['instances'][0]
    record_files(report, os.path.dirname(path), instances)

    collector = Collector(report)
    collector.install()
    recorder.install()
    record_commands(report)
    databases = None
    if request['database']:
        databases = Databases(report, **request['database'], folder=os.path.dirname(request['output']))
        databases.install()
    root = logging.getLogger()
    root.addHandler(LogLines(report))
    root.setLevel(logging.WARNING)
    logging.getLogger('datadog_checks').setLevel(logging.DEBUG)
    try:
        module = load_module(path)
    except Stop:
        raise
    except Exception as e:
        raise import_error(e, path) from None
    logging.getLogger(module.__name__).setLevel(logging.DEBUG)
    cls = choose_class(module, request['class'], path)
    document['inspection'] = inspect_source(source, cls.__name__, beside)
    names = [c.__name__ for c in cls.__mro__]
    document['inspection']['openmetrics'] = 'OpenMetricsBaseCheckV2' in names
    if isinstance(cls.__NAMESPACE__, str) and cls.__NAMESPACE__:
        document['inspection']['namespace'] = cls.__NAMESPACE__
    if databases:
        # Nothing of the first run counts but what its queries read.
        collector.silent = True
        run_scenes(report, cls, init_config, instances, collector, recorder)
        collector.silent = False
        document['database'] = databases.record()
    run_scenes(report, cls, init_config, instances, collector, recorder)


main()
