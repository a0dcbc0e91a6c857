"""Questions about HS codes: what waits for a person, and one that was answered."""

from datetime import datetime, timedelta

from accounts.actor import Actor
from demo.people import Cast
from trade import operations
from trade.operations.classify_goods import Goods

WAITING = (
    (
        "lanas-del-misti",
        Goods(
            "Retablo ayacuchano de yeso y madera, 30 cm",
            text="Caja de madera con puertas pintadas y figuras de pasta de papa y yeso, hecha a mano en Ayacucho.",
            material="madera, yeso",
            origin="PE",
        ),
    ),
    (
        "arandanos-del-maule",
        Goods(
            "Arrope de murta y miel, frasco 250 g",
            text="Reducción de murta silvestre con miel de ulmo, sin azúcar añadida. Para quesos.",
            material="murta, miel",
            origin="CL",
        ),
    ),
)
ANSWERED = (
    "arandanos-del-maule",
    Goods("Polvo de maqui liofilizado, bolsa 200 g", text="Maqui silvestre molido, sin aditivos.", origin="CL"),
    "110630",
    "Flour and powder of fruit of chapter 8 belong to 1106.30, also when the fruit was freeze-dried first.",
)


def ask_all(*, cast: Cast, now: datetime) -> int:
    """Ask what sellers were unsure of, and let staff answer one. Returns how many were asked."""
    for hours, (seller, goods) in enumerate(WAITING, start=3):
        operations.queue_classification(actor=cast.actor(seller), goods=goods, now=now - timedelta(hours=hours))
    seller, goods, code, reason = ANSWERED
    asked = operations.queue_classification(actor=cast.actor(seller), goods=goods, now=now - timedelta(days=2))
    operations.decide_classification(
        actor=Actor.for_staff(cast.staff), request=asked, hs_code=code, reason=reason, now=now - timedelta(days=1)
    )
    return len(WAITING) + 1
