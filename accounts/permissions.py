"""The one table of who may do what. A permission that is not in a role's row is denied."""

from .models.organisation import Role

_VIEW = frozenset({"listings.view_own", "orders.view", "payments.view", "organisation.view"})
_BUY = frozenset(
    {"cart.edit", "orders.place", "orders.accept", "addresses.edit", "conversations.write", "reviews.write"}
)
_SELL = frozenset({"listings.edit", "orders.ship", "conversations.write", "reviews.write"})
_FINANCE = frozenset({"payments.manage"})
# What is never taken away: to say something against a decision, and to take one's own data along.
_ANSWER = frozenset({"holds.appeal"})
_TAKE = frozenset({"data.export"})
_RUN = frozenset({"organisation.manage", "members.manage", "api_clients.manage"})

OF_ROLE: dict[str, frozenset[str]] = {
    Role.OWNER: _VIEW | _BUY | _SELL | _FINANCE | _RUN | _ANSWER | _TAKE,
    Role.MANAGER: _VIEW | _BUY | _SELL | _ANSWER,
    Role.BUYER: _VIEW | _BUY,
    Role.FINANCE: _VIEW | _FINANCE,
    Role.VIEWER: _VIEW,
}

# What the platform's own staff and background work may do; never given to a member.
OF_PLATFORM = frozenset(
    {
        "listings.moderate",
        "trade.classify",
        "trade.set_rates",
        "payments.operate",
        "orders.operate",
        "accounts.operate",
        "screening.operate",
    }
)

# A suspended organisation may look and finish what it owes, and start nothing.
OF_SUSPENDED = _VIEW | _ANSWER | _TAKE | frozenset({"orders.ship", "conversations.write"})

# What a token of an API client may carry, and the permissions that each scope stands for.
OF_SCOPE: dict[str, frozenset[str]] = {
    "listings:read": frozenset({"listings.view_own"}),
    "listings:write": frozenset({"listings.view_own", "listings.edit"}),
    "cart:read": frozenset(),
    "cart:write": frozenset({"cart.edit"}),
    "orders:read": frozenset({"orders.view"}),
    "orders:write": frozenset({"orders.view", "orders.place", "orders.ship", "orders.accept", "reviews.write"}),
    "payments:read": frozenset({"payments.view"}),
    "payments:write": frozenset({"payments.view", "payments.manage"}),
    "conversations:read": frozenset(),
    "conversations:write": frozenset({"conversations.write"}),
    "organisation:read": frozenset({"organisation.view"}),
    "organisation:write": frozenset(
        {"organisation.view", "organisation.manage", "addresses.edit", "holds.appeal", "data.export"}
    ),
    "notifications:read": frozenset(),
    "notifications:write": frozenset(),
}
