"""A study of the checker: gold answers are corrupted in known ways, and what the reader is kept from is counted.

It shares no code and no word list with the checker (`rag/answer/checks`, `rag/text`), whose faults it would inherit.
"""
