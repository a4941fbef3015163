{%- if c.compared -%}
[
{%- for s in c.statuses %}
    (operator.{{ s.operator | ident }}, {{ s.limit | py }}, AgentCheck.{{ s.status | ident }}),
{%- endfor %}
]
{%- else -%}
{
{%- for s in c.statuses %}
    {{ s.value | py }}: AgentCheck.{{ s.status | ident }},
{%- endfor %}
}
{%- endif -%}