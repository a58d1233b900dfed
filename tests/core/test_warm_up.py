"""The look around before a server forks."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staalkaart.core.web.warm_up import warm_up

pytestmark = pytest.mark.django_db


def test_every_page_answers_and_nothing_is_written(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    with CaptureQueriesContext(connection) as asked:
        assert set(warm_up(get_wsgi_application())) == {200}
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}


def test_a_site_of_another_name_still_starts(settings):
    settings.SITE_URL = "https://elders.example"
    assert set(warm_up(get_wsgi_application())) == {400}
