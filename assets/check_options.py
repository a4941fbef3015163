"""Which options a check's source reads, found without running it. A part of the prototype runner.

An expression denotes a place in the configuration: `('instance', 'queues', '[]', 'name')` is the name of an element of
the list `queues`. Names and attributes that hold such a place are followed; what can't be followed is left alone.
"""

import ast

SECTIONS = {'instance': ('instance',), 'init_config': ('init_config',), 'instances': ('instances',)}
MODELS = {'config': ('instance',), 'shared_config': ('init_config',)}
SAME = frozenset(('dict', 'list', 'tuple', 'set', 'frozenset', 'sorted', 'reversed', 'copy', 'deepcopy', 'iter'))
CASTS = {'is_affirmative': 'boolean', 'bool': 'boolean', 'int': 'integer', 'float': 'number', 'str': 'string'}
TYPES = {'str': 'string', 'int': 'integer', 'float': 'number', 'bool': 'boolean', 'list': 'array', 'dict': 'object'}
TEXT = frozenset(
    'split rsplit strip rstrip lstrip lower upper startswith endswith encode splitlines removeprefix removesuffix'.split()
)
LISTS = frozenset(('append', 'extend', 'sort', 'insert'))
MAPPINGS = frozenset(('items', 'keys', 'values'))
ABSENT = object()
# What is deeper is no configuration that a person fills in.
DEEPEST = 8


def literal(node):
    """The JSON value of a literal, else None."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    if isinstance(value, (tuple, set, frozenset)):
        value = sorted(value, key=str) if not isinstance(value, tuple) else list(value)
    return value if isinstance(value, (str, int, float, bool, list, dict)) else None


def named(node):
    """The last part of a name: `is_affirmative` of `utils.is_affirmative`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, 'id', '')


class Place:
    """One key of the configuration, and what the source says of it."""

    def __init__(self):
        self.keys = {}
        self.default = None
        self.kind = None
        self.needed = self.guarded = self.demanded = False

    def says(self, kind):
        # The first word counts: what is cast to a number was read as one.
        self.kind = self.kind or kind

    def document(self, name, section=None):
        element = self.keys.get('[]')
        kind = self.kind or ('array' if element else None)
        inside = element.keys if element else self.keys
        inside = {key: place for key, place in inside.items() if key not in ('[]', '*')}
        option = {
            'name': name,
            # A default somewhere means that its absence is no error there.
            'required': self.default is None and (self.demanded or (self.needed and not self.guarded)),
            'default': self.default,
            'kind': kind or ('object' if self.keys else None),
            'items': ('object' if inside else element.kind) if element else None,
            'keys': [place.document(key) for key, place in inside.items()],
        }
        if section:
            option['in'] = section
        return option


class Reader(ast.NodeVisitor):
    """Walks the source in its order."""

    def __init__(self, constants, attributes):
        self.root = {'instance': Place(), 'init_config': Place()}
        self.order = []
        self.constants, self.attributes = constants, attributes
        self.scopes = [{}]
        self.guarding = 0

    # What an expression denotes.

    def place(self, path):
        """The place of a path that leads below a section."""
        if not path or path[0] not in self.root or len(path) < 2:
            return None
        at = self.root[path[0]]
        for key in path[1:]:
            at = at.keys.setdefault(key, Place())
        if path[:2] not in self.order:
            self.order.append(path[:2])
        return at

    def below(self, path, key):
        if path == ('instances',):
            return ('instance',)
        return path + (key,) if path and path[0] in self.root and len(path) < DEEPEST else None

    def constant(self, node):
        """The value of a literal, of a constant of the module or the class, or of a product of them."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.constants.get(named(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            factors = [self.constant(node.left), self.constant(node.right)]
            return factors[0] * factors[1] if all(type(f) in (int, float) for f in factors) else None
        return literal(node)

    def key(self, node):
        value = self.constant(node)
        return value if isinstance(value, str) else None

    def of(self, node):
        """The path that an expression denotes, else None."""
        if isinstance(node, ast.Name):
            for scope in reversed(self.scopes):
                if scope.get(node.id):
                    return scope[node.id]
            return SECTIONS.get(node.id)
        if isinstance(node, ast.Attribute):
            if node.attr in SECTIONS:
                return SECTIONS[node.attr]
            if isinstance(node.value, ast.Name) and node.value.id == 'self':
                return self.attributes.get(node.attr)
            model = node.value
            if isinstance(model, ast.Attribute) and model.attr in MODELS and named(model.value) == 'self':
                return MODELS[model.attr] + (node.attr,)
            return None
        if isinstance(node, ast.Subscript):
            path = self.of(node.value)
            key = self.key(node.slice)
            return self.below(path, '[]' if key is None else key) if path else None
        if isinstance(node, ast.Call):
            return self.of_call(node)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return self.of(node.values[0])
        if isinstance(node, ast.IfExp):
            return self.of(node.body) or self.of(node.orelse)
        if isinstance(node, (ast.NamedExpr, ast.Await, ast.Starred)):
            return self.of(node.value)
        return None

    def of_call(self, node):
        name = named(node.func)
        if isinstance(node.func, ast.Attribute):
            if name in ('get', 'pop', 'setdefault') and node.args:
                path, key = self.of(node.func.value), self.key(node.args[0])
                return self.below(path, key) if path and key is not None else None
            if name == 'copy' and not node.args:
                return self.of(node.func.value)
        if (name in SAME or name in CASTS) and node.args:
            return self.of(node.args[0])
        return None

    def elements(self, node):
        """The paths of what a loop over an expression gives: one, or one for each part of a pair."""
        if isinstance(node, ast.Call):
            name = named(node.func)
            if isinstance(node.func, ast.Attribute) and name in MAPPINGS:
                path = self.of(node.func.value)
                value = self.below(path, '*') if path and len(path) > 1 else None
                return {'items': [None, value], 'values': [value]}.get(name, [None])
            if name == 'enumerate' and node.args:
                return [None, *self.elements(node.args[0])]
        path = self.of(node)
        if not path or len(path) < 2 and path != ('instances',):
            return [None]
        place = self.place(path)
        if place and not self.is_mapping(place):
            place.says('array')
            place.keys.setdefault('[]', Place())
            return [self.below(path, '[]')]
        return [self.below(path, '[]') if place is None else None]

    @staticmethod
    def is_mapping(place):
        return place.kind == 'object' or isinstance(place.default, dict) and bool(place.default)

    def bind(self, target, paths):
        if isinstance(target, (ast.Tuple, ast.List)):
            padded = paths + [None] * len(target.elts)
            for element, path in zip(target.elts, padded):
                self.bind(element, [path])
        elif isinstance(target, ast.Name):
            self.scopes[-1][target.id] = paths[0] if len(paths) == 1 else None
        elif isinstance(target, ast.Attribute) and named(target.value) == 'self' and paths[0]:
            self.attributes.setdefault(target.attr, paths[0])

    # What the source says of it.

    def read(self, path, needed, default=ABSENT):
        place = self.place(path)
        if place is None or path[-1] == '[]':
            return
        if needed and self.guarding:
            place.guarded = True
        place.needed = place.needed or needed
        if default is not ABSENT and place.default is None:
            place.default = self.constant(default)

    def visit_Subscript(self, node):
        if isinstance(node.ctx, ast.Load):
            path = self.of(node)
            if path and len(path) > 1:
                self.read(path, True)
        self.generic_visit(node)

    def visit_Attribute(self, node):
        path = self.of(node)
        if path and len(path) > 1 and isinstance(node.value, ast.Attribute):
            self.read(path, False)
        self.generic_visit(node)

    def visit_Call(self, node):
        name = named(node.func)
        path = self.of_call(node) if isinstance(node.func, ast.Attribute) and name in ('get', 'pop', 'setdefault') else None
        if path and len(path) > 1:
            self.read(path, False, node.args[1] if len(node.args) > 1 else ABSENT)
        elif name in CASTS and node.args:
            self.says(node.args[0], CASTS[name])
        elif name == 'isinstance' and len(node.args) == 2 and named(node.args[1]) in TYPES:
            self.says(node.args[0], TYPES[named(node.args[1])])
        if isinstance(node.func, ast.Attribute):
            kinds = ((TEXT, 'string'), (LISTS, 'array'), (MAPPINGS, 'object'))
            for words, kind in kinds:
                if name in words:
                    self.says(node.func.value, kind)
        self.generic_visit(node)

    def says(self, node, kind):
        path = self.of(node)
        place = self.place(path) if path and len(path) > 1 else None
        if place:
            # A whole number that is cast to one that is not stays what it was typed as.
            place.says(kind)

    def visit_BoolOp(self, node):
        if isinstance(node.op, ast.Or):
            path = self.of(node.values[0])
            if path and len(path) > 1:
                self.read(path, False, node.values[-1])
        self.generic_visit(node)

    def visit_Compare(self, node):
        if len(node.ops) == 1:
            operator, right = node.ops[0], node.comparators[0]
            path, key = self.of(right), self.key(node.left)
            if isinstance(operator, (ast.In, ast.NotIn)) and path and key is not None and len(path) == 1:
                place = self.place(self.below(path, key))
                if place:
                    place.guarded = True
            number = literal(right)
            if isinstance(operator, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) and isinstance(number, (int, float)):
                self.says(node.left, 'number' if isinstance(number, float) else 'integer')
        self.generic_visit(node)

    def missing(self, test):
        """The paths whose absence a test is about."""
        if isinstance(test, ast.BoolOp):
            return [path for value in test.values for path in self.missing(value)] if isinstance(test.op, ast.Or) else []
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = test.operand
            both = isinstance(inner, ast.BoolOp) and isinstance(inner.op, ast.And)
            return [self.of(value) for value in inner.values] if both else [self.of(inner)]
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            operator, right = test.ops[0], test.comparators[0]
            if isinstance(operator, (ast.Is, ast.Eq)) and not self.constant(right):
                return [self.of(test.left)]
            if isinstance(operator, ast.NotIn):
                path, key = self.of(right), self.key(test.left)
                return [self.below(path, key)] if path and key is not None else []
        return []

    def visit_If(self, node):
        self.visit(node.test)
        if any(isinstance(statement, ast.Raise) for statement in node.body):
            for path in self.missing(node.test):
                place = self.place(path) if path else None
                if place:
                    place.demanded = True
        else:
            for inner in ast.walk(node.test):
                path = self.of(inner) if isinstance(inner, (ast.Call, ast.Name, ast.Attribute)) else None
                place = self.place(path) if path and len(path) > 1 else None
                if place:
                    place.guarded = True
        for statement in node.body + node.orelse:
            self.visit(statement)

    def visit_Try(self, node):
        caught = [h for h in node.handlers if h.type is None or named(h.type) in ('KeyError', 'LookupError', 'Exception')]
        spared = any(not any(isinstance(s, ast.Raise) for s in h.body) for h in caught)
        keyed = spared and any(named(h.type) in ('KeyError', 'LookupError') for h in caught if h.type)
        self.guarding += keyed
        for statement in node.body:
            self.visit(statement)
        self.guarding -= keyed
        for part in (*node.handlers, *node.orelse, *node.finalbody):
            self.visit(part)

    # Names that hold a place.

    def visit_Assign(self, node):
        self.visit(node.value)
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for one, value in zip(target.elts, node.value.elts):
                    self.bind(one, [self.of(value)])
            else:
                self.bind(target, [self.of(node.value)])
            self.visit(target)

    def visit_AnnAssign(self, node):
        if node.value is not None:
            self.visit(node.value)
            self.bind(node.target, [self.of(node.value)])

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        self.bind(node.target, [self.of(node.value)])

    def visit_For(self, node):
        self.visit(node.iter)
        self.bind(node.target, self.elements(node.iter))
        for statement in node.body + node.orelse:
            self.visit(statement)

    visit_AsyncFor = visit_For

    def visit_comprehension_of(self, node):
        self.scopes.append({})
        for generator in node.generators:
            self.visit(generator.iter)
            self.bind(generator.target, self.elements(generator.iter))
            for condition in generator.ifs:
                self.visit(condition)
        for part in ('key', 'value', 'elt'):
            if hasattr(node, part):
                self.visit(getattr(node, part))
        self.scopes.pop()

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_of

    def visit_FunctionDef(self, node):
        arguments = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
        scope = {name: SECTIONS.get(name) for name in arguments}
        if node.name == 'check' and len(arguments) > 1:
            scope[arguments[1]] = ('instance',)
        self.scopes.append(scope)
        for statement in node.body:
            self.visit(statement)
        self.scopes.pop()

    visit_AsyncFunctionDef = visit_FunctionDef


def read_constants(tree):
    """Names in capitals, and others of the module and its classes that are given once, with what they are."""
    found = {}
    bodies = [tree.body, *(n.body for n in ast.walk(tree) if isinstance(n, ast.ClassDef))]
    for statement in (s for body in bodies for s in body):
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        for target in targets:
            value = literal(statement.value)
            if isinstance(target, ast.Name) and value is not None:
                found.setdefault(target.id, value)
    return found


def read_options(tree):
    """Options that the code reads, in order of their first use."""
    attributes = {}
    constants = read_constants(tree)
    try:
        # Twice: a method may use an attribute that a later one sets.
        for _ in range(2):
            reader = Reader(constants, attributes)
            reader.visit(tree)
    except RecursionError:
        return []
    return [reader.root[section].keys[name].document(name, section) for section, name in reader.order]
