"""HTTP as a check sees it, recorded and replayed. Second part of the prototype runner."""

import io
from urllib.parse import urlsplit

MEBIBYTE = 1024 * 1024
# A recorded body longer than this is cut; one longer than the other is refused.
KEPT_BODY = 8 * MEBIBYTE
LARGEST_BODY = 64 * MEBIBYTE
KEPT_BODIES = 128 * MEBIBYTE


class Recorder:
    """Stands between `requests` and its adapters, so redirects and every kind of session are seen."""

    def __init__(self):
        self.exchanges = []
        self.scene = 0
        self.run = 1
        self.replays = None
        self.taken = {}
        self.known = set()
        self.kept = 0

    def begin(self, scene, run, replays):
        if scene != self.scene or run == 1:
            self.known = set()
        self.scene, self.run, self.replays, self.taken = scene, run, replays, {}

    def install(self):
        import requests

        recorder = self
        original = requests.Session.get_adapter

        def get_adapter(session, url):
            # A replay needs no adapter that knows the scheme.
            real = None if recorder.replays is not None else original(session, url)
            return _Adapter(recorder, real)

        requests.Session.get_adapter = get_adapter

    def send(self, real, request, **options):
        response = self.replay(request) if real is None else self.receive(real, request, **options)
        self.record(request, response)
        return response

    def receive(self, real, request, **options):
        options['stream'] = True
        response = real.send(request, **options)
        body, size = [], 0
        for chunk in response.iter_content(65536):
            size += len(chunk)
            if size > LARGEST_BODY:
                response.close()
                raise ResponseTooLarge(
                    f'{shown_url(request.url)} sent more than 64 MB. A check that reads this much every 15 seconds '
                    'loads the Agent and the product; ask the product for less, for example with a filter or a page size.'
                )
            body.append(chunk)
        fill(response, b''.join(body))
        return response

    def replay(self, request):
        import requests

        path = path_of(request.url)
        matching = [r for r in self.replays if r['url'] is not None and matches(r['url'], request.url)]
        matching = matching or [r for r in self.replays if r['url'] is None]
        if not matching:
            raise requests.exceptions.ConnectionError(
                f'There is no sample for {request.method} {shown_url(request.url)}. Add one, or run against the live target.'
            )
        index = self.taken.get(path, 0)
        self.taken[path] = index + 1
        sample = matching[min(index, len(matching) - 1)]
        with open(sample['file'], 'rb') as f:
            body = f.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise ResponseTooLarge(f'The sample {sample["file"]} has more than 64 MB.')
        response = requests.Response()
        response.status_code = sample['status']
        response.reason = 'replayed'
        if sample['content_type']:
            response.headers['Content-Type'] = sample['content_type']
        response.url = request.url
        response.request = request
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        fill(response, body)
        return response

    def record(self, request, response):
        key = (request.method, request.url, request.body if isinstance(request.body, (str, bytes)) else None)
        if self.run > 1 and key in self.known:
            return
        self.known.add(key)
        content = response.content
        kept = content[:KEPT_BODY] if self.kept < KEPT_BODIES else b''
        self.kept += len(kept)
        truncated = len(kept) < len(content)
        try:
            body = kept.decode('utf-8')
        except UnicodeDecodeError:
            body, truncated = kept.decode('utf-8', 'replace'), True
        self.exchanges.append(
            {
                'method': request.method or 'GET',
                'url': shown_url(request.url),
                'status': response.status_code,
                'content_type': response.headers.get('Content-Type', ''),
                'body': body,
                'truncated': truncated,
                'scene': self.scene,
            }
        )


class _Adapter:
    def __init__(self, recorder, real):
        self.recorder, self.real = recorder, real

    def send(self, request, **options):
        return self.recorder.send(self.real, request, **options)

    def __getattr__(self, name):
        return getattr(self.real, name)


class ResponseTooLarge(Exception):
    pass


def fill(response, body):
    """Gives a response its whole body, as if it had been read already or were still to be streamed."""
    from urllib3.response import HTTPResponse

    response._content = body
    response._content_consumed = True
    response.raw = HTTPResponse(body=io.BytesIO(body), status=response.status_code, preload_content=False)


def path_of(url):
    parts = urlsplit(url)
    path = parts.path or '/'
    return f'{path}?{parts.query}' if parts.query else path


def matches(sample, url):
    """By path; by the query as well where the sample's address has one."""
    wanted, got = urlsplit(sample), urlsplit(url)
    same_path = (wanted.path or '/').rstrip('/') == (got.path or '/').rstrip('/')
    return same_path and (not wanted.query or wanted.query == got.query)


def shown_url(url):
    """Without the user and password that an address may hold."""
    parts = urlsplit(url)
    if '@' not in parts.netloc:
        return url
    return parts._replace(netloc=parts.netloc.rpartition('@')[2]).geturl()
