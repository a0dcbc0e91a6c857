"""What can be done in accounts; one file each."""

from .accept_invitation import accept_invitation
from .add_company_document import add_company_document, withdraw_company_document
from .appeal_hold import appeal_hold, decide_appeal
from .change_hold import end_hold, extend_hold, lift_hold
from .change_role import change_role
from .choose_organisation import choose_organisation
from .create_api_client import create_api_client
from .create_organisation import create_organisation
from .decide_company_document import DocumentDecided, decide_company_document
from .decide_requirement import (
    NotWaiting,
    accept_requirement,
    attest_requirement,
    end_override,
    override_requirement,
    record_requirement,
    return_requirement,
    send_for_review,
    send_what_is_open,
)
from .export_data import expire_export, request_export, write_export
from .invite_member import invite_member
from .keep_draft import drop_draft, keep_draft
from .keep_preferences import keep_preferences
from .load_requirements import load_requirements
from .mail_invitation import mail_invitation
from .mail_notification import mail_notification
from .notify_organisation import notify_organisation
from .place_hold import confirm_hold, place_hold
from .read_notifications import read_notifications
from .remove_address import remove_address
from .remove_api_client import remove_api_client
from .remove_member import remove_member
from .remove_tax_id import remove_tax_id
from .save_address import save_address
from .save_numbers import save_numbers
from .save_owner import remove_owner, save_owner
from .save_tax_id import save_tax_id
from .set_organisation_status import reinstate_organisation, set_organisation_status
from .sign_terms import TermsReplaced, sign_terms
from .update_organisation import update_organisation
from .update_profile import update_profile
from .verify_tax_id import verify_tax_id
from .withdraw_invitation import withdraw_invitation

__all__ = [
    "DocumentDecided",
    "NotWaiting",
    "TermsReplaced",
    "accept_invitation",
    "accept_requirement",
    "add_company_document",
    "appeal_hold",
    "attest_requirement",
    "change_role",
    "choose_organisation",
    "confirm_hold",
    "create_api_client",
    "create_organisation",
    "decide_appeal",
    "decide_company_document",
    "drop_draft",
    "end_hold",
    "end_override",
    "expire_export",
    "extend_hold",
    "invite_member",
    "keep_draft",
    "keep_preferences",
    "lift_hold",
    "load_requirements",
    "mail_invitation",
    "mail_notification",
    "notify_organisation",
    "override_requirement",
    "place_hold",
    "read_notifications",
    "record_requirement",
    "reinstate_organisation",
    "remove_address",
    "remove_api_client",
    "remove_member",
    "remove_owner",
    "remove_tax_id",
    "request_export",
    "return_requirement",
    "save_address",
    "save_numbers",
    "save_owner",
    "save_tax_id",
    "send_for_review",
    "send_what_is_open",
    "set_organisation_status",
    "sign_terms",
    "update_organisation",
    "update_profile",
    "verify_tax_id",
    "withdraw_company_document",
    "withdraw_invitation",
    "write_export",
]
