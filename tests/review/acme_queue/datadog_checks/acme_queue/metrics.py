# The name on the page, without `_total`, and the name in Datadog.
METRICS = {
    'acme_queue_consumer_lag_seconds': 'consumer.lag.seconds',
    'acme_queue_depth': 'depth',
    'acme_queue_errors': 'errors',
    'acme_queue_memory_bytes': 'memory.bytes',
    'acme_queue_published': 'published',
    'acme_queue_request_duration_seconds': 'request.duration.seconds',
}
