"""Keep ddev's command line loaded, and run each request in a forked child that begins with it loaded.

Requests are JSON lines on the standard input, answers are JSON lines on the standard output:

    {"id": 1, "argv": ["validate", "metadata", "acme"], "cwd": "/scratch", "env": {"NAME": "value", "GONE": null}}
    {"id": 1, "exit": 0, "signal": null, "canceled": false, "output": "...", "ms": 41}

`{"cancel": 1}` ends that child's group; its answer says so. `{"ping": 1}` is answered by `{"pong": 1}`: the server
hears. The first line out is `{"ready": true}`, or why ddev can't be loaded. It ends, with every child, when the
standard input closes.
"""

import gc
import json
import os
import selectors
import signal
import sys
import time

# Of a child's output this much is kept, its end.
KEEP = 8 << 20
# A longer request is a mistake.
LONGEST = 1 << 20
# Between TERM and KILL, and the silence that ends the listening to what outlived its child.
GRACE = 0.5
# More children than this wait for their turn.
AT_ONCE = max(2, os.cpu_count() or 2)


class Child:
    """A request that runs, or waits for its turn."""

    def __init__(self, request):
        self.id = request['id']
        self.argv = request['argv']
        self.cwd = request.get('cwd')
        self.env = request.get('env') or {}
        self.pid = None
        self.output = bytearray()
        self.status = None
        self.eof = False
        self.canceled = False
        # When the group must be gone.
        self.kill_at = None

    def start(self, server):
        self.began = time.monotonic()
        made = []
        try:
            made += os.pipe()
            # Its other end closes with the server, however the server ends.
            made += os.pipe()
            self.pid = os.fork()
        except OSError:
            for fd in made:
                os.close(fd)
            raise
        self.pipe, write, lifeline, self.lifeline = made
        if self.pid == 0:
            status = 1
            try:
                status = self.run(server, write, lifeline)
            finally:
                # Never back into the server's loop.
                os._exit(status)
        os.close(write)
        os.close(lifeline)
        os.set_blocking(self.pipe, False)

    def run(self, server, write, lifeline):
        """In the child: what a process of ddev would do, from here on."""
        os.setsid()
        os.dup2(write, 1)
        os.dup2(write, 2)
        server.forget()
        for fd in (write, self.pipe, self.lifeline):
            os.close(fd)
        end_with(lifeline)
        for name, value in self.env.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        if self.cwd is not None:
            try:
                os.chdir(self.cwd)
            except OSError as error:
                print(f'the working directory {self.cwd} does not exist: {error}')
                return 2
        sys.argv = ['ddev', *self.argv]
        try:
            code = server.main()
        except SystemExit as left:
            code = left.code
        except BaseException:
            import traceback

            traceback.print_exc()
            code = 1
        if code is not None and not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                code = code or 120
        return (code or 0) & 0xFF

    def read(self):
        """Takes in what it printed; `False` at the end."""
        while True:
            try:
                data = os.read(self.pipe, 1 << 16)
            except BlockingIOError:
                return True
            self.output += data
            if len(self.output) > 2 * KEEP:
                del self.output[:-KEEP]
            if not data:
                return False

    def look(self):
        """Whether it ended. Its group is ended before its number can be another's."""
        if self.status is None:
            left = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if left is None:
                return
            self.signal(signal.SIGTERM)
            self.status = os.waitid(os.P_PID, self.pid, os.WEXITED)
            self.kill_at = time.monotonic() + GRACE

    def signal(self, number):
        for end in (os.killpg, os.kill):
            try:
                end(self.pid, number)
                return
            except PermissionError:
                return
            except ProcessLookupError:
                # Its session may not have begun. A child that was reaped has no number any more.
                if self.status is not None:
                    return

    def end(self):
        self.canceled = True
        if self.status is None:
            self.signal(signal.SIGTERM)
            self.kill_at = time.monotonic() + GRACE

    def close(self):
        os.close(self.pipe)
        os.close(self.lifeline)

    def answer(self):
        kind = self.status.si_code if self.status else os.CLD_KILLED
        number = self.status.si_status if self.status else signal.SIGTERM
        exited = kind == os.CLD_EXITED
        return {
            'id': self.id,
            'exit': number if exited and not self.canceled else None,
            'signal': None if exited else int(number),
            'canceled': self.canceled,
            'output': bytes(self.output[-KEEP:]).decode('utf-8', 'replace'),
            'ms': int((time.monotonic() - self.began) * 1000) if self.pid else 0,
        }


def end_with(lifeline):
    """Ends this process's group when the other end of the pipe closes: a killed server leaves nothing behind."""
    try:
        import fcntl

        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpid())
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    except (ImportError, AttributeError, OSError):
        # Where the system can't tell, the child ends by itself, soon.
        pass


class Server:
    def __init__(self, main, requests, answers):
        self.main = main
        self.requests = requests
        self.answers = answers
        self.pending = b''
        self.too_long = False
        self.waiting = []
        self.running = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(requests, selectors.EVENT_READ, self.hear)
        os.set_blocking(requests, False)
        self.woken, self.wake = os.pipe()
        for fd in (self.woken, self.wake):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake, warn_on_full_buffer=False)
        self.selector.register(self.woken, selectors.EVENT_READ, lambda: os.read(self.woken, 4096))
        self.open = True

    def forget(self):
        """In a child: nothing of the server's stays."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        for fd in (self.requests, self.answers, self.woken, self.wake):
            os.close(fd)
        for child in self.running.values():
            child.close()

    def serve(self):
        while self.open:
            for key, _ in self.selector.select(self.patience()):
                key.data()
            for child in list(self.running.values()):
                self.tend(child)
            while self.open and self.waiting and len(self.running) < AT_ONCE:
                self.begin(self.waiting.pop(0))
        for child in self.running.values():
            child.signal(signal.SIGKILL)

    def patience(self):
        times = [child.kill_at for child in self.running.values() if child.kill_at is not None]
        return max(0.0, min(times) - time.monotonic()) if times else None

    def tend(self, child):
        child.look()
        late = child.kill_at is not None and child.kill_at <= time.monotonic()
        if late and child.status is None:
            child.signal(signal.SIGKILL)
            child.kill_at = None
        if child.status is not None and (child.eof or late):
            if not child.eof:
                self.selector.unregister(child.pipe)
            child.close()
            del self.running[child.id]
            self.say(child.answer())

    def begin(self, child):
        try:
            child.start(self)
        except OSError as error:
            self.say({'id': child.id, 'error': f'no process could be started: {error}'})
            return
        self.running[child.id] = child

        def read():
            if not child.read():
                child.eof = True
                self.selector.unregister(child.pipe)

        self.selector.register(child.pipe, selectors.EVENT_READ, read)

    def hear(self):
        try:
            data = os.read(self.requests, 1 << 16)
        except BlockingIOError:
            return
        if not data:
            self.open = False
            return
        *lines, self.pending = (self.pending + data).split(b'\n')
        for line in lines:
            if self.too_long:
                # The rest of what was refused.
                self.too_long = False
            elif line.strip():
                self.take(line)
        if len(self.pending) > LONGEST:
            if not self.too_long:
                self.say({'id': None, 'error': 'the request is too long'})
            self.too_long = True
            self.pending = b''

    def take(self, line):
        number = None
        try:
            request = json.loads(line)
            if 'cancel' in request:
                return self.cancel(request['cancel'])
            if 'ping' in request:
                return self.say({'pong': request['ping']})
            number = request['id']
            check(request)
            if number in self.running or any(child.id == number for child in self.waiting):
                raise ValueError('the id is in use')
            self.waiting.append(Child(request))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            number = number if isinstance(number, (int, str)) else None
            self.say({'id': number, 'error': f'not a request: {type(error).__name__}: {error}'})

    def cancel(self, number):
        for child in self.waiting:
            if child.id == number:
                self.waiting.remove(child)
                child.canceled = True
                return self.say(child.answer())
        child = self.running.get(number)
        # One that just ended has its answer on the way.
        if child is not None:
            child.end()

    def say(self, answer):
        tell(self.answers, answer)


def check(request):
    """Raises where it is no request."""
    if not isinstance(request['id'], (int, str)):
        raise TypeError('id is neither a number nor a text')
    argv, env, cwd = request['argv'], request.get('env') or {}, request.get('cwd')
    texts = [*argv, *env, *(value for value in env.values() if value is not None)]
    if cwd is not None:
        texts.append(cwd)
    if not isinstance(argv, list) or not all(isinstance(text, str) and '\0' not in text for text in texts):
        raise TypeError('argv, cwd and env hold texts')


def tell(fd, answer):
    data = json.dumps(answer).encode() + b'\n'
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        # Nobody listens any more: the end of the requests follows.
        pass


def main():
    # What ddev prints must never be taken for an answer.
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    os.close(nothing)
    try:
        run = load()
    except BaseException as error:
        tell(answers, {'ready': False, 'error': f'{type(error).__name__}: {error}'})
        os._exit(3)
    server = Server(run, requests, answers)
    # What is loaded stays: a child's collector must not touch, and so copy, all of it.
    gc.collect()
    gc.freeze()
    tell(answers, {'ready': True, 'pid': os.getpid()})
    server.serve()
    os._exit(0)


main()
