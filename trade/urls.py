"""Public pages of this room."""

from django.urls import path

from trade.views import calculator, checks, exchange_rates, incoterms, may_it_go, nomenclature, shipping_quotes

app_name = "trade"
urlpatterns = [
    path("organisation/checks/", checks.checks, name="checks"),
    path("landed-cost/", calculator.landed_cost_calculator, name="landed_cost"),
    path("landed-cost/hs-codes/", calculator.hs_code_options, name="hs_code_options"),
    path("incoterms/", incoterms.incoterms, name="incoterms"),
    path("exchange-rates/", exchange_rates.exchange_rates, name="exchange_rates"),
    path("hs-codes/", nomenclature.hs_codes, name="hs_codes"),
    path("hs-codes/<str:code>/", nomenclature.hs_code, name="hs_code"),
    path("may-it-go/", may_it_go.may_it_go, name="may_it_go"),
    path("shipping-quotes/<str:public_id>/", shipping_quotes.shipping_quotes, name="shipping_quotes"),
]
