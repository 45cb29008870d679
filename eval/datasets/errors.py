"""What goes wrong with data somebody else wrote."""


class DatasetError(Exception):
    """A data file is missing or not laid out as its format says; the message names file and place."""
