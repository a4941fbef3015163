import os

HERE = os.path.dirname(os.path.abspath(__file__))

ENDPOINT = 'http://localhost:9100/metrics'
INSTANCE = {'openmetrics_endpoint': 'http://localhost:9100/metrics'}

# Pages of the endpoint and the Content-Type that each was served with.
PAGES = [
    ('metrics.txt', 'text/plain; version=0.0.4; charset=utf-8'),
]

# Name, value (None: any), and tags beside the endpoint's (None: any) of one point of each metric.
METRICS = [
    ('acme_queue.consumer.lag.seconds', 1.5, ['group:billing']),
    ('acme_queue.depth', 42, ['queue:orders']),
    ('acme_queue.errors.count', 3, []),
    ('acme_queue.memory.bytes', 73400320, []),
    ('acme_queue.published.count', 1200, ['queue:orders']),
    ('acme_queue.request.duration.seconds.bucket', 80, ['upper_bound:0.01']),
    ('acme_queue.request.duration.seconds.count', 120, []),
    ('acme_queue.request.duration.seconds.sum', 1.9, []),
]


def get_fixture_path(filename):
    return os.path.join(HERE, 'fixtures', filename)
