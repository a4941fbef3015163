"""How long the Agent's base class needs for a page: parse alone, then a whole scrape. Prints both in milliseconds."""
import sys
import time

from datadog_checks.base import OpenMetricsBaseCheckV2

with open(sys.argv[1]) as page:
    LINES = page.read().splitlines()

instance = {'openmetrics_endpoint': 'http://localhost/metrics', 'namespace': 'acme', 'metrics': ['.+']}
check = OpenMetricsBaseCheckV2('acme', {}, [instance])
check.configure_scrapers()
(scraper,) = check.scrapers.values()
scraper._content_type = 'text/plain'
scraper.stream_connection_lines = lambda: iter(LINES)


def measured(work):
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


print(measured(lambda: [None for _ in scraper.parse_metrics()]))
print(measured(scraper.scrape))
