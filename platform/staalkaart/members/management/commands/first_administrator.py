"""`manage.py first_administrator EMAIL NAME`: the account that invites all the others."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from staalkaart.members.first_sign_in import AdministratorExists, is_waiting, make_first_administrator, sign_in_link


class Command(BaseCommand):
    help = "Makes the first administrator and prints a link that works once, within the hour: mail need not work yet."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, email, name, **options):
        try:
            validate_email(email)
            user = make_first_administrator(email=email.strip(), name=name.strip())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except AdministratorExists as error:
            raise CommandError("Er is al een beheerder. Die nodigt de volgende uit.") from error
        if not is_waiting(user):
            self.stdout.write(f"{user.email} had al een account en is nu ook beheerder: meld aan zoals anders.")
            return
        self.stdout.write(f"{user.email} is beheerder. Open binnen het uur deze link; hij werkt één keer:\n")
        self.stdout.write(sign_in_link(user))
        self.stdout.write("\nTe laat? Voer dit commando opnieuw uit voor een nieuwe link.")
