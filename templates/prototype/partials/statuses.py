{% if matches -%}
def status_of(value, statuses):
{%- if compares %}
    """Return what a value stands for: by itself, or by the first limit that it is beyond."""
    if isinstance(statuses, dict):
        return statuses.get(value, AgentCheck.UNKNOWN) if isinstance(value, (str, int, float)) else AgentCheck.UNKNOWN
{%- else %}
    """Return what a value stands for."""
    if isinstance(value, (str, int, float)):
        return statuses.get(value, AgentCheck.UNKNOWN)
    return AgentCheck.UNKNOWN
{%- endif %}
{%- else -%}
def status_of(value, statuses):
    """Return the status of the first limit that a value is beyond."""
{%- endif %}
{%- if compares %}
    try:
        number = float(value)
    except (TypeError, ValueError):
        return AgentCheck.UNKNOWN
    for is_beyond, limit, status in statuses:
        if is_beyond(number, limit):
            return status
    return AgentCheck.UNKNOWN
{%- endif %}