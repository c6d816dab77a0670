import os

from cryptography.fernet import Fernet
from django.db import models


def _cipher():
    return Fernet(os.environ["FIELD_ENCRYPTION_KEY"].encode())


class EncryptedTextField(models.TextField):
    """Text that lies encrypted in the database."""

    def get_prep_value(self, value):
        return value and _cipher().encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        return value and _cipher().decrypt(value.encode()).decode()
