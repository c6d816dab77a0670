from django.contrib.auth.models import AbstractUser
from django.db import models

from .fields import EncryptedTextField


class User(AbstractUser):
    email = models.EmailField(unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username", "first_name", "last_name"]


class TradingAccount(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="trading_accounts")
    connection_type = models.CharField(max_length=20, default="TASTYTRADE")
    account_number = models.CharField(max_length=20)
    refresh_token = EncryptedTextField(blank=True)
    access_token = EncryptedTextField(blank=True)
    is_test = models.BooleanField(default=False)
    is_primary = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_token_valid = models.BooleanField(default=False)

    class Meta:
        unique_together = [("user", "connection_type", "account_number")]

    def get_oauth_session(self):
        from tastytrade import Session

        return Session(self.refresh_token, is_test=self.is_test)


class TradingAccountPreferences(models.Model):
    account = models.OneToOneField(TradingAccount, on_delete=models.CASCADE)
    is_automated_trading_enabled = models.BooleanField(default=False)


class Position(models.Model):
    """What a user holds; the rows that backups, restores and replicas are counted by."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="positions")
    symbol = models.CharField(max_length=10, db_index=True)
    quantity = models.IntegerField()
    opened_at = models.DateTimeField(auto_now_add=True)
