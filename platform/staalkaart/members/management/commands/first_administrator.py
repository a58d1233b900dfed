"""`manage.py first_administrator EMAIL NAME`: the account that invites all the others."""

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from staalkaart.members.models import Grant, Membership, User
from staalkaart.members.teams import join


class Command(BaseCommand):
    help = "Makes the first administrator of a site. Sign in with a code by mail, then set up a second factor."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    @transaction.atomic
    def handle(self, email, name, **options):
        if Membership.objects.current().filter(role=Grant.Role.ADMIN).exists():
            raise CommandError("Er is al een beheerder. Die nodigt de volgende uit.")
        user = User.objects.create_user(email, None, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        join(membership=Membership(user=user, role=Grant.Role.ADMIN), by=None)
        self.stdout.write(f"{user.email} is beheerder. Meld je aan met een code per mail.")
