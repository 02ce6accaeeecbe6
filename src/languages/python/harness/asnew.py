"""Undoes what a program changed in our packages: `torch.ones = None` must not outlive its run."""
import builtins
import sys
import types
from builtins import delattr, isinstance, len, list, setattr, type, vars

DROPPED = ("matplotlib", "mpl_toolkits", "tqdm")
"""Cheap to run anew: the modules of these packages are let go of after every run, with all that they remember."""


_OURS = ("torch", "numpy")


class AsNew:
    """Remembers the public names of torch and numpy, of their classes and of builtins, and puts them back."""

    def __init__(self):
        self._kept = {}
        self._seen = set()

    def remember(self):
        """Takes in what has been imported since the last time."""
        self._keep(builtins)
        for name, module in list(sys.modules.items()):
            if name in self._seen or name.partition(".")[0] not in _OURS:
                continue
            self._seen.add(name)
            self._keep(module)
            for value in list(vars(module).values()):
                if isinstance(value, type) and value.__module__.partition(".")[0] in _OURS:
                    self._keep(value)

    def _keep(self, owner):
        if owner not in self._kept:
            self._kept[owner] = {name: value for name, value in vars(owner).items() if _is_public(name)}

    def restore(self):
        """Puts every name back that was changed, and takes away what was added."""
        for name in [n for n in sys.modules if n.partition(".")[0] in DROPPED]:
            del sys.modules[name]
        for owner, names in self._kept.items():
            now = vars(owner)
            for name, value in names.items():
                if now.get(name, self) is not value:
                    setattr(owner, name, value)
            if len(now) > len(names):
                for name in [n for n in now if n not in names and _is_public(n)]:
                    if not isinstance(now[name], types.ModuleType):
                        delattr(owner, name)


def _is_public(name):
    """Names with one underscore are ours, and may change while a program runs."""
    return not name.startswith("_") or (name.startswith("__") and name not in ("__dict__", "__weakref__", "__doc__", "__builtins__", "__warningregistry__"))
