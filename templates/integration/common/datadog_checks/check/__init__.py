from .__about__ import __version__
from .check import {{ class | ident }}

__all__ = ['__version__', {{ class | py }}]
