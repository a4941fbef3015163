{%- for c in rows %}
    (
        {{ c.place | place }},
        {{ c.name | py }},
        { {%- for t in c.tags %}{% if not loop.first %}, {% endif %}{{ t.key | py }}: {{ t.place | place }}{% endfor -%} },
        {% filter indent(width=8) %}{% include "partials/meanings.py" %}{% endfilter %},
    ),
{%- endfor %}