"""Addresses of orders."""

from django.urls import path

from .views import cart, checkout, customs, insights, lists, order, papers, paying, tracking

app_name = "orders"
urlpatterns = [
    path("webhooks/carriers/<slug:code>/", tracking.carrier_webhook, name="carrier_webhook"),
    path("cart/", cart.cart, name="cart"),
    path("cart/add/", cart.cart_add, name="cart_add"),
    path("cart/add-several/", cart.cart_add_many, name="cart_add_many"),
    path("cart/lines/<str:public_id>/", cart.cart_line, name="cart_line"),
    path("checkout/start/", cart.checkout_start, name="checkout_start"),
    path("checkout/<str:public_id>/", checkout.checkout, name="checkout"),
    path("checkout/<str:public_id>/shipping/", checkout.checkout_shipping, name="checkout_shipping"),
    path("checkout/<str:public_id>/review/", checkout.checkout_review, name="checkout_review"),
    path("checkout/<str:public_id>/terms/", checkout.checkout_terms, name="checkout_terms"),
    path("checkout/<str:public_id>/pay/", checkout.pay, name="pay"),
    path("orders/", lists.purchases, name="purchases"),
    path("orders/sales/", lists.sales, name="sales"),
    path("orders/insights/", insights.insights, name="insights"),
    path("orders/<str:public_id>/", order.order, name="order"),
    path("orders/<str:public_id>/pay/", paying.pay_order, name="pay_order"),
    path("orders/<str:public_id>/paying/", paying.paying, name="paying"),
    path("orders/<str:public_id>/again/", cart.order_again, name="order_again"),
    path("orders/<str:public_id>/start/", order.start, name="start"),
    path("orders/<str:public_id>/ship/", order.ship, name="ship"),
    path("orders/<str:public_id>/shipments/", order.add_parcel, name="add_parcel"),
    path("orders/<str:public_id>/shipments/<int:shipment>/events/", order.add_event, name="add_event"),
    path("orders/<str:public_id>/delivered/", order.delivered, name="delivered"),
    path("orders/<str:public_id>/accept/", order.accept, name="accept"),
    path("orders/<str:public_id>/cancel/", order.cancel, name="cancel"),
    path("orders/<str:public_id>/refund/", order.refund, name="refund"),
    path("orders/<str:public_id>/customs-bill/", customs.customs_bill, name="customs_bill"),
    path("orders/<str:public_id>/customs-bill/pay/", customs.pay_customs, name="pay_customs"),
    path("orders/<str:public_id>/customs-bill/<str:bill_id>/paper/", customs.customs_paper, name="customs_paper"),
    path("orders/<str:public_id>/papers/", papers.papers, name="papers"),
    path("orders/<str:public_id>/papers/prepare/", papers.prepare, name="prepare_papers"),
    path("orders/<str:public_id>/papers/packing/", papers.packing, name="packing"),
    path("orders/<str:public_id>/papers/authority/<str:kind>/", papers.authority, name="authority_paper"),
    path("orders/<str:public_id>/papers/credit/", papers.credit, name="credit_invoice"),
    path("orders/<str:public_id>/papers/all.zip", papers.everything, name="papers_zip"),
    path("orders/<str:public_id>/papers/issue/<str:kind>/", papers.issue, name="issue_paper"),
    path("papers/verify/<str:public_id>/", papers.verify, name="verify_paper"),
    path("papers/<str:public_id>/<str:name>/", papers.file, name="paper_file"),
    path("orders/<str:public_id>/review/<str:listing>/", order.review, name="review"),
    path("orders/<str:public_id>/reviews/<str:review_id>/reply/", order.reply, name="reply"),
]
