{%- if driver == "sqlite3" -%}
import pathlib
import sqlite3
from contextlib import closing

{% else -%}
from contextlib import closing

import {{ driver | ident }}
{% endif -%}
from datadog_checks.base import AgentCheck, ConfigurationError
from datadog_checks.base.utils.db import QueryManager

# In the shape of custom queries: each column, in the query's order, is a metric, a tag, or left out.
QUERIES = [
{%- for q in queries %}
    {
        'name': {{ q.name | py }},
{%- if q.lines | length == 1 %}
        'query': {{ q.lines[0] | py }},
{%- else %}
        'query': (
{%- for line in q.lines %}
            {{ line | py }}
{%- endfor %}
        ),
{%- endif %}
        'columns': [
{%- for column in q.columns %}
{%- if column.told %}
            {
                'name': {{ column.name | py }},
                'type': 'service_check',
                'status_map': {
{%- for s in column.statuses %}
                    {{ s.value | py }}: {{ s.status | py }},
{%- endfor %}
                },
                'message': {{ column.message | py }},
            },
{%- else %}
            {{ column.plain | py }},
{%- endif %}
{%- endfor %}
        ],
{%- for other in q.others %}
        {{ other.key | py }}: {{ other.value | py }},
{%- endfor %}
    },
{%- endfor %}
]

{% if version -%}
# Its first row begins with the product's version.
VERSION_QUERY = {{ version | py }}

{% endif -%}
# The options of an instance that the driver connects with.
REQUIRED = {{ required | py }}
{%- if optional %}
OPTIONAL = {{ optional | py }}
{%- endif %}


class {{ class | ident }}(AgentCheck):
    __NAMESPACE__ = {{ namespace | py }}

    def __init__(self, name, init_config, instances):
        super().__init__(name, init_config, instances)
        self.connection = None
        self.failures = []
        self.query_manager = QueryManager(self, self.execute_query, queries=QUERIES, tags=self.instance.get('tags'))
        self.check_initializations.append(self.query_manager.compile_queries)

    def check(self, instance):
        for option in REQUIRED:
            if not instance.get(option):
                raise ConfigurationError(f'The option `{option}` is required')
        tags = list(instance.get('tags') or [])

        try:
            connection = self.connect(instance)
        except {{ driver | ident }}.Error as e:
            self.service_check('can_connect', AgentCheck.CRITICAL, tags=tags, message=str(e))
            raise
        self.service_check('can_connect', AgentCheck.OK, tags=tags)

        self.failures = []
        with closing(connection) as self.connection:
            self.query_manager.execute()
{%- if version %}
            if not self.failures:
                self.submit_version()
{%- endif %}
        if self.failures:
            # The query manager logs what fails and goes on with the next query.
            raise RuntimeError(f'Queries failed: {"; ".join(self.failures)}')
{%- if version %}

    def submit_version(self):
        rows = self.execute_query(VERSION_QUERY)
        if rows:
            self.set_metadata('version', str(rows[0][0]))
{%- endif %}

    def connect(self, instance):
        options = {option: instance[option] for option in REQUIRED{% if optional %} + OPTIONAL if option in instance{% endif %}}
{%- if driver == "sqlite3" %}
        database = pathlib.Path(options.pop('database')).absolute().as_uri()
        connection = sqlite3.connect(f'{database}?mode=ro', uri=True, **options)
        try:
            # Opening reads nothing yet: a locked or damaged file shows here.
            connection.execute('PRAGMA schema_version')
        except sqlite3.Error:
            connection.close()
            raise
        return connection
{%- else %}
{%- if limit %}
        return {{ driver | ident }}.connect(**options, {{ limit | ident }}=10)
{%- else %}
        return {{ driver | ident }}.connect(**options)
{%- endif %}
{%- endif %}

    def execute_query(self, query):
        try:
            with closing(self.connection.cursor()) as cursor:
                cursor.execute(query)
                return cursor.fetchall()
        except Exception as e:
            self.failures.append(str(e))
            raise
