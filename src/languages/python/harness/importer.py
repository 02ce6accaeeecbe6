"""Imports our Python packages from texts that came with the engine: no file system, and frames known by their file name."""
import importlib.abc
import importlib.util
import sys

PREFIXES = ("<torch>/", "<packages>/", "<harness>/")
"""File names of our own frames begin so; they never show in a learner's traceback."""


class PackageImporter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and runs modules of one package given as texts by path."""

    def __init__(self, sources, prefix, at_once):
        self._modules = {}
        for path, text in sources.items():
            is_package = path.endswith("/__init__.py")
            name = path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
            # What every program needs is compiled before the memory snapshot; the rest when a program imports it.
            code = compile(text, prefix + path, "exec", dont_inherit=True) if at_once else text
            self._modules[name] = code, is_package, prefix + path

    def find_spec(self, name, path=None, target=None):
        """The spec of a module that we have."""
        found = self._modules.get(name)
        if found is None:
            return None
        _, is_package, origin = found
        return importlib.util.spec_from_loader(name, self, origin=origin, is_package=is_package)

    def find_distributions(self, context):
        """What importlib.metadata is told of the package asked for: its name and its version."""
        version = None
        if context.name in self._modules:
            version = getattr(importlib.import_module(context.name), "__version__", None)
        if version is not None:
            # Few programs ask, and this module is large.
            from importlib.metadata import Distribution

            class Told(Distribution):
                def read_text(self, filename):
                    return f"Name: {context.name}\nVersion: {version}\n" if filename == "METADATA" else None

                def locate_file(self, path):
                    return path

            yield Told()

    def create_module(self, spec):
        """An ordinary module."""
        return None

    def exec_module(self, module):
        """Runs the text."""
        code, is_package, origin = self._modules[module.__name__]
        if isinstance(code, str):
            code = compile(code, origin, "exec", dont_inherit=True)
            self._modules[module.__name__] = code, is_package, origin
        exec(code, module.__dict__)


def install(torch, later):
    """Makes the packages importable: torch, and those that are compiled when a program imports them."""
    sys.meta_path.insert(0, PackageImporter(torch, "<torch>/", True))
    sys.meta_path.insert(0, PackageImporter(later, "<packages>/", False))
