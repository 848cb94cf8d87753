"""The national registers: which columns are read, and what a row says. Nothing optional refuses a row: what cannot be kept is left out."""

from cercles.organisations.actions.imports.registers.rna import Rna
from cercles.organisations.actions.imports.registers.sirene import Sirene

__all__ = ["Rna", "Sirene"]
