from staalkaart.choice_aid.models.cards import ChoiceCard
from staalkaart.choice_aid.models.matrix import Answer, Question, Reason
from staalkaart.choice_aid.models.texts import ChoiceAidTexts, QualityPoint

__all__ = ["Answer", "ChoiceAidTexts", "ChoiceCard", "QualityPoint", "Question", "Reason"]
