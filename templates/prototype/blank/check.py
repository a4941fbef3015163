from datadog_checks.base import AgentCheck


class {{ class | ident }}(AgentCheck):
    # Every name below is sent with this prefix.
    __NAMESPACE__ = {{ namespace | py }}

    def check(self, instance):
        # An option of conf.yaml; a required one is read as instance['name'].
        tags = instance.get('tags', [])

        # The Agent calls this method every 15 seconds. Read your product here: `self.http.get(url).json()` asks
        # an API with the timeouts, TLS, and headers of conf.yaml; an exception makes the run fail visibly.
        depth = 42

        # gauge: a value as it is now. count: events since the last run. monotonic_count: a total that only grows.
        self.gauge('example.depth', depth, tags=tags)

        # A traffic light beside the numbers: OK, WARNING, CRITICAL or UNKNOWN.
        self.service_check('can_connect', AgentCheck.OK, tags=tags)
