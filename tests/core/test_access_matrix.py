"""A seeded sample of `make access`: the whole matrix has its own target."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.xdist_group("access")
def test_a_sample_of_the_matrix_has_no_deviation():
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "PYTEST_", "COV_"))
    }
    command = [sys.executable, "proofs/access.py", "--sample", "200", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]
    assert re.search(r"cells 200 · deviations and leaks 0 ", done.stdout)
