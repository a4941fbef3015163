{%- for m in rows %}
{%- if m.long %}
    (
        {{ m.place | place }},
        {{ m.name | py }},
        {{ m.method | py }},
        {
{%- for t in m.tags %}
            {{ t.key | py }}: {{ t.place | place }},
{%- endfor %}
        },
{%- if hosts %}
        {% if m.host %}{{ m.host | place }}{% else %}None{% endif %},
{%- endif %}
    ),
{%- else %}
    ({{ m.place | place }}, {{ m.name | py }}, {{ m.method | py }}, {
{%- for t in m.tags %}{% if not loop.first %}, {% endif %}{{ t.key | py }}: {{ t.place | place }}{% endfor -%}
    }{% if hosts %}, {% if m.host %}{{ m.host | place }}{% else %}None{% endif %}{% endif %}),
{%- endif %}
{%- endfor %}