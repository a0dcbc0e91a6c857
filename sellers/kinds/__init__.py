"""
Made-to-order goods and services: what their sellers offer beyond goods on a shelf, and what buyers ask of them.

Pure functions on values. `making` is what a made-to-order listing offers (options with price adders, measurements with
range and tolerance, deposit), `service` how a service is delivered (pricing, milestones, languages, place, weekly times
in the seller's time zone), `wishes` what one buyer asks for. All three are plain JSON, read and refused by field here.
"""

from sellers.kinds.making import MEASURES, read_making
from sellers.kinds.service import DAYS, PRICINGS, SPOKEN, WHERE, read_service, spoken_label
from sellers.kinds.times import WeeklyTime, weekly_times
from sellers.kinds.wishes import asks_anything, price_adder, read_wishes, wish_lines, wishes_from, wishes_key

__all__ = [
    "DAYS",
    "MEASURES",
    "PRICINGS",
    "SPOKEN",
    "WHERE",
    "WeeklyTime",
    "asks_anything",
    "price_adder",
    "read_making",
    "read_service",
    "read_wishes",
    "spoken_label",
    "weekly_times",
    "wish_lines",
    "wishes_from",
    "wishes_key",
]
