"""
Sampling (抽查): a register's accounts drawn at random, so that anybody can repeat the draw.

The draw is defined by SHA-256 and whole numbers alone, not by this library's code:
docs/how-to/draw-a-sample.md says how, and repeats one in a few lines.
"""

from govmedia_rules.sampling.allocation import allocate
from govmedia_rules.sampling.drawing import fresh_seed, recently_inspected, sample, sampled
from govmedia_rules.sampling.draws import ALGORITHM, Draw, DrawnAccount, Stratum, StratumField
from govmedia_rules.sampling.registers import RegisterCount, exists_at, is_running_at

__all__ = [
    "ALGORITHM",
    "Draw",
    "DrawnAccount",
    "RegisterCount",
    "Stratum",
    "StratumField",
    "allocate",
    "exists_at",
    "fresh_seed",
    "is_running_at",
    "recently_inspected",
    "sample",
    "sampled",
]
