"""Ledgers of claims and forecasts in a real browser: filters, choices, order, and how good the forecasts were."""

from __future__ import annotations

import sys
from pathlib import Path

import generated
import pytest
from reading import Opener, until

sys.path.append(str(Path(__file__).parents[1]))
from conftest import Project

pytest_plugins = ["sample_site"]
CLAIMS, FORECASTS = "claims/index.html", "forecasts/index.html"
ROWS = ".ledger tbody tr:visible"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a project with thirty claims and fifty forecasts."""
    made = Project(tmp_path_factory.mktemp("ledgers"))
    made.write({"content/site.toml": generated.SETTINGS, **generated.notes(30, 50)})
    return made.built("--no-search").root / "site"


def column(number: int) -> str:
    """Give the cells of a column that are seen."""
    return f"{ROWS} > :nth-child({number})"


def test_choices_and_switches_work_together(look: Opener) -> None:
    """What is typed, chosen and switched off each leaves rows out; the page says how many are left; it is in the address."""
    with look(CLAIMS) as page:
        assert page.locator(ROWS).count() == 30
        page.locator("[data-pick=who]").select_option("Beta")
        assert set(page.locator(column(3)).all_inner_texts()) == {"Beta"}
        assert page.locator(".picks .found").inner_text() == "10 of 30"
        page.locator("[data-pick=confidence]").select_option("low")
        assert page.locator(ROWS).count() == 0
        page.locator("[data-pick=confidence]").select_option("moderate")
        page.locator("[data-filter=verdict] button", has_text="Contested").click()
        assert page.locator(ROWS).count() == 8
        page.get_by_label("Find a claim").fill("CLAIM 28")
        assert page.locator(ROWS).count() == 1
        page.get_by_label("Find a claim").fill("")
        assert page.locator(ROWS).count() == 8
        page.reload()
        until(page, "'ready' in document.documentElement.dataset")
        assert page.locator(ROWS).count() == 8
        assert page.locator("[data-pick=who]").input_value() == "Beta"
        assert "who=Beta" in page.url
        assert "confidence=moderate" in page.url
        assert "no-verdict=contested" in page.url


@pytest.mark.parametrize("width", [390, 1440])
def test_ledger_is_put_in_order(look: Opener, width: int) -> None:
    """By verdict in the order of the scale, by confidence from the surest, by date, by claimant; on phones by a choice."""
    orders = {
        "Verdict": ["Supported", "Imprecise", "Contested", "Unsupported", "Not checkable"],
        "Said by": ["Alpha", "Beta", "Gamma"],
        "Confidence": ["High", "Moderate", "Low"],
        "Checked": [f"11 {month} 2026" for month in ("January", "February", "March", "April", "May", "June", "July", "August", "September")],
    }  # fmt: skip
    columns = {"Verdict": 1, "Said by": 3, "Confidence": 5, "Checked": 6}
    with look(CLAIMS, width) as page:
        for name, order in orders.items():
            if width == 390:
                page.locator("[data-sort]").select_option(label=name)
            else:
                page.locator("thead button", has_text=name).click()
            seen = list(dict.fromkeys(text.strip() for text in page.locator(column(columns[name])).all_inner_texts()))
            assert seen == order, name
        assert page.locator("thead button").first.is_visible() == (width == 1440)
        assert page.locator("[data-sort]").is_visible() == (width == 390)


def test_forecasts_are_judged_once_there_are_enough(look: Opener) -> None:
    """With forty resolved forecasts there is a score, a drawing, and a table with the same numbers; switches leave rows out."""
    with look(FORECASTS) as page:
        assert page.locator(".judged > p").inner_text().startswith("Brier score 0.")
        rows = page.locator(".calibrated tbody tr")
        assert rows.count() == page.locator(".calib circle").count() == 5
        assert sum(int(row.split()[-1]) for row in rows.all_inner_texts()) == 40
        assert page.locator(".calib").get_attribute("role") == "img"
        page.locator("[data-filter=outcome] button", has_text="Open").click()
        assert page.locator(ROWS).count() == 40
        page.locator("thead button", has_text="Probability").click()
        shown = [int(text.rstrip(" %")) for text in page.locator(column(3)).all_inner_texts()]
        assert shown == sorted(shown)


def test_ledger_without_scripts_has_all_rows_and_no_controls(look: Opener) -> None:
    """Without scripts nothing is hidden, and nothing is dead."""
    with look(CLAIMS, java_script_enabled=False) as page:
        assert page.locator(ROWS).count() == 30
        assert not any(control.is_visible() for control in page.locator("select, input, button").all())
