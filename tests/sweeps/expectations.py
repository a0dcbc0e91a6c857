"""
Whom each address is for. A new address without a row fails the sweep.

- PUBLIC: anybody may look.
- PERSON: signed-in people only, each with what is their own.
- otherwise the address names a thing: the first word says which (`Market.ids`), the rest who its parties are. For
  everybody else it does not exist.
"""

PUBLIC, PERSON = "public", "person"
BUYER = ("buyer", "buyer's viewer", "buyer's finance")
SELLER = ("seller", "seller's viewer")


class Thing:
    """
    An address that names somebody's thing; `ids` maps its arguments to `Market.ids`.

    `seen_by` may know that it exists (they see it elsewhere) and be told that this is not theirs to do.
    """

    def __init__(self, parties: tuple[str, ...], seen_by: tuple[str, ...] = (), **ids: str) -> None:
        self.parties, self.seen_by, self.ids = parties, seen_by, ids


class Shown(Thing):
    """An address that names something anybody may look at."""

    def __init__(self, **ids: str) -> None:
        super().__init__((), **ids)


def _order(parties: tuple[str, ...], key: str = "order") -> Thing:
    return Thing(parties, seen_by=(*BUYER, *SELLER) if key == "order" else (), public_id=key)


EXPECTED: dict[str, str | Thing] = {
    # The project
    "favicon.ico": PUBLIC,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "metrics": Thing(()),
    "about": PUBLIC,
    "help": PUBLIC,
    "legal": PUBLIC,
    "status": PUBLIC,
    "token": PUBLIC,
    "token_revoke": PUBLIC,
    "schema": PUBLIC,
    "api_docs": PUBLIC,
    "outbox": PUBLIC,
    "^media/(?P<path>.{1,200})$": Shown(path="no_such_file"),
    # accounts
    "accounts:landing": PERSON,
    "accounts:start": PERSON,
    "accounts:organisation": PERSON,
    "accounts:team": PERSON,
    "accounts:owners": PERSON,
    "accounts:new_owner": PERSON,
    "accounts:owner": Thing(("buyer",), seen_by=BUYER, public_id="owner"),
    "accounts:remove_owner": Thing(("buyer",), seen_by=BUYER, public_id="owner"),
    "accounts_api:owners": PERSON,
    "accounts_api:owner": Thing(("buyer",), seen_by=BUYER, public_id="owner"),
    "trade:checks": PERSON,
    "trade_api:screening": PERSON,
    "accounts:member": Thing(BUYER, user_id="user_id"),
    "accounts:withdraw_invitation": Thing(BUYER, public_id="accounts:withdraw_invitation"),
    "accounts:invitation": Shown(token="token"),
    "accounts:profile": PERSON,
    "accounts:notifications": PERSON,
    "accounts:notification": Thing(("buyer",), public_id="accounts:notification"),
    "accounts:addresses": PERSON,
    "accounts:new_address": PERSON,
    "accounts:address": Thing(BUYER, public_id="accounts:address"),
    "accounts:remove_address": Thing(BUYER, public_id="accounts:address"),
    "accounts:tax_ids": PERSON,
    "accounts:remove_tax_id": Thing(BUYER, public_id="tax_id"),
    "accounts:api_clients": PERSON,
    "accounts:remove_api_client": Thing(BUYER, client_id="client_id"),
    "accounts:preferences": PUBLIC,
    "accounts:switch_organisation": PERSON,
    "accounts_api:me": PERSON,
    "accounts_api:addresses": PERSON,
    "accounts_api:address": Thing(BUYER, public_id="accounts:address"),
    "accounts_api:tax_ids": PERSON,
    "accounts_api:tax_id": Thing(BUYER, public_id="tax_id"),
    "accounts_api:notifications": PERSON,
    "accounts_api:read_notifications": PERSON,
    # trade
    "trade:landed_cost": PUBLIC,
    "trade:hs_code_options": PUBLIC,
    "trade:incoterms": PUBLIC,
    "trade_api:incoterms": PUBLIC,
    "trade_api:ddp_price": PUBLIC,
    "trade:shipping_quotes": Thing(BUYER, public_id="shipping_request"),
    "trade_api:landed_cost": PUBLIC,
    "trade_api:exchange_rates": PUBLIC,
    "trade_api:hs_codes": PUBLIC,
    "trade_api:carriers": PUBLIC,
    "trade_api:shipping_quotes": PUBLIC,
    "trade_api:shipping_quote_request": Thing(BUYER, public_id="shipping_request"),
    # sellers
    "sellers:storefront": Shown(slug="seller_slug"),
    "sellers:desk": PERSON,
    "sellers:start": PUBLIC,
    "sellers:company": PERSON,
    "sellers:hs_codes": PERSON,
    "sellers:listings": PERSON,
    "sellers:new_listing": PERSON,
    "sellers:card": PERSON,
    "sellers:edit_listing": Thing(SELLER, public_id="draft"),
    "sellers:preview": Thing(SELLER, public_id="draft"),
    "sellers:add_pictures": Thing(SELLER, public_id="draft"),
    "sellers:order_pictures": Thing(SELLER, public_id="draft"),
    "sellers:change_picture": Thing(SELLER, public_id="draft", picture="picture"),
    "sellers:move_listing": Thing(SELLER, public_id="draft", move="archive"),
    "sellers_api:listings": PERSON,
    "sellers_api:listing": Thing(SELLER, public_id="draft"),
    "sellers_api:submit_listing": Thing(SELLER, public_id="draft"),
    "sellers_api:pause_listing": Thing(SELLER, public_id="draft"),
    "sellers_api:resume_listing": Thing(SELLER, public_id="draft"),
    "sellers_api:pictures": Thing(SELLER, public_id="draft"),
    "sellers_api:categories": PUBLIC,
    "sellers_api:seller": Shown(slug="seller_slug"),
    # payments
    "payments:money": PERSON,
    "payments:movements": PERSON,
    "payments:movement": Thing(SELLER, public_id="movement"),
    "payments:payouts": PERSON,
    "payments:send_payout_again": Thing(SELLER, public_id="payout"),
    "payments:set_up_payouts": PERSON,
    "payments:payouts_set_up": PERSON,
    "payments:payouts_link_expired": PERSON,
    "payments:stripe_webhook": PUBLIC,
    "payments_api:balances": PERSON,
    "payments_api:movements": PERSON,
    "payments_api:payouts": PERSON,
    "payments_api:onboarding": PERSON,
    # buyers
    "buyers:home": PUBLIC,
    "buyers:search": PUBLIC,
    "buyers:category": Shown(slug="category"),
    "buyers:suggestions": PUBLIC,
    "buyers:listing": Shown(slug="slug", public_id="listing"),
    "buyers:price": Shown(public_id="listing"),
    "buyers:ask": PERSON,
    "buyers:inbox": PERSON,
    "buyers:conversation": Thing((*BUYER, *SELLER), public_id="conversation"),
    "buyers:new_messages": Thing((*BUYER, *SELLER), public_id="conversation"),
    "buyers:robots": PUBLIC,
    "buyers:sitemap_index": PUBLIC,
    "buyers:sitemap": Shown(section="section", page="page"),
    "buyers_api:listings": PUBLIC,
    "buyers_api:listing": Shown(public_id="listing"),
    "buyers_api:suggestions": PUBLIC,
    "buyers_api:conversations": PERSON,
    "buyers_api:conversation": Thing((*BUYER, *SELLER), public_id="conversation"),
    "buyers_api:messages": Thing((*BUYER, *SELLER), public_id="conversation"),
    "buyers_api:read": Thing((*BUYER, *SELLER), public_id="conversation"),
    # orders
    "orders:cart": PUBLIC,
    "orders:cart_add": PUBLIC,
    "orders:cart_line": Thing(("buyer",), public_id="line"),
    "orders:checkout_start": PERSON,
    "orders:checkout": _order(BUYER, "checkout"),
    "orders:checkout_shipping": _order(BUYER, "checkout"),
    "orders:checkout_review": _order(BUYER, "checkout"),
    "orders:pay": _order(BUYER, "checkout"),
    "orders:purchases": PERSON,
    "orders:sales": PERSON,
    "orders:insights": PERSON,
    "orders:order": _order((*BUYER, *SELLER)),
    "orders:pay_order": _order(BUYER),
    "orders:paying": _order(BUYER),
    "orders:start": _order(SELLER),
    "orders:ship": _order(SELLER),
    "orders:delivered": _order((*BUYER, *SELLER)),
    "orders:accept": _order(BUYER),
    "orders:cancel": _order((*BUYER, *SELLER)),
    "orders:refund": _order((*BUYER, *SELLER)),
    "orders:checkout_terms": _order(BUYER, "checkout"),
    "orders:customs_bill": _order(SELLER),
    "orders:pay_customs": _order(BUYER),
    "orders:customs_paper": Thing((*BUYER, *SELLER), public_id="accepted", bill_id="bill"),
    "orders_api:checkout_terms": _order(BUYER, "checkout"),
    "orders_api:customs_bill": _order((*BUYER, *SELLER)),
    "orders_api:pay_customs": _order(BUYER),
    "orders:papers": _order((*BUYER, *SELLER)),
    "orders:prepare_papers": _order(SELLER),
    "orders:packing": _order(SELLER),
    "orders:authority_paper": Thing(SELLER, seen_by=BUYER, public_id="order", kind="authority_kind"),
    "orders:credit_invoice": _order(SELLER),
    "orders:papers_zip": _order((*BUYER, *SELLER)),
    "orders:issue_paper": Thing(SELLER, seen_by=BUYER, public_id="order", kind="paper_kind"),
    "orders:paper_file": Thing((*BUYER, *SELLER), public_id="paper", name="paper_file"),
    "orders:verify_paper": Shown(public_id="paper"),
    "orders:review": Thing(BUYER, seen_by=SELLER, public_id="accepted", listing="listing"),
    "orders:reply": Thing(SELLER, seen_by=BUYER, public_id="accepted", review_id="review"),
    "orders_api:cart": PERSON,
    "orders_api:cart_lines": PERSON,
    "orders_api:cart_line": Thing(("buyer",), public_id="line"),
    "orders_api:checkouts": PERSON,
    "orders_api:checkout": _order(BUYER, "checkout"),
    "orders_api:checkout_address": _order(BUYER, "checkout"),
    "orders_api:checkout_quotes": _order(BUYER, "checkout"),
    "orders_api:checkout_shipping": _order(BUYER, "checkout"),
    "orders_api:checkout_lock": _order(BUYER, "checkout"),
    "orders_api:orders": PERSON,
    "orders_api:insights": PERSON,
    "orders_api:order": _order((*BUYER, *SELLER)),
    "orders_api:pay": _order(BUYER),
    "orders_api:start": _order(SELLER),
    "orders_api:ship": _order(SELLER),
    "orders_api:delivered": _order((*BUYER, *SELLER)),
    "orders_api:accept": _order(BUYER),
    "orders_api:cancel": _order((*BUYER, *SELLER)),
    "orders_api:refund": _order((*BUYER, *SELLER)),
    "orders_api:papers": _order((*BUYER, *SELLER)),
    "orders_api:packing": _order((*BUYER, *SELLER)),
    "orders_api:authority_papers": _order(SELLER),
    "orders_api:credit_notes": _order(SELLER),
    "orders_api:paper_file": Thing((*BUYER, *SELLER), public_id="paper", name="paper_file"),
    "orders_api:reviews": Thing(BUYER, seen_by=SELLER, public_id="accepted"),
    "orders_api:reply": Thing(SELLER, public_id="review"),
    "orders_api:listing_reviews": Shown(public_id="listing"),
}
#: What a look-only member may still send: it is their own, or a form for everybody.
VIEWERS_MAY_SEND = {
    "accounts:start",
    "accounts:profile",
    "accounts:notifications",
    "accounts:notification",
    "accounts:preferences",
    "accounts:switch_organisation",
    "accounts_api:read_notifications",
    "buyers_api:read",
}
