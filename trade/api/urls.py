"""Addresses of this room's endpoints, under /api/v1/."""

from django.urls import path

from trade.api import incoterms, landed_cost, screening, shipping

app_name = "trade_api"
urlpatterns = [
    path("screening", screening.ScreenName.as_view(), name="screening"),
    path("landed-cost", landed_cost.LandedCost.as_view(), name="landed_cost"),
    path("exchange-rates", landed_cost.ExchangeRates.as_view(), name="exchange_rates"),
    path("incoterms", incoterms.Incoterms.as_view(), name="incoterms"),
    path("ddp-price", incoterms.DdpPrice.as_view(), name="ddp_price"),
    path("hs-codes", landed_cost.HsCodes.as_view(), name="hs_codes"),
    path("carriers", shipping.Carriers.as_view(), name="carriers"),
    path("shipping-quotes", shipping.ShippingQuotes.as_view(), name="shipping_quotes"),
    path("shipping-quotes/<str:public_id>", shipping.ShippingQuoteAnswers.as_view(), name="shipping_quote_request"),
]
