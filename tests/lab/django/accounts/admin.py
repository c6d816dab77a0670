from django.contrib import admin

from .models import Position, TradingAccount, User

admin.site.register([User, Position, TradingAccount])
