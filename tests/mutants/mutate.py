"""Breaks a check, its rules, or its log configuration in every way that a table of ways knows.

Usage: mutate.py FILE > JSON list of [what was done, the whole broken text]
Each mutant differs from the original in one place and can be imported.
"""

import ast
import copy
import json
import sys

import yaml

METHODS = ('gauge', 'rate', 'count', 'monotonic_count', 'histogram', 'historate')
OTHER = {
    'gauge': 'rate',
    'rate': 'gauge',
    'count': 'monotonic_count',
    'monotonic_count': 'count',
    'histogram': 'gauge',
    'historate': 'gauge',
    'counter': 'gauge',
    'counter_gauge': 'gauge',
    'untyped': 'gauge',
}
STATUS = {'OK': 'CRITICAL', 'CRITICAL': 'OK', 'WARNING': 'OK', 'UNKNOWN': 'OK'}


class Python:
    """Mutants of a module: each a change of one node of its tree."""

    def __init__(self, text):
        self.text = text
        self.tree = ast.parse(text)
        self.found = []

    def add(self, what, node, change):
        """A copy of the tree in which `change` was done to the node's copy."""
        path = self.path_to(node)
        tree = copy.deepcopy(self.tree)
        at = tree
        for field, index in path:
            at = getattr(at, field)
            at = at if index is None else at[index]
        change(at)
        ast.fix_missing_locations(tree)
        line = getattr(node, 'lineno', 0)
        mutant = ast.unparse(tree)
        if mutant != ast.unparse(self.tree):
            self.found.append((f'{what}, line {line}: {ast.unparse(node)[:90]}', mutant))

    def path_to(self, wanted):
        def walk(node):
            for field, value in ast.iter_fields(node):
                items = value if isinstance(value, list) else [value]
                for index, item in enumerate(items):
                    step = (field, index if isinstance(value, list) else None)
                    if item is wanted:
                        return [step]
                    if isinstance(item, ast.AST):
                        rest = walk(item)
                        if rest is not None:
                            return [step, *rest]
            return None

        return walk(self.tree)

    def all(self):
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, (ast.List, ast.Dict, ast.Tuple)):
                self.table(node.value)
            if isinstance(node, ast.Call):
                self.call(node)
            if isinstance(node, (ast.For, ast.comprehension)):
                self.loop(node)
            if isinstance(node, ast.If):
                self.condition(node)
            if isinstance(node, ast.Raise):
                self.failure(node)
            if isinstance(node, ast.JoinedStr):
                self.tag(node)
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
                self.table(node.value)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], 'id', '') == '__NAMESPACE__':
                self.add('another namespace', node, lambda n: setattr(n.value, 'value', 'other'))
        return self.found

    # Tables: rows of metrics, requests, queries, columns, renamed labels.

    def table(self, node):
        rows = node.values if isinstance(node, ast.Dict) else node.elts
        for i, row in enumerate(rows):
            self.add('row dropped', node, lambda n, i=i: drop(n, i))
            if isinstance(row, ast.Constant) and isinstance(row.value, str):
                self.name(row, rows, i, node)
            if isinstance(row, (ast.Dict, ast.List, ast.Tuple)):
                self.table(row)
            if i + 1 < len(rows) and not isinstance(node, ast.Tuple):
                self.swap(node, row, rows[i + 1], i)
        if isinstance(node, ast.Dict):
            for i, key in enumerate(node.keys):
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and not self.is_word(node, key.value):
                    self.add('key renamed', node, lambda n, i=i: setattr(n.keys[i], 'value', n.keys[i].value + 'x'))

    @staticmethod
    def is_word(node, key):
        """Keys of the base class: another one is another table, not another name."""
        return key in ('name', 'type', 'query', 'columns', 'tags', 'metrics', 'rename_labels', 'raw_line_filters')

    def name(self, row, rows, i, node):
        if row.value in OTHER:
            self.add('another type', row, lambda n: setattr(n, 'value', OTHER[n.value]))
        else:
            self.add('renamed', row, lambda n: setattr(n, 'value', n.value + 'x'))

    def swap(self, node, one, two, i):
        if isinstance(node, ast.Dict) and ast.dump(node.values[i]) != ast.dump(node.values[i + 1]):
            if {getattr(k, 'value', None) for k in node.keys} & {'name', 'type', 'query', 'columns'}:
                return

            def change(n):
                n.values[i], n.values[i + 1] = n.values[i + 1], n.values[i]

            self.add(f'{node.keys[i].value} and {node.keys[i + 1].value} swapped', node, change)
        # Rows of tuples: the names change places, the rest stays.
        if isinstance(one, ast.Tuple) and isinstance(two, ast.Tuple) and len(one.elts) == len(two.elts) == 4:

            def change(n):
                a, b = n.elts[i], n.elts[i + 1]
                a.elts[1], b.elts[1] = b.elts[1], a.elts[1]

            self.add(f'{one.elts[1].value} and {two.elts[1].value} swapped', node, change)
        # Columns of a query.
        if isinstance(one, ast.Dict) and isinstance(two, ast.Dict) and isinstance(node, ast.List):

            def change(n):
                n.elts[i], n.elts[i + 1] = n.elts[i + 1], n.elts[i]

            keys = {getattr(k, 'value', None) for k in [*one.keys, *two.keys]}
            if 'query' not in keys:
                self.add('two swapped', node, change)

    # Code.

    def call(self, node):
        name = getattr(node.func, 'attr', getattr(node.func, 'id', ''))
        submits = name in METHODS or name == 'method'
        if submits:
            self.add('not sent', node, forget)
            self.add('times 1000', node, lambda n: times(n, 1))
            if name in OTHER:
                self.add('another type', node, lambda n: setattr(n.func, 'attr', OTHER[name]))
            if isinstance(node.args[0], ast.Constant):
                self.add('renamed', node, lambda n: setattr(n.args[0], 'value', n.args[0].value + 'x'))
        if name in ('service_check', 'event'):
            self.add('not sent', node, forget)
        if name == 'service_check':
            for status in ast.walk(node):
                if isinstance(status, ast.Attribute) and status.attr in STATUS:
                    self.add('another status', status, lambda n: setattr(n, 'attr', STATUS[n.attr]))
            if isinstance(node.args[0], ast.Constant):
                self.add('renamed', node, lambda n: setattr(n.args[0], 'value', n.args[0].value + 'x'))
        if submits or name == 'service_check':
            for i, keyword in enumerate(node.keywords):
                if keyword.arg in ('tags', 'message'):
                    self.add(f'without {keyword.arg}', node, lambda n, i=i: n.keywords.pop(i))
                if keyword.arg == 'tags' and isinstance(keyword.value, ast.BinOp):
                    for side in ('left', 'right'):
                        self.add('tags of one side', keyword.value, lambda n, s=side: setattr(n, s, ast.List([])))
        if name == 'get' and node.args and getattr(node.args[0], 'value', '') == 'tags':
            self.add('tags of the instance forgotten', node, lambda n: setattr(n.args[0], 'value', 'tagz'))
        if name == 'raise_for_status':
            self.add('status not looked at', node, forget)
        if name == 'append' and isinstance(node.args[0], ast.JoinedStr):
            self.add('not appended', node, forget)

    def loop(self, node):
        if isinstance(node.iter, ast.Call) and getattr(node.iter.func, 'attr', '') == 'split':
            kind = 'first line only'
        else:
            kind = 'first element only'
        first = ast.Subscript(ast.Call(ast.Name('list'), [node.iter], []), ast.Slice(None, ast.Constant(1)))
        self.add(kind, node, lambda n: setattr(n, 'iter', copy.deepcopy(first)))

    def condition(self, node):
        self.add('never', node, lambda n: setattr(n, 'test', ast.Constant(False)))

    def failure(self, node):
        def change(n):
            n.__class__ = ast.Pass
            n._fields = ()

        self.add('goes on', node, change)

    def tag(self, node):
        first = node.values[0]
        if isinstance(first, ast.Constant) and first.value.endswith(':'):
            self.add('tag renamed', first, lambda n: setattr(n, 'value', 'x' + n.value))


def drop(node, i):
    if isinstance(node, ast.Dict):
        del node.keys[i]
        del node.values[i]
    elif isinstance(node, ast.Tuple):
        pass
    else:
        del node.elts[i]


def forget(call):
    """The call gives nothing."""
    call.func = ast.Name('repr')
    call.args = [ast.Constant(0)]
    call.keywords = []


def times(call, i):
    if len(call.args) > i:
        call.args[i] = ast.BinOp(call.args[i], ast.Mult(), ast.Constant(1000))


def of_rules(text):
    """Mutants of the rules of JMXFetch."""
    whole = yaml.safe_load(text)
    found = []

    def add(what, change):
        copied = copy.deepcopy(whole)
        change(copied['jmx_metrics'])
        if copied != whole:
            found.append((what, yaml.safe_dump(copied, sort_keys=False)))

    for r, rule in enumerate(whole['jmx_metrics']):
        include = rule['include']
        add(f'rule {r} dropped', lambda rules, r=r: rules.pop(r))
        for key in include:
            if key != 'attribute':
                add(f'rule {r}: {key} dropped', lambda rules, r=r, key=key: rules[r]['include'].pop(key))
                value = include[key]
                for i in range(len(value) if isinstance(value, list) else 1):

                    def other(rules, r=r, key=key, i=i):
                        at = rules[r]['include']
                        if isinstance(at[key], list):
                            at[key][i] += 'x'
                        elif isinstance(at[key], str):
                            at[key] += 'x'

                    add(f'rule {r}: another {key} {i}', other)
        names = list(include['attribute'])
        for i, name in enumerate(names):

            def at(rules, r=r):
                return rules[r]['include']['attribute']

            add(f'{name} dropped', lambda rules, at=at, name=name: at(rules).pop(name))
            add(f'{name} not read', lambda rules, at=at, name=name: at(rules).update({name + 'x': at(rules).pop(name)}))
            add(f'{name} renamed', lambda rules, at=at, name=name: at(rules)[name].update(alias=at(rules)[name]['alias'] + 'x'))
            kind = include['attribute'][name].get('metric_type')
            other = 'monotonic_count' if kind in (None, 'gauge', 'counter', 'rate') else 'gauge'
            add(f'{name} another type', lambda rules, at=at, name=name, other=other: at(rules)[name].update(metric_type=other))
            if i + 1 < len(names):

                def swapped(rules, at=at, one=name, two=names[i + 1]):
                    a, b = at(rules)[one], at(rules)[two]
                    a['alias'], b['alias'] = b['alias'], a['alias']

                add(f'{name} and {names[i + 1]} swapped', swapped)
    return found


def of_example(text):
    """Mutants of the section `logs` of an example, which is a comment."""
    lines = text.split('\n')
    begin = lines.index('# logs:')
    found = []
    for i in range(begin + 1, len(lines)):
        line = lines[i]
        if line.startswith('#  ') and line.strip('# '):
            found.append((f'dropped: {line}', '\n'.join(lines[:i] + lines[i + 1 :])))
            found.append((f'another: {line}', '\n'.join([*lines[:i], line.rstrip() + 'x', *lines[i + 1 :]])))
    found.append(('no logs', '\n'.join(lines[:begin])))
    return found


def of_sample(text):
    lines = text.splitlines(keepends=True)
    return [(f'entry {i} dropped', ''.join(lines[:i] + lines[i + 1 :])) for i in range(len(lines))]


def main(path):
    with open(path, encoding='utf-8') as f:
        text = f.read()
    if path.endswith('.py'):
        found = Python(text).all()
    elif path.endswith('.yaml'):
        found = of_rules(text)
    elif path.endswith('.example'):
        found = of_example(text)
    else:
        found = of_sample(text)
    seen = set()
    json.dump([(what, t) for what, t in found if not (t in seen or seen.add(t))], sys.stdout)


main(sys.argv[1])
