"""Every error this service raises on purpose, in one tree.

    RagError                     internal            500  exit 1
    ├── UsageError               usage               400  exit 2
    │   ├── QuestionError        question_*          400  exit 2
    │   ├── SettingsError        settings            500  exit 2
    │   └── BodyTooLargeError    body_too_large      413  exit 2
    ├── AccessError              forbidden           403  exit 1
    │   └── UnauthorizedError    unauthorized        401
    ├── BusyError                busy                429  exit 1   (says when to come back)
    ├── NotFoundError            not_found           404  exit 1
    │   └── NoIndexError         no_index            503  exit 1
    ├── IngestError              ingest              422  exit 1   (one per file; the rest go on)
    │   ├── EncodingError        encoding_unknown    422
    │   ├── EmptyFileError       file_empty          422
    │   ├── BinaryFileError      file_binary         422
    │   ├── TooLargeError        file_too_large      413
    │   └── UnreadableError      file_unreadable     422
    ├── StoreError              index               500  exit 1
    │   ├── ModelMismatchError   index_other_model   409
    │   ├── SchemaError          index_schema        500
    │   ├── DiskFullError        disk_full           507
    │   └── VectorStoreError     chroma_unreachable  503
    ├── ModelError               model               503  exit 1
    │   ├── ModelMissingError    model_missing       503
    │   ├── ModelDigestError     model_sha256        503
    │   └── DownloadError        model_download      503
    ├── LLMError                 llm                 502  exit 1
    │   └── LLMUnavailableError  llm_unavailable     503
    └── InterruptedByUserError interrupted         499  exit 130

An error is a sentence that says what happened, and a hint that says what to do about it.
"""

from __future__ import annotations


class RagError(Exception):
    """Base of the tree: `str(error)` is the sentence, `error.hint` what to do about it."""

    code = "internal"
    http_status = 500
    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        if code is not None:
            self.code = code


class UsageError(RagError):
    """The caller asked for something that cannot be meant."""

    code = "usage"
    http_status = 400
    exit_code = 2


class QuestionError(UsageError):
    """The question is empty, too long, or holds nothing that can be searched for."""

    code = "question_empty"


class SettingsError(UsageError):
    """A setting has a value that cannot be used."""

    code = "settings"
    http_status = 500


class BodyTooLargeError(UsageError):
    """The body of a request is larger than its route takes."""

    code = "body_too_large"
    http_status = 413


class AccessError(RagError):
    """The caller may not do this."""

    code = "forbidden"
    http_status = 403


class UnauthorizedError(AccessError):
    """A key is needed, or the one given is not known."""

    code = "unauthorized"
    http_status = 401


class BusyError(RagError):
    """Too much is asked at once; `retry_after` is a guess in seconds of when to come back."""

    code = "busy"
    http_status = 429

    def __init__(self, message: str, *, retry_after: int, hint: str = "", code: str | None = None) -> None:
        super().__init__(message, hint=hint, code=code)
        self.retry_after = retry_after


class NotFoundError(RagError):
    """The document, file or model asked for does not exist."""

    code = "not_found"
    http_status = 404


class NoIndexError(NotFoundError):
    """Nothing has been ingested yet."""

    code = "no_index"
    http_status = 503


class IngestError(RagError):
    """One file could not be read into a document; the others are not affected."""

    code = "ingest"
    http_status = 422


class EncodingError(IngestError):
    """The bytes decode under none of the known encodings, or under several with no way to choose."""

    code = "encoding_unknown"


class EmptyFileError(IngestError):
    """The file holds no text."""

    code = "file_empty"


class BinaryFileError(IngestError):
    """The file is named like text and holds none."""

    code = "file_binary"


class TooLargeError(IngestError):
    """The file is larger than `RAG_MAX_FILE_MB`."""

    code = "file_too_large"
    http_status = 413


class UnreadableError(IngestError):
    """The file cannot be opened, or its format's reader refused it."""

    code = "file_unreadable"


class StoreError(RagError):
    """The index cannot be used as it is."""

    code = "index"


class ModelMismatchError(StoreError):
    """The index was built with another embedding model."""

    code = "index_other_model"
    http_status = 409


class SchemaError(StoreError):
    """The catalog was written by another version of this program."""

    code = "index_schema"


class DiskFullError(StoreError):
    """There is no room left to write the index."""

    code = "disk_full"
    http_status = 507


class VectorStoreError(StoreError):
    """Chroma does not answer."""

    code = "chroma_unreachable"
    http_status = 503


class ModelError(RagError):
    """A model cannot be used."""

    code = "model"
    http_status = 503


class ModelMissingError(ModelError):
    """The model has not been fetched."""

    code = "model_missing"


class ModelDigestError(ModelError):
    """The model's file is not the file the registry names."""

    code = "model_sha256"


class DownloadError(ModelError):
    """No source of the model could be reached."""

    code = "model_download"


class LLMError(RagError):
    """The language model answered with something that cannot be used."""

    code = "llm"
    http_status = 502


class LLMUnavailableError(LLMError):
    """There is no language model to ask."""

    code = "llm_unavailable"
    http_status = 503


class InterruptedByUserError(RagError):
    """The user stopped the work; what was finished is kept."""

    code = "interrupted"
    http_status = 499
    exit_code = 130
