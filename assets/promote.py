"""Turn a prototype's source into check.py (and metrics.py), keeping comments and formatting.

Reads one JSON document from standard input and writes one to standard output. Nothing is imported or run.
"""

import ast
import io
import json
import re
import sys
import textwrap
import tokenize


class Refused(Exception):
    def __init__(self, message, line=None):
        super().__init__(message)
        self.line = line


def line_starts(source):
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


class Text:
    """The source with edits by character offset, applied together."""

    def __init__(self, source):
        self.source = source
        self.lines = source.splitlines(keepends=True)
        self.starts = line_starts(source)
        self.edits = []

    def offset(self, line, column):
        return self.starts[line - 1] + column

    def ast_offset(self, line, byte_column):
        text = self.lines[line - 1].encode('utf-8')[:byte_column].decode('utf-8')
        return self.starts[line - 1] + len(text)

    def node(self, node):
        return self.ast_offset(node.lineno, node.col_offset), self.ast_offset(node.end_lineno, node.end_col_offset)

    def statement(self, node):
        """The whole lines of a top-level statement."""
        return self.starts[node.lineno - 1], self.starts[node.end_lineno]

    def replace(self, start, end, text):
        self.edits.append((start, end, text))

    def result(self):
        source = self.source
        for start, end, text in sorted(self.edits, reverse=True):
            source = source[:start] + text + source[end:]
        return source


def parse(source):
    try:
        return ast.parse(source)
    except SyntaxError as e:
        raise Refused(f'{e.msg}: this is not Python 3', e.lineno)


def tokens(source):
    try:
        return list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError) as e:
        raise Refused(f'{e.args[0]}: this is not Python 3')


def string_spans(source, found):
    """Start and end offset of every string, an f-string as a whole."""
    text = Text(source)
    depth, start = 0, 0
    for token in found:
        name = tokenize.tok_name[token.type]
        if name in ('FSTRING_START', 'TSTRING_START'):
            if depth == 0:
                start = text.offset(*token.start)
            depth += 1
        elif name in ('FSTRING_END', 'TSTRING_END'):
            depth -= 1
            if depth == 0:
                yield start, text.offset(*token.end)
        elif name == 'STRING' and depth == 0:
            yield text.offset(*token.start), text.offset(*token.end)


def rename_strings(source, request):
    """The prototype's own name in strings and comments, and single metric names that lack the prefix."""
    found = tokens(source)
    text = Text(source)
    stem, to, names = request['stem'], request['stem_to'], request['names']
    custom = bool(stem) and stem.startswith('custom_')
    pattern = None
    if stem and to is not None:
        word = re.escape(stem)
        pattern = re.compile(rf'(?<![A-Za-z0-9_]){word}(?![A-Za-z0-9_])' if custom else rf'(?<=[\'"]){word}(?=\.)')
    for start, end in string_spans(source, found):
        old = new = source[start:end]
        if pattern:
            new = pattern.sub(to, new)
        for name, replacement in names.items():
            new = re.sub(rf'(?<=[\'"]){re.escape(name)}(?=[\'"])', replacement, new)
        if new != old:
            text.replace(start, end, new)
    if custom and to is not None:
        for token in found:
            if token.type == tokenize.COMMENT and pattern.search(token.string):
                start = text.offset(*token.start)
                text.replace(start, start + len(token.string), pattern.sub(to, token.string))
    return text.result()


def base_names(node):
    for base in node.bases:
        if isinstance(base, ast.Name):
            yield base.id
        elif isinstance(base, ast.Attribute):
            yield base.attr


def find_class(tree, wanted):
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef)]
    for node in classes:
        if node.name == wanted:
            return node
    checks = [n for n in classes if any(b == 'AgentCheck' or 'BaseCheck' in b for b in base_names(n))]
    if not checks:
        raise Refused('no class derives from AgentCheck')
    return checks[-1]


def rename_class(source, request):
    tree = parse(source)
    old, new = find_class(tree, request['old_class']).name, request['class']
    if old == new:
        return source
    for node in ast.walk(tree):
        bound = getattr(node, 'name', None) if isinstance(node, (ast.ClassDef, ast.FunctionDef)) else None
        if bound == new or (isinstance(node, ast.alias) and (node.asname or node.name) == new):
            raise Refused(f'{new} is the name of the check class, and something else has it', node.lineno)
    text = Text(source)
    before = None
    for token in tokens(source):
        if token.type == tokenize.NAME and token.string == old and (before is None or before.string != '.'):
            start = text.offset(*token.start)
            text.replace(start, start + len(old), new)
        before = token
    return text.result()


OLD_BASES = ('checks', 'datadog_checks.checks')


def is_import_fallback(node):
    if not isinstance(node, ast.Try) or node.orelse or node.finalbody:
        return False
    parts = [*node.body, *(n for h in node.handlers for n in h.body)]
    return all(isinstance(n, ast.ImportFrom) for n in parts) and any(n.module in OLD_BASES for n in parts)


def with_comments(text, line, words):
    """The first line directly above that speaks of what is removed; comments before it stay."""
    first = line
    while first > 1 and text.lines[first - 2].startswith('#'):
        first -= 1
    for number in range(first, line):
        comment = text.lines[number - 1].lower()
        if any(word in comment for word in words):
            return number
    return line


def repair_imports(source):
    text = Text(source)
    for node in parse(source).body:
        if is_import_fallback(node):
            good = [n for n in node.body if n.module not in OLD_BASES] or node.body
            segment = '\n'.join(textwrap.dedent(source[slice(*text.node(n))]) for n in good)
            start, end = text.statement(node)
            start = text.starts[with_comments(text, node.lineno, ('try/except', 'agent version', 'compatib')) - 1]
            text.replace(start, end, segment + '\n')
        elif isinstance(node, ast.Assign) and any(getattr(t, 'id', '') == '__version__' for t in node.targets):
            # The package has its own, in __about__.py.
            start, end = text.statement(node)
            start = text.starts[with_comments(text, node.lineno, ('__version__', 'version of the check', 'check version')) - 1]
            text.replace(start, end, '')
    source = text.result()
    text = Text(source)
    for node in parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module in OLD_BASES and not node.level:
            start, end = text.node(node)
            segment = re.sub(r'from\s+[\w.]+', 'from datadog_checks.base', source[start:end], count=1)
            text.replace(start, end, segment)
    return text.result()


def set_namespace(source, request):
    namespace = request['namespace']
    if namespace is None:
        return source
    node = find_class(parse(source), request['class'])
    text = Text(source)
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, 'target', None)]
        if any(getattr(t, 'id', '') == '__NAMESPACE__' for t in targets):
            value = statement.value
            if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
                raise Refused(f'__NAMESPACE__ is computed. Write {namespace!r}', statement.lineno)
            if value.value != namespace:
                text.replace(*text.node(value), repr(namespace))
            return text.result()
    first = node.body[0]
    line = f'__NAMESPACE__ = {namespace!r}'
    if first.lineno == node.body[-1].lineno == node.lineno:
        start, _ = text.node(first)
        text.replace(start, start, f'\n    {line}\n\n    ')
        return text.result()
    indent = re.match(r'[ \t]*', text.lines[first.lineno - 1]).group()
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if docstring:
        _, end = text.statement(first)
        text.replace(end, end, f'\n{indent}{line}\n')
    else:
        decorators = getattr(first, 'decorator_list', [])
        at = min([first.lineno, *(d.lineno for d in decorators)])
        while text.lines[at - 2].lstrip().startswith('#'):
            at -= 1
        start = text.starts[at - 1]
        text.replace(start, start, f'{indent}{line}\n\n')
    return text.result()


def set_limit(source, request):
    """The base class keeps 2000 metrics unless it is told otherwise, which cuts off a larger page without a word."""
    node = find_class(parse(source), request['class'])
    names = [t for s in node.body if isinstance(s, ast.Assign) for t in s.targets]
    names += [s.target for s in node.body if isinstance(s, ast.AnnAssign)]
    if any(getattr(t, 'id', '') == 'DEFAULT_METRIC_LIMIT' for t in names):
        return source
    text = Text(source)
    for statement in node.body:
        if isinstance(statement, ast.Assign) and any(getattr(t, 'id', '') == '__NAMESPACE__' for t in statement.targets):
            indent = re.match(r'[ \t]*', text.lines[statement.lineno - 1]).group()
            _, end = text.statement(statement)
            text.replace(end, end, f'{indent}DEFAULT_METRIC_LIMIT = 0\n')
            return text.result()
    return source


def is_literal(node):
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def move_metrics(source):
    """Top-level literals named like METRICS go into metrics.py."""
    tree = parse(source)
    text = Text(source)
    moved, names = [], []
    for node in tree.body:
        if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)):
            continue
        name = node.targets[0].id
        if 'METRIC' not in name or not isinstance(node.value, (ast.Dict, ast.List)) or not is_literal(node.value):
            continue
        if not (node.value.keys if isinstance(node.value, ast.Dict) else node.value.elts):
            continue
        first = node.lineno
        while first > 1 and text.lines[first - 2].startswith('#'):
            first -= 1
        if first == 1:
            # A comment at the top of the file is about the file.
            first = node.lineno
        start, end = text.starts[first - 1], text.starts[node.end_lineno]
        moved.append(source[start:end].rstrip('\n') + '\n')
        names.append(name)
        text.replace(start, end, '')
    if not moved:
        return source, None
    imports = [n for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))]
    if imports:
        _, at = text.statement(imports[-1])
    else:
        at = 0
    text.replace(at, at, '\nfrom .metrics import {}\n'.format(', '.join(sorted(names))))
    return text.result(), '\n'.join(moved)


def tidy(source):
    source = re.sub(r'\n{4,}', '\n\n\n', source)
    return source.strip('\n') + '\n'


def promote(request):
    source = request['source'].lstrip('\ufeff').replace('\r\n', '\n').replace('\r', '\n').replace('\x0c', '')
    if not source.endswith('\n'):
        source += '\n'
    parse(source)
    source = rename_strings(source, request)
    source = repair_imports(source)
    source = rename_class(source, request)
    source = set_namespace(source, request)
    metrics = None
    if request['openmetrics']:
        source = set_limit(source, request)
        source, metrics = move_metrics(source)
    source = tidy(source)
    parse(source)
    return {'check': source, 'metrics': metrics}


def main():
    request = json.loads(sys.stdin.buffer.read().decode('utf-8'))
    try:
        reply = promote(request)
    except Refused as e:
        reply = {'error': str(e), 'line': e.line}
    except RecursionError:
        reply = {'error': 'the source is nested too deeply', 'line': None}
    sys.stdout.buffer.write(json.dumps(reply).encode('utf-8'))


if __name__ == '__main__':
    main()
