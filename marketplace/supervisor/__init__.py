"""
`manage.py up`: the whole system under one supervisor.

`plan` says what runs, from the environment; `supervisor` starts it in order, restarts what dies and stops it
in reverse; `child` is one process under its care; `guardian` ends the children when the supervisor itself
is killed; `console` is what the person at the terminal sees. Nothing here imports Django: the supervisor makes
the addresses that the settings read, so it runs before them.
"""
