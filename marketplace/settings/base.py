"""What every profile shares, gathered from the files beside this one."""

from .api import *  # noqa: F403
from .apps import *  # noqa: F403
from .auth import *  # noqa: F403
from .background import *  # noqa: F403
from .carriers import *  # noqa: F403
from .data import *  # noqa: F403
from .environment import BASE_DIR, DATA_DIR, env  # noqa: F401
from .files import *  # noqa: F403
from .languages import *  # noqa: F403
from .logs import *  # noqa: F403
from .mail import *  # noqa: F403
from .money import *  # noqa: F403
from .security import *  # noqa: F403
