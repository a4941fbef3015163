{%- for e in rows %}
    {
        'name': {{ e.name | py }},
        'key': {{ e.key | place }},
        'title': {{ e.title | place }},
        'text': {{ e.text | place }},
{%- if e.alert_type %}
        'alert_type': {{ e.alert_type | py }},
{%- endif %}
{%- if e.alert_path %}
        'alert_place': {{ e.alert_path | place }},
        'alert_types': { {%- for a in e.alert_types %}{% if not loop.first %}, {% endif %}{{ a.value | py }}: {{ a.alert | py }}{% endfor -%} },
{%- endif %}
{%- if e.aggregation_key %}
        'aggregation_key': {{ e.aggregation_key | place }},
{%- endif %}
{%- if e.tags %}
        'tags': { {%- for t in e.tags %}{% if not loop.first %}, {% endif %}{{ t.key | py }}: {{ t.place | place }}{% endfor -%} },
{%- endif %}
    },
{%- endfor %}