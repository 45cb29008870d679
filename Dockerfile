# Built in one stage, run in another: no compiler, no package index and no cache in what runs.
FROM python:3.11.13-slim-bookworm AS build
WORKDIR /src
# On Linux the package index's torch brings gigabytes of GPU libraries; this one has builds for the CPU.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/rag
# Versions first: they change less often than the code.
COPY constraints.txt pyproject.toml ./
COPY README.md LICENSE NOTICE ./
COPY prompts prompts
COPY rag rag
COPY eval eval
RUN /opt/rag/bin/pip install --constraint constraints.txt --extra-index-url "$TORCH_INDEX" .

FROM python:3.11.13-slim-bookworm
# onnxruntime and llama.cpp use OpenMP.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 rag \
    && useradd --uid 10001 --gid rag --no-create-home --home-dir /tmp --shell /usr/sbin/nologin rag \
    && install --directory --owner rag --group rag /data /models /chroma
COPY --from=build /opt/rag /opt/rag
# The root file system may be read-only: what is written goes to the volumes and to /tmp.
ENV PATH=/opt/rag/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    RAG_HOME=/data \
    RAG_MODELS=/models
USER 10001:10001
WORKDIR /tmp
VOLUME ["/data", "/models"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["rag"]
# Other machines are served only with keys: RAG_API_KEYS=name:role:key,...
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
