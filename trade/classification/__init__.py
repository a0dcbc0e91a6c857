"""From a title to ranked HS codes with a confidence. Told in docs/algorithms/classification.md. Pure."""

from trade.classification.classifier import LOW_CONFIDENCE, Candidate, Classifier
from trade.classification.lexicon import Lexicon
from trade.classification.text import tokens_of
from trade.classification.titles import TitleIndex

__all__ = ["LOW_CONFIDENCE", "Candidate", "Classifier", "Lexicon", "TitleIndex", "tokens_of"]
