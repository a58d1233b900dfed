"""What a real site does that a browser or an outsider meets: cookies, logs, addresses of the server, files of a PDF."""

from __future__ import annotations

import json
import logging

import pytest

from staalkaart.core.web.logs import JsonFormatter
from staalkaart.core.web.pdf import FONTS, is_font
from staalkaart.settings import development, production


def test_every_cookie_of_a_real_site_is_of_this_host_only():
    names = {name: value for name, value in vars(production).items() if name.endswith("_COOKIE_NAME")}
    assert len(names) == 4
    assert all(value.startswith("__Host-") for value in names.values()), names
    assert production.SESSION_COOKIE_SECURE
    assert production.CSRF_COOKIE_SECURE
    assert not any(hasattr(production, f"{name}_COOKIE_DOMAIN") for name in ("SESSION", "CSRF", "LANGUAGE"))
    assert not any(getattr(development, name).startswith("__Host-") for name in names)  # plain HTTP would lose them


@pytest.mark.parametrize(
    "said",
    [
        "Internal Server Error: /zoeken/?q=schulden+en+drank",
        'GET "/api/v1/search?q=schulden"',
        "Internal Server Error: /uitnodiging/Xb3kd9A2mQ7wLzP0rT5yUeIoHgFdSaCvBnM1qWeRtYu/",
        "broken: /rekening/e-mailadres/MTI:1tXyZa:h3Jk9-abcdefghijklmnopqrstuvwxyz0123456/",
        "/netwerkdagen/agenda/9f8e7d6c5b4a39281706f5e4d3c2b1a0.ics",
    ],
)
def test_logs_hold_no_search_words_and_no_secret_of_a_link(said):
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, said, (), None)
    record.path = said
    try:
        raise ValueError(said)
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    line = json.loads(JsonFormatter().format(record))
    written = json.dumps({key: value for key, value in line.items() if key != "at"})
    for secret in ("schulden", "Xb3kd9A2mQ7w", "1tXyZa", "9f8e7d6c5b4a3928"):
        if secret in said:
            assert secret not in written.replace("raise ValueError(said)", "")
    assert said.split("?")[0].split("/")[1] in written  # where it happened is still told


@pytest.mark.django_db
def test_a_script_name_from_outside_is_ignored(client):
    body = client.get("/praktijken/", SCRIPT_NAME="/kwaad").content.decode()
    assert "/kwaad" not in body
    assert 'href="/praktijken/' in body


def test_a_pdf_reads_our_fonts_and_nothing_beside_them(tmp_path):
    font = next(FONTS.glob("*.woff2"))
    assert is_font(font.as_uri())
    link = tmp_path / "font.woff2"
    link.symlink_to(font)
    base = FONTS.as_uri()
    assert is_font(link.as_uri())  # it really lies there
    refused = [f"{base}/../../manage.py", f"{base}/%2e%2e/%2e%2e/manage.py", f"{base}-elders/x.woff2", f"file://evil.example{font}",
               "https://voorbeeld.be/x.woff2", base, f"{base}/bestaat-niet.woff2"]  # fmt: skip
    assert [url for url in refused if is_font(url)] == []
    sneaky = FONTS / "zz-proef.woff2"
    try:
        sneaky.symlink_to(tmp_path)
        assert not is_font(sneaky.as_uri())
    finally:
        sneaky.unlink(missing_ok=True)
