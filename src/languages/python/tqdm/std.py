"""The same bar under another name."""
from . import tqdm, trange
