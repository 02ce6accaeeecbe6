"""Importing this was once needed for projection="3d"; programs still do."""
from matplotlib._space import Axes3D

from . import axes3d
