"""
Attributes by category: what a category asks, what a listing answers, and how both are shown.

Pure functions on values: `Definition` is what a category asks, a listing's `specs` map its codes to answers:
text, yes or no, a date as text, the code of a choice, a list of codes, or a number with its unit
(`{"value": "12.5", "unit": "cm"}`).
"""

from sellers.specs.definitions import UNIT_FAMILIES, Choice, Definition, localised
from sellers.specs.reading import missing_specs, read_specs
from sellers.specs.showing import Spec, facet_label, facet_values, shown_specs, spec_text, spec_words

__all__ = [
    "UNIT_FAMILIES",
    "Choice",
    "Definition",
    "Spec",
    "facet_label",
    "facet_values",
    "localised",
    "missing_specs",
    "read_specs",
    "shown_specs",
    "spec_text",
    "spec_words",
]
