"""Endpoints of orders."""

from django.urls import path

from . import cart, checkouts, customs, insights, orders, papers, shipments

app_name = "orders_api"
urlpatterns = [
    path("cart", cart.Cart.as_view(), name="cart"),
    path("cart/lines", cart.CartLines.as_view(), name="cart_lines"),
    path("cart/lines/<str:public_id>", cart.OneCartLine.as_view(), name="cart_line"),
    path("checkouts", checkouts.Checkouts.as_view(), name="checkouts"),
    path("checkouts/<str:public_id>", checkouts.OneCheckout.as_view(), name="checkout"),
    path("checkouts/<str:public_id>/address", checkouts.CheckoutAddress.as_view(), name="checkout_address"),
    path("checkouts/<str:public_id>/shipping-quotes", checkouts.CheckoutQuotes.as_view(), name="checkout_quotes"),
    path("checkouts/<str:public_id>/shipping", checkouts.CheckoutShipping.as_view(), name="checkout_shipping"),
    path("checkouts/<str:public_id>/terms", customs.CheckoutTerms.as_view(), name="checkout_terms"),
    path("checkouts/<str:public_id>/lock", checkouts.CheckoutLock.as_view(), name="checkout_lock"),
    path("insights", insights.SalesInsights.as_view(), name="insights"),
    path("orders", orders.Orders.as_view(), name="orders"),
    path("orders/<str:public_id>", orders.OneOrder.as_view(), name="order"),
    path("orders/<str:public_id>/pay", orders.PayOrder.as_view(), name="pay"),
    path("orders/<str:public_id>/start", orders.StartOrder.as_view(), name="start"),
    path("orders/<str:public_id>/ship", orders.ShipOrder.as_view(), name="ship"),
    path("orders/<str:public_id>/shipments", shipments.Shipments.as_view(), name="shipments"),
    path("orders/<str:public_id>/shipments/<int:shipment>/events", shipments.ShipmentEvents.as_view(), name="events"),
    path("orders/<str:public_id>/delivered", orders.DeliverOrder.as_view(), name="delivered"),
    path("orders/<str:public_id>/accept", orders.AcceptOrder.as_view(), name="accept"),
    path("orders/<str:public_id>/cancel", orders.CancelOrder.as_view(), name="cancel"),
    path("orders/<str:public_id>/refund", orders.RefundOrder.as_view(), name="refund"),
    path("orders/<str:public_id>/customs-bill", customs.CustomsBills.as_view(), name="customs_bill"),
    path("orders/<str:public_id>/customs-bill/pay", customs.PayCustoms.as_view(), name="pay_customs"),
    path("orders/<str:public_id>/papers", papers.OrderPapers.as_view(), name="papers"),
    path("orders/<str:public_id>/packing", papers.OrderPacking.as_view(), name="packing"),
    path("orders/<str:public_id>/authority-papers", papers.OrderAuthorityPapers.as_view(), name="authority_papers"),
    path("orders/<str:public_id>/credit-notes", papers.OrderCreditNotes.as_view(), name="credit_notes"),
    path("papers/<str:public_id>/files/<str:name>", papers.PaperFiles.as_view(), name="paper_file"),
    path("orders/<str:public_id>/reviews", orders.OrderReviews.as_view(), name="reviews"),
    path("reviews/<str:public_id>/reply", orders.ReviewReply.as_view(), name="reply"),
    path("listings/<str:public_id>/reviews", orders.ListingReviews.as_view(), name="listing_reviews"),
]
