"""A thin client of the control API, for tests and scripts."""

from typing import Any

import httpx


class SandboxControl:
    """
    ``SandboxControl("http://127.0.0.1:12111").fault("drop", "POST /v1/transfers", count=1)``.

    Every method raises ``httpx.HTTPStatusError`` when the sandbox refuses, with the reason in its body.
    """

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self._http = httpx.Client(base_url=self.base, timeout=10.0, trust_env=False)

    def __enter__(self) -> "SandboxControl":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def state(self) -> dict[str, Any]:
        """Clock, counts of objects and deliveries, faults, settings."""
        return self._get("/control/state")

    def fault(self, kind: str, match: str = "*", **options: Any) -> str:
        """Add a fault (``seconds``, ``rate``, ``copies``, ``count``, ``skip``, ``stored``); returns its id."""
        return str(self._post("/control/faults", kind=kind, match=match, **options)["id"])

    def faults(self) -> list[dict[str, Any]]:
        return list(self._get("/control/faults")["faults"])

    def heal(self, fault_id: str | None = None) -> None:
        """Remove one fault, or all; hanging requests are let go."""
        self._http.delete(f"/control/faults/{fault_id}" if fault_id else "/control/faults").raise_for_status()

    def advance(self, seconds: float) -> int:
        """Move the clock forward and run what falls due before returning the new time."""
        return int(self._post("/control/clock", advance=seconds)["now"])

    def reset(self) -> None:
        """A new world: no objects, no faults, real time."""
        self._post("/control/reset")

    def set(self, **settings: Any) -> dict[str, Any]:
        """Change settings, such as ``settle_after=0`` or ``webhook_url=..., webhook_secret=...``."""
        return self._post("/control/settings", **settings)

    def pause_deliveries(self) -> None:
        self._post("/control/deliveries/pause")

    def resume_deliveries(self) -> None:
        self._post("/control/deliveries/resume")

    def deliveries(self, event_id: str | None = None) -> list[dict[str, Any]]:
        """The delivery log, newest first, each with its attempts."""
        return list(self._get("/control/deliveries", **({"event": event_id} if event_id else {}))["data"])

    def resend(self, event_id: str) -> None:
        self._post(f"/control/events/{event_id}/resend")

    def pay(self, session_id: str, card: str = "4242424242424242", **options: Any) -> dict[str, Any]:
        """
        Pay a Checkout Session as its page would; ``authorise=True`` or ``False`` answers 3D Secure.

        Returns ``{"session": ..., "payment_intent": ...}``; a declined card is in ``last_payment_error``.
        """
        return self._post(f"/control/sessions/{session_id}/pay", card=card, **options)

    def complete_onboarding(self, account_id: str, outcome: str = "approved") -> dict[str, Any]:
        """Finish the onboarding of a connected account: ``approved``, ``needs_document`` or ``rejected``."""
        return self._post(f"/control/accounts/{account_id}/complete", outcome=outcome)

    def dispute(self, charge_id: str, reason: str = "fraudulent", amount: int | None = None) -> dict[str, Any]:
        return self._post("/control/disputes", charge=charge_id, reason=reason, amount=amount)

    def decide_dispute(self, dispute_id: str, *, won: bool) -> dict[str, Any]:
        return self._post(f"/control/dispute_decisions/{dispute_id}", won=won)

    def objects(self, table: str, limit: int = 100) -> list[dict[str, Any]]:
        """Newest first, of every account: ``sessions``, ``charges``, ``transfers``, ``events`` and so on."""
        return list(self._get(f"/control/objects/{table}", limit=limit)["data"])

    def _get(self, path: str, **query: Any) -> dict[str, Any]:
        return dict(self._http.get(path, params=query).raise_for_status().json())

    def _post(self, path: str, **values: Any) -> dict[str, Any]:
        return dict(self._http.post(path, json=values).raise_for_status().json())
