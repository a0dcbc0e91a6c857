"""
When X happened, run Y: the one table of what follows from what.

News goes up the house as recorded events, never as imports: payments does not know what an order is. Each handler
takes the event and calls one operation; each may run twice.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "accounts.notification.created": ("accounts.reactions.send_notification_mail",),
    "accounts.member.invited": ("accounts.reactions.send_invitation_mail",),
    "accounts.organisation.created": ("trade.reactions.screen_organisation",),
    "accounts.organisation.updated": ("trade.reactions.screen_organisation",),
    "accounts.owner.saved": ("trade.reactions.screen_organisation",),
    "accounts.member.joined": ("trade.reactions.screen_organisation",),
    "accounts.export.requested": ("accounts.reactions.write_export",),
    "accounts.hold.over": ("payments.reactions.pay_out_waiting_shares",),
    "trade.denied_list.loaded": ("trade.reactions.screen_everybody",),
    "trade.screening.cleared": ("payments.reactions.pay_out_waiting_shares", "orders.reactions.fund_waiting_orders"),
    "payments.escrow.funded": ("orders.reactions.fund_order",),
    "payments.payment.failed": ("orders.reactions.tell_buyer_payment_failed",),
    "payments.payment.expired": ("orders.reactions.lapse_order",),
    "payments.escrow.released": ("payments.reactions.pay_out_released_shares",),
    "payments.escrow.cancelled": ("payments.reactions.close_abandoned_checkout",),
    "payments.claim.cancelled": ("payments.reactions.close_abandoned_checkout",),
    "payments.account.changed": ("payments.reactions.pay_out_waiting_shares",),
    "payments.payout.requested": ("payments.reactions.send_payout",),
    "payments.refund.requested": ("payments.reactions.send_refund", "orders.reactions.note_late_payment"),
    "payments.payout.paid": ("orders.reactions.close_order", "orders.reactions.tell_seller_paid"),
    "payments.webhook.received": ("payments.reactions.handle_webhook",),
    "orders.order.placed": ("orders.reactions.tell_seller_order_placed", "orders.reactions.prepare_papers"),
    "orders.order.funded": ("orders.reactions.tell_parties_order_funded",),
    "orders.carrier.told": ("orders.reactions.handle_carrier_message",),
    "orders.shipment.added": ("orders.reactions.follow_shipments",),
    "orders.shipment.delivered": ("orders.reactions.mark_delivered",),
    "orders.shipment.troubled": ("orders.reactions.tell_parties_of_trouble",),
    "orders.order.accepted": (
        "orders.reactions.tell_seller_order_accepted",
        "orders.reactions.settle_customs_bill",
    ),
    "orders.customs_bill.settled": ("orders.reactions.tell_parties_customs_settled",),
    "orders.customs_bill.rejected": ("orders.reactions.tell_seller_customs_rejected",),
    "orders.order.shipped": (
        "orders.reactions.tell_buyer_order_shipped",
        "orders.reactions.prepare_papers",
        "orders.reactions.follow_shipments",
    ),
    "orders.order.delivered": ("orders.reactions.tell_parties_order_delivered", "orders.reactions.prepare_papers"),
    "orders.order.cancelled": ("orders.reactions.tell_parties_order_cancelled",),
    "orders.order.refunded": ("orders.reactions.tell_parties_order_refunded", "orders.reactions.credit_invoice"),
    "orders.paper.issued": ("orders.reactions.render_paper",),
    "orders.review.written": ("sellers.reactions.refresh_rating", "orders.reactions.tell_seller_reviewed"),
    "sellers.listing.approved": ("sellers.reactions.tell_seller_listing_approved", "buyers.reactions.tell_of_new_lot"),
    "sellers.lot.marked_down": ("buyers.reactions.tell_of_markdown",),
    "sellers.listing.rejected": ("sellers.reactions.tell_seller_listing_rejected",),
    "trade.classification.decided": ("trade.reactions.tell_seller_of_classification",),
    "sellers.evidence.decided": ("sellers.reactions.tell_seller_evidence_decided",),
    "trade.restriction.added": ("sellers.reactions.tell_search_of_rules",),
    "buyers.message.sent": ("buyers.reactions.tell_other_side",),
}
