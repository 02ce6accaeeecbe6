"""Imports our Python packages from texts that came with the engine: no file system, and frames known by their file name."""
import importlib.abc
import importlib.util
import sys

PREFIXES = ("<torch>/", "<harness>/")
"""File names of our own frames begin so; they never show in a learner's traceback."""


class PackageImporter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and runs modules of one package given as texts by path. All are compiled at once, so that an import only runs them."""

    def __init__(self, sources):
        self._code = {}
        for path, text in sources.items():
            is_package = path.endswith("/__init__.py")
            name = path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
            self._code[name] = compile(text, "<torch>/" + path, "exec", dont_inherit=True), is_package, "<torch>/" + path

    def find_spec(self, name, path=None, target=None):
        """The spec of a module that we have."""
        found = self._code.get(name)
        if found is None:
            return None
        _, is_package, origin = found
        return importlib.util.spec_from_loader(name, self, origin=origin, is_package=is_package)

    def create_module(self, spec):
        """An ordinary module."""
        return None

    def exec_module(self, module):
        """Runs the compiled text."""
        exec(self._code[module.__name__][0], module.__dict__)


def install(sources):
    """Makes the packages importable."""
    sys.meta_path.insert(0, PackageImporter(sources))
