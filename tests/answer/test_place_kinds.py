from __future__ import annotations

import pytest

from rag.answer.checks.place_kinds import place_kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They liberated the Russian city of Kursk.", [("city", "Russian"), ("city", "Kursk")]),
        ("They liberated the Kursk region of Russia.", [("region", "Kursk"), ("region", "Russia")]),
        ("Fighting in the region of Kursk and in Kursk Oblast", [("region", "Kursk"), ("region", "Kursk")]),
        ("die russische Stadt Kursk", [("city", "Kursk")]),
        ("die Region Kursk, das Gebiet Belgorod", [("region", "Kursk"), ("region", "Belgorod")]),
        ("解放了俄库尔斯克州", [("region", "库尔斯克")]),
        ("解放了俄庫爾斯克州", [("region", "库尔斯克")]),
        ("在莫斯科市举行", [("city", "莫斯科")]),
        ("stability in the region and in many a city", []),
        ("In der Stadt und in der Region blieb es ruhig.", []),
        ("城市和地区", []),
    ],
)
def test_kinds_beside_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted((kind, name) for kind, name, _ in place_kinds(text)) == sorted(expected)
