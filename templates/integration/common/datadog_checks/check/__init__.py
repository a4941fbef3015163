from .__about__ import __version__
{%- if not declared %}
from .check import {{ class | ident }}
{%- endif %}

__all__ = ['__version__'{% if not declared %}, {{ class | py }}{% endif %}]
