"""What is typed is kept beside the object, per person; nothing that was acknowledged is overwritten unseen."""

import pytest

from staalkaart.core.models import AutosaveBuffer
from staalkaart.core.writing import autosave
from tests.builders import demo_user

pytestmark = pytest.mark.django_db
TYPED = {"title": ["Samen koken"]}


def test_the_first_words_are_kept():
    kept = autosave.keep(user=demo_user("lid"), key="practice:1:titel", data=TYPED, base=0, stamp=0)
    assert (kept.data, kept.stamp) == (TYPED, 1)


def test_the_same_page_goes_on():
    user = demo_user("lid")
    first = autosave.keep(user=user, key="a", data=TYPED, base=0, stamp=0)
    again = autosave.keep(user=user, key="a", data={"title": ["Samen koken en eten"]}, base=0, stamp=first.stamp)
    assert again.stamp == 2
    assert AutosaveBuffer.objects.count() == 1


def test_another_device_does_not_overwrite_what_is_there():
    user = demo_user("lid")
    autosave.keep(user=user, key="a", data=TYPED, base=0, stamp=0)
    with pytest.raises(autosave.Elsewhere) as found:
        autosave.keep(user=user, key="a", data={"title": ["Iets anders"]}, base=0, stamp=0)
    assert found.value.buffer.data == TYPED
    assert autosave.buffer_of(user, "a").data == TYPED


def test_the_same_words_twice_are_no_conflict():
    user = demo_user("lid")
    autosave.keep(user=user, key="a", data=TYPED, base=0, stamp=0)
    assert autosave.keep(user=user, key="a", data=TYPED, base=0, stamp=0).stamp == 1


def test_two_people_have_a_buffer_each():
    for login in ("lid", "coordinator"):
        autosave.keep(user=demo_user(login), key="a", data={"title": [login]}, base=0, stamp=0)
    assert autosave.buffer_of(demo_user("lid"), "a").data == {"title": ["lid"]}
    assert autosave.buffer_of(demo_user("coordinator"), "a").data == {"title": ["coordinator"]}
