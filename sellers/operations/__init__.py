"""What can be done in selling: one file an operation."""

from sellers.operations._listings import ListingChanged
from sellers.operations.add_evidence import add_evidence
from sellers.operations.add_lot import add_lot
from sellers.operations.add_picture import add_picture
from sellers.operations.answer_evidence import answer_evidence
from sellers.operations.approve_listing import approve_listing
from sellers.operations.approve_seller import approve_seller
from sellers.operations.archive_listing import archive_listing
from sellers.operations.autosave_listing import autosave_listing
from sellers.operations.begin_export import begin_export, write_catalogue
from sellers.operations.begin_import import begin_import
from sellers.operations.cancel_import import cancel_import, resume_import
from sellers.operations.change_lot import change_lot, close_lot
from sellers.operations.choose_for_bulk_edit import choose_for_bulk_edit
from sellers.operations.commit_stock import commit_stock
from sellers.operations.create_listing import create_listing
from sellers.operations.crop_picture import crop_picture
from sellers.operations.decide_evidence import decide_evidence, withdraw_evidence
from sellers.operations.define_attribute import define_attribute
from sellers.operations.describe_company import describe_company
from sellers.operations.describe_picture import describe_picture
from sellers.operations.discard_changes import discard_changes
from sellers.operations.drop_unsaved_input import drop_unsaved_input
from sellers.operations.duplicate_listing import duplicate_listing
from sellers.operations.edit_listing import edit_listing
from sellers.operations.hold_stock import InsufficientStock, LotsTooLate, hold_stock
from sellers.operations.load_attributes import load_attributes
from sellers.operations.load_categories import load_categories
from sellers.operations.make_feed import TooManyFeeds, make_feed, revoke_feed
from sellers.operations.map_import import map_import
from sellers.operations.mark_down_lot import mark_down_lot
from sellers.operations.measure_sellers import measure_sellers
from sellers.operations.move_storefront import MovedTooOften, move_storefront
from sellers.operations.note_told import note_told
from sellers.operations.order_pictures import order_pictures
from sellers.operations.pause_listing import pause_listing
from sellers.operations.publish_scan import publish_scan
from sellers.operations.record_change import record_change
from sellers.operations.refresh_rating import refresh_rating
from sellers.operations.reject_listing import reject_listing
from sellers.operations.reject_seller import SellerNotWaiting, reject_seller
from sellers.operations.release_expired_holds import release_expired_holds
from sellers.operations.release_stock import release_stock
from sellers.operations.remind_of_evidence import remind_of_evidence
from sellers.operations.remove_picture import remove_picture
from sellers.operations.reread_import import reread_import
from sellers.operations.restock import restock
from sellers.operations.resume_listing import resume_listing
from sellers.operations.run_bulk_edit import (
    AlreadyStarted,
    go_on_with_bulk_edit,
    look_ahead,
    start_bulk_edit,
    undo_bulk_edit,
)
from sellers.operations.schedule_change import cancel_scheduled_change, make_scheduled_change, schedule_change
from sellers.operations.set_markdown_schedule import set_markdown_schedule
from sellers.operations.set_price_list import close_price_list, set_price_list
from sellers.operations.set_safety_contact import set_safety_contact
from sellers.operations.set_variants import edit_variants, replace_variants, set_variants
from sellers.operations.start_import import start_import
from sellers.operations.start_selling import start_selling
from sellers.operations.submit_listing import submit_listing
from sellers.operations.sweep_restrictions import sweep_restrictions, tell_search_of_rules
from sellers.operations.take_back_markdown import take_back_markdown
from sellers.operations.tell_seller_of_decision import tell_seller_of_decision
from sellers.operations.tell_seller_of_evidence import tell_seller_of_evidence
from sellers.operations.undo_edit import undo_edit
from sellers.operations.undo_import import undo_import
from sellers.operations.withdraw_listing import withdraw_listing
from sellers.operations.write_feed import write_feed

__all__ = [
    "AlreadyStarted",
    "InsufficientStock",
    "ListingChanged",
    "LotsTooLate",
    "MovedTooOften",
    "SellerNotWaiting",
    "TooManyFeeds",
    "add_evidence",
    "add_lot",
    "add_picture",
    "answer_evidence",
    "approve_listing",
    "approve_seller",
    "archive_listing",
    "autosave_listing",
    "begin_export",
    "begin_import",
    "cancel_import",
    "cancel_scheduled_change",
    "change_lot",
    "choose_for_bulk_edit",
    "close_lot",
    "close_price_list",
    "commit_stock",
    "create_listing",
    "crop_picture",
    "decide_evidence",
    "define_attribute",
    "describe_company",
    "describe_picture",
    "discard_changes",
    "drop_unsaved_input",
    "duplicate_listing",
    "edit_listing",
    "edit_variants",
    "go_on_with_bulk_edit",
    "hold_stock",
    "load_attributes",
    "load_categories",
    "look_ahead",
    "make_feed",
    "make_scheduled_change",
    "map_import",
    "mark_down_lot",
    "measure_sellers",
    "move_storefront",
    "note_told",
    "order_pictures",
    "pause_listing",
    "publish_scan",
    "record_change",
    "refresh_rating",
    "reject_listing",
    "reject_seller",
    "release_expired_holds",
    "release_stock",
    "remind_of_evidence",
    "remove_picture",
    "replace_variants",
    "reread_import",
    "restock",
    "resume_import",
    "resume_listing",
    "revoke_feed",
    "schedule_change",
    "set_markdown_schedule",
    "set_price_list",
    "set_safety_contact",
    "set_variants",
    "start_bulk_edit",
    "start_import",
    "start_selling",
    "submit_listing",
    "sweep_restrictions",
    "take_back_markdown",
    "tell_search_of_rules",
    "tell_seller_of_decision",
    "tell_seller_of_evidence",
    "undo_bulk_edit",
    "undo_edit",
    "undo_import",
    "withdraw_evidence",
    "withdraw_listing",
    "write_catalogue",
    "write_feed",
]
