from datadog_checks.dev import docker_run
from datadog_checks.dev.conditions import {% if e2e.ready %}CheckDockerLogs{% if e2e.endpoints %}, {% else %}, {% endif %}{% endif %}{% if e2e.endpoints %}CheckEndpoints{% else %}WaitForPortListening{% endif %}
{%- if e2e.jmx %}
from datadog_checks.dev.utils import load_jmx_config
{%- endif %}
