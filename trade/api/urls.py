"""Addresses of this room's endpoints, under /api/v1/."""

from django.urls import path

from trade.api import classification, exchange_rates, incoterms, landed_cost, restrictions, screening, shipping

app_name = "trade_api"
urlpatterns = [
    path("screening", screening.ScreenName.as_view(), name="screening"),
    path("landed-cost", landed_cost.LandedCost.as_view(), name="landed_cost"),
    path("incoterms", incoterms.Incoterms.as_view(), name="incoterms"),
    path("ddp-price", incoterms.DdpPrice.as_view(), name="ddp_price"),
    path("may-it-go", restrictions.MayItGo.as_view(), name="may_it_go"),
    path("exchange-rates", exchange_rates.ExchangeRates.as_view(), name="exchange_rates"),
    path("exchange-rates/<str:currency>", exchange_rates.ExchangeRateHistory.as_view(), name="exchange_rate_history"),
    path("fx-quotes", exchange_rates.FxQuotes.as_view(), name="fx_quotes"),
    path("fx-quotes/<str:public_id>", exchange_rates.FxQuoteView.as_view(), name="fx_quote"),
    path("hs-codes", landed_cost.HsCodes.as_view(), name="hs_codes"),
    path("carriers", shipping.Carriers.as_view(), name="carriers"),
    path("hs-suggestions", classification.HsSuggestions.as_view(), name="hs_suggestions"),
    path("hs-suggestions/<str:public_id>", classification.HsSuggestion.as_view(), name="hs_suggestion"),
    path("shipping-quotes", shipping.ShippingQuotes.as_view(), name="shipping_quotes"),
    path("shipping-quotes/<str:public_id>", shipping.ShippingQuoteAnswers.as_view(), name="shipping_quote_request"),
]
