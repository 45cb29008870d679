"""What can be wrong with an evaluation itself, under the tree of `rag.errors`.

RagError
└── EvalError                eval                exit 1
    ├── GoldError            gold                (a gold line that cannot be used; file and line named)
    ├── SuiteError           suite               (no such suite, or its data is not there)
    ├── RunError             run                 (a run folder that is empty, torn or of another run)
    └── BaselineError        baseline            (a baseline that is missing or not a baseline)
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.errors import RagError


class EvalError(RagError):
    """An evaluation cannot be made from what was given."""

    code = "eval"


class GoldError(EvalError):
    """Gold lines that cannot be used; `problems` holds one sentence each, naming file and line."""

    code = "gold"

    def __init__(self, problems: Sequence[str]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}", hint="Nothing was run; docs/evaluation.md describes a gold line.")
        self.problems = tuple(problems)


class SuiteError(EvalError):
    """There is no suite of that name, or its data is not where it was looked for."""

    code = "suite"


class RunError(EvalError):
    """The folder does not hold a run that can be used."""

    code = "run"


class BaselineError(EvalError):
    """The baseline cannot be read or belongs to something else."""

    code = "baseline"
