"""What a check's source says, read without running it. First part of the prototype runner."""

import ast
import sys


def literal(node):
    """The JSON value of a literal, else None."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    if isinstance(value, (tuple, set, frozenset)):
        value = sorted(value, key=str) if not isinstance(value, tuple) else list(value)
    return value if isinstance(value, (str, int, float, bool, list, dict)) else None


def is_instance(node):
    """Whether an expression is the check's instance: `instance`, `self.instance`, `self.instances[0]`."""
    if isinstance(node, ast.Name):
        return node.id == 'instance'
    if isinstance(node, ast.Attribute):
        return node.attr == 'instance'
    return (
        isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == 'instances'
    )


def text_of(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def read_options(tree):
    """Instance keys that the code reads, in order of their first use."""
    options = {}

    def read(name, required, default):
        option = options.setdefault(name, {'name': name, 'required': False, 'default': None})
        option['required'] = option['required'] or required
        if option['default'] is None:
            option['default'] = default

    placed = [node for node in ast.walk(tree) if hasattr(node, 'lineno')]
    for node in sorted(placed, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and is_instance(node.value):
            name = text_of(node.slice)
            if name:
                read(name, True, None)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr in ('get', 'pop', 'setdefault') and is_instance(node.func.value):
                name = text_of(node.args[0])
                default = node.args[1] if len(node.args) > 1 else None
                if name:
                    read(name, False, literal(default) if default is not None else None)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            name = text_of(node.left)
            if name and is_instance(node.comparators[0]):
                read(name, False, None)
    for option in options.values():
        # Read with a default somewhere, so its absence is no error there; a default always exists then.
        if option['default'] is not None:
            option['required'] = False
    return list(options.values())


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
