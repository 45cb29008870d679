"""Settings: environment variables with the prefix `RAG_`, over `rag.toml`, over the defaults here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from rag.errors import SettingsError

APP = "rag-evals"


def default_home() -> Path:
    """`./.rag` if it exists, else the user's data directory."""
    local = Path(".rag")
    return local if local.is_dir() else user_data_path(APP)


class Settings(BaseSettings):
    """Everything that can be set, with its default. Secrets print as stars."""

    model_config = SettingsConfigDict(env_prefix="RAG_", toml_file="rag.toml", extra="forbid", env_ignore_empty=True)

    home: Path = Field(default_factory=default_home)
    models: Path = Field(default_factory=lambda: user_cache_path(APP) / "models")
    chroma_url: str | None = None
    embed_model: str = "multilingual-e5-small-q4"
    rerank_model: str | None = None
    llm: Literal["local", "none", "openai-compatible"] = "local"
    llm_base_url: str | None = None
    llm_model: str = "qwen2.5-coder-1.5b-instruct-q4"
    llm_api_key: SecretStr | None = None
    api_keys: SecretStr | None = None
    max_file_mb: int = Field(default=50, ge=1)
    max_question_chars: int = Field(default=4000, ge=1)
    max_hallucination: float = Field(default=0.2, gt=0, lt=1)

    @field_validator("home", "models")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @model_validator(mode="after")
    def _endpoint_has_an_address(self) -> Self:
        if self.llm == "openai-compatible" and not self.llm_base_url:
            raise ValueError("RAG_LLM=openai-compatible needs an address in RAG_LLM_BASE_URL")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic passes all five by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over `rag.toml`; no `.env`, no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**overrides: object) -> Settings:
    """Read the settings; a value that cannot be used is one sentence naming the variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        says = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":  # an unknown variable only gets a warning
            says = f"rag.toml: there is no setting {name!r}."
        elif name:
            says = f"RAG_{name.upper()}: {says}"
        raise SettingsError(says, hint="README.md and docs/operations.md list the settings.") from None


def unknown_variables(environ: Mapping[str, str] = os.environ) -> list[str]:
    """`RAG_` variables that name no setting, sorted: a typing error is better told than ignored."""
    known = {f"RAG_{name.upper()}" for name in Settings.model_fields} | {"RAG_EVAL_DATA", "RAG_SERVER_KEY"}
    return sorted(name for name in environ if name.startswith("RAG_") and name not in known)
