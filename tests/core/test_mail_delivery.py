"""A seeded sample of `make mail`: two workers, a server that hangs, kill -9. The whole proof has its own target."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.xdist_group("access")
def test_mail_arrives_once_in_a_sample():
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "PYTEST_", "COV_"))
    }
    command = [sys.executable, "proofs/mail_delivery.py", "--kills", "2", "--mails", "12", "--digests", "20"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-1500:]
    assert done.stdout.count("lost 0 · doubled 0") == 3
    assert "one bad address of 12: 11 sent · 1 given up" in done.stdout
