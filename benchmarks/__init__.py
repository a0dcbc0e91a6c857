"""
How fast Bridgeway is, told as ratios to what the same machine can do at best in the same run.

`make bench` runs all; `python -m benchmarks pages orders` runs those named. Absolute figures depend on the machine and
on what else it does; the ratios are what is kept.
"""
