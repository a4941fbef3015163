__version__ = {{ version | py }}
