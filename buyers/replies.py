"""How fast sellers answer: measured for many at once, for `sellers.standing`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

MEASURED_OVER = timedelta(days=90)
# An enquiry that came today may still be answered today: it counts once it is answered or this old.
FAIR_AFTER = timedelta(hours=24)

_SQL = """
SELECT enquiry.seller_id, count(*), count(answer.at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answer.at - enquiry.created_at))
FROM buyers_conversation enquiry
LEFT JOIN LATERAL (
  SELECT min(message.created_at) AS at FROM buyers_message message
  WHERE message.conversation_id = enquiry.id AND message.organisation_id = enquiry.seller_id
) answer ON true
WHERE enquiry.seller_id = ANY(%s) AND enquiry.created_at >= %s AND (answer.at IS NOT NULL OR enquiry.created_at < %s)
GROUP BY enquiry.seller_id
"""


def reply_times(organisations: Sequence[int], now: datetime) -> Mapping[int, Mapping[str, Any]]:
    """
    Return of each seller the enquiries of the last 90 days, how many were answered, and the median wait in minutes.

    The median is of those that were answered; how many were not stands beside it, so that silence does not pay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(organisations), now - MEASURED_OVER, now - FAIR_AFTER])
        return {
            seller: {
                "enquiries": enquiries,
                "replies": replies,
                "reply_minutes": None if seconds is None else max(round(seconds / 60), 1),
            }
            for seller, enquiries, replies, seconds in cursor.fetchall()
        }
