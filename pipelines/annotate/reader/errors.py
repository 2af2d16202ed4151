"""What can be wrong with the files of the model."""


class ModelFileError(RuntimeError):
    """A file of the model is missing or not the one that was exported; the message names it and the way back."""
