"""The errors digitlib raises on purpose; each message says what went wrong and what to do now."""


class DigitlibError(Exception):
    """The common base: catch it to catch every error digitlib raises on purpose."""


class DataError(DigitlibError, RuntimeError):
    """A dataset could not be found, fetched or trusted."""


class ModelError(DigitlibError, ValueError):
    """A network file is missing, damaged or of another architecture."""


class PictureError(DigitlibError, ValueError):
    """A picture or a drawing cannot be read as one."""


class TrainingError(DigitlibError, RuntimeError):
    """Training cannot go on."""
