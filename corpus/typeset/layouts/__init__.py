"""The layouts: one module for each journal that the corpus imitates, its record named ``LAYOUT``.

The module is named like the layout in the head of a source, with underscores for hyphens.
"""

from importlib import import_module

from .base import Layout, Lines

__all__ = ["Layout", "Lines", "layout_named"]


def layout_named(name: str) -> Layout:
    """The layout that sources call ``name``; no other layout is loaded."""
    module = import_module(f".{name.replace('-', '_')}", __package__)
    layout: Layout = module.LAYOUT
    return layout
