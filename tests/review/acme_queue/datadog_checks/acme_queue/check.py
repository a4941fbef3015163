from datadog_checks.base import OpenMetricsBaseCheckV2

from .metrics import METRICS


class AcmeQueueCheck(OpenMetricsBaseCheckV2):
    __NAMESPACE__ = 'acme_queue'
    DEFAULT_METRIC_LIMIT = 0

    def get_default_config(self):
        return {
            'metrics': [METRICS],
        }
