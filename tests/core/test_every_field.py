"""Every text field of every page: it counts and never cuts, and takes the direction of what is typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from practices.models import Draft
from practices.steps import STEPS
from tests.builders import demo_user
from tests.read_addresses import LOGIN, addresses, make_what_is_missing

pytestmark = pytest.mark.django_db
FIELD = re.compile(r"<(textarea|input)\b([^>]*)>")
# codes and numbers of a fixed shape, and addresses: nothing to count, nothing to turn
NOT_WORDS = re.compile(r'type="(hidden|checkbox|radio|file|submit|number|date|time|password|email|url|tel)"')


def test_no_field_cuts_and_every_field_turns():
    make_what_is_missing()
    draft = Draft.objects.filter(state="writing", kind="project").order_by("pk").first().pk
    steps = [("coordinator", reverse("practices:draft_step", args=[draft, step.slug])) for step in STEPS]
    clients, faults, seen = {}, [], 0
    for who, path in [*addresses(), *steps]:
        if who not in clients:
            clients[who] = Client()
            if who:
                clients[who].force_login(demo_user(LOGIN.get(who, who)))
        answer = clients[who].get(path)
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        for kind, attributes in FIELD.findall(answer.content.decode()):
            if kind == "input" and NOT_WORDS.search(attributes):
                continue
            seen += 1
            name = re.search(r'name="([^"]*)"', attributes)
            cuts = "maxlength" in attributes and 'type="search"' not in attributes
            if cuts or 'dir="auto"' not in attributes:
                faults.append(f"{path} {name and name[1]}: {attributes[:120]}")
    assert seen > 100
    assert faults == [], "\n".join(faults)
