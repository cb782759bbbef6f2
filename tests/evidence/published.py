"""Where data that others published are kept: beside the checkout, and not part of it."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "golden"
REAL_SCHOOLS = FOLDER / "dfe_ks2_surrey_2017_2019.csv"
