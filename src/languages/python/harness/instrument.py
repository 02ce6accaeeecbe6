"""Tells the recorder the learner's variable names and functions: `x = expr` runs as `x = __named__('x', expr)`, and the body of
`def f` inside `with __scope__('f()')`, with lines and columns unchanged."""
import ast


def instrumented(source, filename):
    """The code object of a program, names told. Raises SyntaxError as compile does."""
    tree = ast.parse(source, filename)
    try:
        tree = ast.fix_missing_locations(_Namer().visit(tree))
        return compile(tree, filename, "exec", dont_inherit=True)
    except (ValueError, TypeError, RecursionError):
        return compile(source, filename, "exec", dont_inherit=True)


def _path(target):
    """`x` or `self.w` as text; None for other targets."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute) and (base := _path(target.value)) is not None:
        return f"{base}.{target.attr}"
    return None


def _told(name, value):
    """`__named__(name, value)` at the place of value."""
    call = ast.Call(ast.Name("__named__", ast.Load()), [ast.Constant(name), value], [])
    return ast.copy_location(ast.fix_missing_locations(ast.copy_location(call, value)), value)


def _names_in(target):
    """Plain names in a tuple or list target."""
    if isinstance(target, ast.Name):
        return [target]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [n for element in target.elts for n in _names_in(element)]
    if isinstance(target, ast.Starred):
        return []
    return []


def _notes(names):
    """Statements that tell names which are bound already."""
    return [ast.copy_location(ast.Expr(_told(n.id, ast.copy_location(ast.Name(n.id, ast.Load()), n))), n) for n in names]


def _yields(nodes):
    """Whether these statements make their function a generator."""
    for node in nodes:
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        inner = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef))
        if not inner and _yields(ast.iter_child_nodes(node)):
            return True
    return False


def _scoped(name, body):
    """The body of a function, told as one; what documents it stays in front."""
    start = 1 if ast.get_docstring(ast.Module(body, []), clean=False) is not None else 0
    if len(body) == start:
        return body
    call = ast.Call(ast.Name("__scope__", ast.Load()), [ast.Constant(name)], [])
    scope = ast.With([ast.withitem(call, None)], body[start:])
    return [*body[:start], ast.fix_missing_locations(ast.copy_location(scope, body[start]))]


class _Namer(ast.NodeTransformer):
    def visit_Assign(self, node):
        self.generic_visit(node)
        after = []
        for target in node.targets:
            name = _path(target)
            if name is not None:
                node.value = _told(name, node.value)
            else:
                after += _notes(_names_in(target))
        return [node, *after]

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        name = _path(node.target)
        if node.value is not None and name is not None:
            node.value = _told(name, node.value)
        return node

    def visit_NamedExpr(self, node):
        self.generic_visit(node)
        node.value = _told(node.target.id, node.value)
        return node

    def visit_For(self, node):
        self.generic_visit(node)
        node.body = _notes(_names_in(node.target)) + node.body
        return node

    def visit_With(self, node):
        self.generic_visit(node)
        names = [n for item in node.items if item.optional_vars is not None for n in _names_in(item.optional_vars)]
        node.body = _notes(names) + node.body
        return node

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        # A generator's body runs in pieces between other functions; forward is told by its module.
        if not (node.name == "forward" or node.name.startswith("__") or _yields(node.body)):
            node.body = _scoped(f"{node.name}()", node.body)
        return node

    def visit_ClassDef(self, node):
        # Names in a class body are attributes, not variables that a learner watches.
        node.body = [self.visit(s) if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef)) else s for s in node.body]
        return node
