from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError
from rag.models.e5s1 import E5S1File

from . import e5s1_file


def test_every_tensor_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = e5s1_file.write(tmp_path / "tiny.bin")
    file = E5S1File(made.path)
    for name, values in made.tensors.items():
        read = file.matrix(name, values.shape[1]).rows() if values.ndim == 2 else file.floats(name)
        np.testing.assert_array_equal(read, values)


def test_rows_are_read_in_the_order_asked_for(tmp_path: Path) -> None:
    made = e5s1_file.write(tmp_path / "tiny.bin")
    rows = E5S1File(made.path).matrix("emb.word", e5s1_file.HIDDEN).rows(np.array([5, 0, 5]))
    np.testing.assert_array_equal(rows, made.tensors["emb.word"][[5, 0, 5]])


def test_the_vocabulary_is_read_as_it_was_written(tmp_path: Path) -> None:
    words = E5S1File(e5s1_file.write(tmp_path / "tiny.bin").path).vocabulary
    assert list(words.ids) == list(e5s1_file.PIECES)
    assert words.scores == pytest.approx(list(e5s1_file.PIECES.values()))
    assert words.normalisation == e5s1_file.NORMALISATION
    assert (words.begin, words.pad, words.end, words.unknown) == (0, 1, 2, 3)


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelError, match=r"other\.bin"):
        E5S1File(tmp_path / "other.bin")
