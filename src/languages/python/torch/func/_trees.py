"""Nested tuples, lists and dicts of tensors."""
import torch


def leaves(value):
    """The tensors of nested tuples, lists and dicts."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [leaf for key in value for leaf in leaves(value[key])]
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in leaves(item)]
    return []


def rebuilt(value, given):
    """The same nesting around other tensors, taken from an iterator."""
    if isinstance(value, torch.Tensor):
        return next(given)
    if isinstance(value, dict):
        return {key: rebuilt(value[key], given) for key in value}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(rebuilt(item, given) for item in value))
    if isinstance(value, (tuple, list)):
        return type(value)(rebuilt(item, given) for item in value)
    return value


def mapped(function, value):
    """The same nesting with every tensor changed by a function."""
    return rebuilt(value, iter([function(leaf) for leaf in leaves(value)]))
