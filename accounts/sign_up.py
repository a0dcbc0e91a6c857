"""The sign-up form as a whole: allauth's, in our words. Apart from `forms.py`, which allauth imports while it loads."""

from typing import Any

from allauth.account.forms import SignupForm
from django.utils.translation import gettext_lazy as _


class SignUpForm(SignupForm):
    """E-mail, name, country, password, with one plain hint instead of four rules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].help_text = _("At least 10 characters. Three or four words in a row are easy to keep.")
        for name in ("email", "password1"):
            self.fields[name].widget.attrs.pop("placeholder", None)
