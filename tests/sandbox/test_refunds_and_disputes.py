"""Money that goes back: refunds with their ceiling, disputes with their evidence."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from .receiver import Receiver
from .world import World


def test_refunds_in_parts_up_to_the_charge(world: World, receiver: Receiver) -> None:
    before = world.total("eur")
    intent = world.paid(amount=10_000)
    first = world.api.v1.refunds.create({"payment_intent": intent.id, "amount": 4_000, "metadata": {"why": "broken"}})
    assert (first.status, first.charge, first.object) == ("succeeded", intent.latest_charge, "refund")
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        world.api.v1.refunds.create({"payment_intent": intent.id, "amount": 6_001})
    world.api.v1.refunds.create({"charge": intent.latest_charge, "reason": "requested_by_customer"})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.api.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    assert refused.value.code == "charge_already_refunded"
    charge = world.api.v1.charges.retrieve(intent.latest_charge, {"expand": ["refunds"]})
    assert charge.refunded and charge.amount_refunded == 10_000 and len(charge.refunds.data) == 2
    assert world.total("eur") == before - 320, "the fee is not given back"
    assert len(world.api.v1.refunds.list({"payment_intent": intent.id}).data) == 2
    assert world.api.v1.refunds.retrieve(first.id).metadata.to_dict() == {"why": "broken"}
    receiver.wait_for("charge.refunded", charge.id)
    receiver.wait_for("refund.created", first.id)


def test_concurrent_refunds_stop_at_the_ceiling(world: World) -> None:
    intent = world.paid(amount=10_000)

    def refund(_: int) -> bool:
        try:
            world.api.v1.refunds.create({"payment_intent": intent.id, "amount": 700})
        except stripe.InvalidRequestError:
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        assert sum(pool.map(refund, range(32))) == 14
    assert world.api.v1.charges.retrieve(intent.latest_charge).amount_refunded == 9_800


def test_a_refund_that_fails_later_returns_the_money(world: World, receiver: Receiver) -> None:
    intent = world.paid(amount=1_000, token="pm_card_refundFail")
    before = world.total("eur")
    refund = world.api.v1.refunds.create({"payment_intent": intent.id})
    assert refund.status == "succeeded" and world.total("eur") == before - 1_000
    world.control.advance(3)
    failed = world.api.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    assert failed.failure_balance_transaction and world.total("eur") == before
    receiver.wait_for("refund.failed", refund.id)
    assert world.api.v1.charges.retrieve(intent.latest_charge).amount_refunded == 0


def test_a_refund_can_take_its_time(world: World, receiver: Receiver) -> None:
    intent = world.paid(token="pm_card_pendingRefund")
    refund = world.api.v1.refunds.create({"payment_intent": intent.id})
    assert refund.status == "pending"
    world.control.advance(3)
    assert world.api.v1.refunds.retrieve(refund.id).status == "succeeded"
    receiver.wait_for("refund.updated", refund.id)


def test_an_unpaid_intent_has_nothing_to_refund(world: World) -> None:
    intent = world.api.v1.payment_intents.create({"amount": 1_000, "currency": "eur"})
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.refunds.create({"payment_intent": intent.id})
    with pytest.raises(stripe.InvalidRequestError) as missing:
        world.api.v1.refunds.create({"payment_intent": "pi_none"})
    assert (missing.value.code, missing.value.http_status) == ("resource_missing", 400)


def disputed(world: World) -> stripe.Dispute:
    intent = world.paid(amount=5_000, token="pm_card_createDispute")
    world.control.advance(0)
    (dispute,) = world.api.v1.disputes.list({"payment_intent": intent.id}).data
    return dispute


def test_the_dispute_card_is_disputed_and_evidence_wins(world: World, receiver: Receiver) -> None:
    before = world.total("eur")
    dispute = disputed(world)
    assert (dispute.reason, dispute.status, dispute.amount) == ("fraudulent", "needs_response", 5_000)
    assert world.api.v1.charges.retrieve(dispute.charge).disputed
    assert world.total("eur") == before + 5_000 - 175 - 5_000 - 1_500
    receiver.wait_for("charge.dispute.created", dispute.id)
    receiver.wait_for("charge.dispute.funds_withdrawn", dispute.id)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.api.v1.refunds.create({"charge": dispute.charge})
    assert refused.value.code == "charge_disputed"
    kept = world.api.v1.disputes.update(dispute.id, {"evidence": {"customer_name": "Ana"}, "submit": False})
    assert kept.status == "needs_response" and kept.evidence_details.has_evidence
    sent = world.api.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": "winning_evidence"}})
    assert sent.status == "under_review" and sent.evidence.customer_name == "Ana"
    world.control.advance(2)
    won = world.api.v1.disputes.retrieve(dispute.id)
    assert won.status == "won" and [row.amount for row in won.balance_transactions] == [-5_000, 5_000]
    assert world.total("eur") == before + 5_000 - 175 - 1_500
    receiver.wait_for("charge.dispute.funds_reinstated", dispute.id)
    receiver.wait_for("charge.dispute.closed", dispute.id)


def test_losing_evidence_and_giving_up_lose(world: World) -> None:
    first, second = disputed(world), disputed(world)
    world.api.v1.disputes.update(first.id, {"evidence": {"uncategorized_text": "losing_evidence"}})
    world.control.advance(2)
    assert world.api.v1.disputes.retrieve(first.id).status == "lost"
    assert world.api.v1.disputes.close(second.id).status == "lost"
    with pytest.raises(stripe.InvalidRequestError):
        world.api.v1.disputes.close(second.id)


def test_the_control_page_disputes_any_charge(world: World) -> None:
    intent = world.paid(amount=3_000)
    opened = world.control.dispute(intent.latest_charge, "product_not_received")
    assert world.api.v1.disputes.retrieve(opened["id"]).reason == "product_not_received"
    assert world.control.decide_dispute(opened["id"], won=True)["status"] == "won"
