"""The choice aid in the editors' menu: questions, answers with their reasons, cards, and what the makers say of their work."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from staalkaart.choice_aid.models import Answer, ChoiceCard, QualityPoint, Question
from staalkaart.core.access.admin_views import OpenChoicesForm


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    list_display = ["title", "kind", "position"]


class AnswerViewSet(SnippetViewSet):
    model = Answer
    icon = "list-ul"
    list_display = ["label", "question", "says"]
    list_filter = ["question"]
    list_per_page = 60


class ChoiceCardViewSet(SnippetViewSet):
    model = ChoiceCard
    icon = "clipboard-list"
    list_display = ["name", "model", "position"]
    edit_handler = ObjectList(ChoiceCard.panels, base_form_class=OpenChoicesForm)


class QualityPointViewSet(SnippetViewSet):
    model = QualityPoint
    icon = "check"
    list_display = ["text", "is_met", "position"]


class ChoiceAidGroup(SnippetViewSetGroup):
    menu_label = _("Keuzehulp")
    menu_icon = "help"
    menu_order = 206
    items = (QuestionViewSet, AnswerViewSet, ChoiceCardViewSet, QualityPointViewSet)


register_snippet(ChoiceAidGroup)
