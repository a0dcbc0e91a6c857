"""What the operations on imports share."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound, Refusal
from sellers.models import CatalogueImport


class WrongImportState(Refusal):
    """The import is not in a state in which this can be done. Facts: `state`."""

    code = "wrong_import_state"
    status = 409
    title = _("Not possible now")
    message = _("This cannot be done while the import is: %(state)s.")


def lock_own_import(*, actor: Actor, job: CatalogueImport, states: tuple[str, ...] = ()) -> CatalogueImport:
    """
    Return the row of `job`, locked until the transaction ends. A batch that is being written is waited for.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    :raises WrongImportState: if its state is none of `states`, when some are given.
    """
    actor.must("listings.edit")
    rows = CatalogueImport.objects.select_for_update(no_key=True)
    locked = rows.filter(pk=job.pk, organisation_id=actor.organisation_id).first()
    if locked is None:
        raise NotFound
    if states and locked.state not in states:
        raise WrongImportState(state=locked.get_state_display())
    return locked
