from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer


class Stream(AsyncJsonWebsocketConsumer):
    """Market data for a user with a broker's account; here there is none, and only pings are heard."""

    async def connect(self):
        user = self.scope["user"]
        if user.is_anonymous or not await self.has_account(user):
            await self.close()
            return
        await self.accept()

    @database_sync_to_async
    def has_account(self, user):
        return user.trading_accounts.filter(is_active=True).exists()

    async def receive_json(self, content):
        if content.get("type") == "ping":
            await self.send_json({"type": "pong", "timestamp": content.get("timestamp")})
