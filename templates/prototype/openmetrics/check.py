from datadog_checks.base import OpenMetricsBaseCheckV2

# The name on the page, without `_total`, and the name in Datadog.
METRICS = {
{%- for e in entries %}
    {{ e.key | py }}: {% if e.type_override %}{'name': {{ e.value | py }}, 'type': {{ e.type_override | py }}}{% else %}{{ e.value | py }}{% endif %},{% if e.long %}  # noqa: E501{% endif %}
{%- endfor %}
}
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
            'metrics': [METRICS],
{%- if rename_labels %}
            'rename_labels': RENAME_LABELS,
{%- endif %}
{%- if line_filters %}
            # The time at which a counter began would be added to its count.
            'raw_line_filters': {{ line_filters | py }},
{%- endif %}
        }
