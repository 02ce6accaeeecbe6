"""The part of IPython that programs out of notebooks call: display."""
from . import display
