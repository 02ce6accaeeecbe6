"""Parts of numpy that stand apart from its arrays."""
from . import stride_tricks
