"""
Random draws, the same for the same seed whatever was drawn before them elsewhere.

Each batch of each table has a stream of its own, keyed by seed, table and batch: a
counter-based generator (Philox), so that any part can be made without the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Self, TypeAlias

import numpy as np
from attrs import frozen
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray

__all__ = ["Draws", "Flags", "Reals", "Wholes"]

Wholes: TypeAlias = NDArray[np.int64]
Reals: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

_STREAMS: Final = ("units", "accounts", "posts", "messages", "attestations", "waivers")


@frozen
class Draws:
    """
    One stream of random numbers.

    Parameters:
        generator: where they come from.
    """

    generator: Generator

    @classmethod
    def of(cls, seed: int, table: str, batch: int) -> Self:
        """Return the stream of one batch of one table."""
        key = (_STREAMS.index(table), batch)
        return cls(Generator(Philox(SeedSequence(seed, spawn_key=key))))

    def flags(self, share: float | Reals, size: int) -> Flags:
        """Return *size* flags, true with the probability *share*."""
        return self.generator.random(size) < share

    def uniform(self, low: float | Reals, high: float | Reals, size: int) -> Reals:
        """Return *size* numbers between *low* and *high*, which may differ from one to the next."""
        span = np.subtract(high, low, dtype=np.float64)
        drawn: Reals = low + span * self.generator.random(size)
        return drawn

    def below(self, limit: int | Wholes, size: int) -> Wholes:
        """Return *size* whole numbers from 0 to below *limit*."""
        drawn: Wholes = (self.generator.random(size) * limit).astype(np.int64)
        return drawn

    def codes(self, shares: Mapping[str, float], size: int) -> Wholes:
        """Return *size* positions in *shares*, each as often as its share says."""
        edges = np.cumsum(list(shares.values()))
        drawn = self.generator.random(size) * edges[-1]
        codes: Wholes = np.searchsorted(edges, drawn, side="right").astype(np.int64)
        return codes

    def words(self, shares: Mapping[str, float], size: int) -> list[str]:
        """Return *size* words of *shares*, each as often as its share says."""
        vocabulary = list(shares)
        return [vocabulary[code] for code in self.codes(shares, size)]

    def normal(self, spread: float, size: int) -> Reals:
        """Return *size* normal numbers around 0."""
        return self.generator.standard_normal(size) * spread

    def counts(self, mean: float, spread: float, most: float, size: int) -> Wholes:
        """
        Return *size* heavy-tailed counts: Poisson ones whose own means are log-normal.

        Parameters:
            mean: their mean, before the largest are cut off.

            spread: the standard deviation of the logarithm of their own means.

            most: none is larger.

            size: how many.
        """
        own = mean * np.exp(self.normal(spread, size) - spread**2 / 2)
        return np.minimum(self.generator.poisson(np.minimum(own, most)), int(most)).astype(np.int64)

    def order(self, weights: Sequence[float]) -> Wholes:
        """Return the positions of *weights* in random order, heavy ones early."""
        drawn = self.generator.exponential(size=len(weights)) / np.asarray(weights)
        return np.argsort(drawn, kind="stable")
