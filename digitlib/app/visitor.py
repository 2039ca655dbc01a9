"""Who visits: everyone is the same nameless visitor, and no cookie tells them apart."""

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler


class Visitor(IdentityProvider):
    """Let every request in under one name, without login and without a cookie."""

    # No password and no token: what a visitor may do is limited by the server, not by a login.
    auth_enabled = False

    def get_user(self, handler: JupyterHandler) -> User:
        """Return the visitor."""
        return User(username="visitor")
