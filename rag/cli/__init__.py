"""The command line: parsing and printing only. Importing it loads nothing heavy; commands import what they need."""

from rag.cli.app import main

__all__ = ["main"]
