"""
The whole system for the browser journeys: what `make run` starts, with an operator instead of the demo world.

Run as `python -m tests.journeys.system` with PORT, DATA_DIR, DATABASE_URL and REDIS_URL; stays until SIGTERM.
"""

import os
import sys
from dataclasses import replace

from marketplace.supervisor.console import Console
from marketplace.supervisor.plan import Addresses, Plan
from marketplace.supervisor.service import Job, Stage
from marketplace.supervisor.supervisor import Supervisor


def stages(plan: Plan, data: Addresses) -> tuple[Stage, ...]:
    """The plan's own stages; its data job makes no demo world, and a second job makes the platform's operator."""
    servers, programs = plan.stages()
    assert programs.job is not None
    prepare = replace(programs.job, command=tuple(word for word in programs.job.command if word != "--demo"))
    operator = Job(
        "operator",
        ("manage.py", "createsuperuser", "--noinput"),
        data.data / "logs" / "operator.log",
        environment={name: os.environ[name] for name in os.environ if name.startswith("DJANGO_SUPERUSER_")},
        forked=True,
    )
    return (
        servers,
        Stage(load=programs.load, job=prepare),
        Stage(job=operator),
        replace(programs, load=None, job=None),
    )


def main() -> int:
    addresses = Addresses.read(os.environ)
    plan = Plan(os.environ, addresses)
    console = Console()
    return Supervisor(console).run(stages(plan, addresses), lambda: console.say(plan.shared["STRIPE_API_BASE"]))


if __name__ == "__main__":
    sys.exit(main())
