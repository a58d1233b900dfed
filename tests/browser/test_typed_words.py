"""A seeded sample of `make typing`: forms, offline, killed, locked, twice. The whole table has its own target."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.xdist_group("typing")
def test_no_word_is_lost_and_no_row_doubled_in_a_sample():
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "PYTEST_", "COV_"))
    }
    command = [sys.executable, "proofs/typed_words.py", "--sample", "3", "3"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]
    # a browser that hung is tried again, and counts as one trial more
    [(trials, lost, doubled)] = re.findall(
        r"(\d+) trials, (\d+) with words lost, (\d+) with a row doubled", done.stdout
    )
    assert int(trials) >= 3
    assert (lost, doubled) == ("0", "0"), done.stdout
