"""What a check's source says, read without running it. A part of the prototype runner."""

import ast
import sys


def text_of(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def read_imports(tree, local):
    """Top-level modules that are neither Python's own, nor `datadog_checks`, nor files beside the check."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module]
        else:
            continue
        for name in names:
            top = name.split('.')[0]
            if top not in sys.stdlib_module_names and top != 'datadog_checks' and top not in local:
                if top not in found:
                    found.append(top)
    return found


def read_class(tree, name):
    """The names of the class's bases and its `__NAMESPACE__`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            bases = [b.attr if isinstance(b, ast.Attribute) else getattr(b, 'id', '') for b in node.bases]
            for statement in node.body:
                targets = []
                if isinstance(statement, ast.Assign):
                    targets = statement.targets
                elif isinstance(statement, ast.AnnAssign):
                    targets = [statement.target]
                if any(isinstance(t, ast.Name) and t.id == '__NAMESPACE__' for t in targets):
                    return bases, text_of(statement.value)
            return bases, None
    return [], None


def guess_class(tree):
    """The class that looks like the check, where nothing could be run."""
    classes = [n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    likely = [n for n in classes if n.endswith('Check')]
    return (likely or classes or [''])[0]


def inspect_source(source, class_name, local):
    """The document's `inspection`; empty where the source is no Python."""
    result = {'class': class_name or '', 'openmetrics': False, 'namespace': None, 'options': [], 'imports': []}
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return result
    result['class'] = class_name or guess_class(tree)
    bases, result['namespace'] = read_class(tree, result['class'])
    result['openmetrics'] = any(b.startswith('OpenMetricsBaseCheck') for b in bases)
    result['options'] = read_options(tree)
    result['imports'] = read_imports(tree, local)
    return result
