"""The server: incidents, reports and reviews over HTTP, and the page that shows them."""

from __future__ import annotations

from dateline.server.app import create_app
from dateline.server.security import Access, Token, read_tokens

__all__ = ["Access", "Token", "create_app", "read_tokens"]
