"""The public API under /api/v1/ and its OpenAPI document."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.ApiClientAuthentication",
        "accounts.api.authentication.SessionActorAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["marketplace.kernel.gate.ScopedPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "marketplace.kernel.gate.ActorRateThrottle",
        "marketplace.kernel.gate.WriteRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anonymous": "120/min",
        "actor": "600/min",
        "write": "120/min",
        "calculation": "1200/min",
    },
    "EXCEPTION_HANDLER": "marketplace.http.problem_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "NON_FIELD_ERRORS_KEY": "form",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Bridgeway API",
    "DESCRIPTION": (
        "Trade with anyone: listings and their price at your door, carts, checkout, orders, escrow and payouts.\n\n"
        "Amounts are decimal strings beside an ISO 4217 currency. Errors are RFC 9457 problem documents. Lists are "
        "cursor pages. Every write takes an `Idempotency-Key`: the same key with the same body answers the stored "
        "result, with another body it is refused."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ListingKindEnum": "sellers.models.Listing.Kind",
        "ListingStatusEnum": "sellers.models.Listing.Status",
        "OwnerKindEnum": "accounts.models.BeneficialOwner.Kind",
        "TaxIdKindEnum": "accounts.models.TaxId.Kind",
        "MovementKindEnum": "payments.models.Movement.Kind",
        "ImporterEnum": ["business", "consumer"],
        "TradedKindEnum": ["goods", "service"],
        "PartyKindEnum": ["person", "entity"],
        "RuleOutcomeEnum": ["allowed", "needs_document", "needs_licence", "unknown", "blocked"],
        "CompanyDocumentKindEnum": "accounts.models.CompanyDocument.Kind",
        "HoldStateEnum": "accounts.models.hold.Hold.State",
        "HoldCodeEnum": "accounts.models.hold.Hold.Code",
        "HoldSourceEnum": "accounts.models.hold.Hold.Source",
        "EvidenceStateEnum": "sellers.models.evidence.TradeEvidence.State",
        "RequirementStateEnum": "accounts.requirements.standing.State",
        "StepStateEnum": "accounts.requirements.standing.StepState",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "marketplace.kernel.openapi.describe_problems",
    ],
}
