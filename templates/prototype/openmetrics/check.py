from datadog_checks.base import OpenMetricsBaseCheckV2

# The name on the page, without `_total`, and the name in Datadog.
METRICS = {
{%- for e in entries %}
    {{ e.key | py }}: {% if e.type_override %}{'name': {{ e.value | py }}, 'type': {{ e.type_override | py }}}{% else %}{{ e.value | py }}{% endif %},{% if e.long %}  # noqa: E501{% endif %}
{%- endfor %}
}
{%- if service_checks %}

# Gauges that tell a status rather than a size.
SERVICE_CHECKS = {
{%- for c in service_checks %}
    {{ c.key | py }}: {
        'name': {{ c.name | py }},
        'type': 'service_check',
        'status_map': {
{%- for s in c.statuses %}
            {{ s.value | py }}: {{ s.status | py }},
{%- endfor %}
        },
    },
{%- endfor %}
}
{%- endif %}
{%- if version %}

# The family whose label is the product's version.
VERSION = { {{- version.key | py }}: {'name': 'version', 'type': 'metadata', 'label': {{ version.label | py }}}}
{%- endif %}
{%- if rename_labels %}

# Tag keys that Datadog reserves.
RENAME_LABELS = {
{%- for r in rename_labels %}
    {{ r.label | py }}: {{ r.tag | py }},
{%- endfor %}
}
{%- endif %}


class {{ class | ident }}(OpenMetricsBaseCheckV2):
    __NAMESPACE__ = {{ namespace | py }}
    DEFAULT_METRIC_LIMIT = 0

    def get_default_config(self):
        return {
            'metrics': [METRICS{% if service_checks %}, SERVICE_CHECKS{% endif %}{% if version %}, VERSION{% endif %}],
{%- if rename_labels %}
            'rename_labels': RENAME_LABELS,
{%- endif %}
{%- if hostname_label %}
            'hostname_label': {{ hostname_label | py }},
{%- endif %}
{%- if exclude_labels %}
            'exclude_labels': {{ exclude_labels | py }},
{%- endif %}
{%- if line_filters %}
            # The time at which a counter began would be added to its count.
            'raw_line_filters': {{ line_filters | py }},
{%- endif %}
        }
