"""What is fuzzed: something that reads bytes nobody vouches for, and what it promises."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final, Generic, TypeVar

from attrs import field, frozen

from govmedia_rules.errors import GovmediaRulesError

__all__ = ["BrokenPromiseError", "Loader", "Mutation", "in_a_file", "not_mutated", "scratch_folder"]

T = TypeVar("T")

_LONGEST_MESSAGE: Final = 50_000

Mutation = Callable[[bytes, Random], bytes]
"""Makes other bytes of given ones, close enough to get past the first parser."""


class BrokenPromiseError(AssertionError):
    """A loader neither gave an object that comes back from a file nor one clear error of ours."""


def not_mutated(data: bytes, random: Random) -> bytes:
    """Return *data*: the fuzzer's own changes are enough."""
    del random
    return data


@frozen(kw_only=True)
class Loader(Generic[T]):
    """
    One way into the library for bytes that nobody vouches for.

    Parameters:
        name: what it is called on the command line of the fuzzer.

        reads: loads the bytes.

        again: writes what was loaded, and loads that.

        seeds: inputs that it accepts, to begin with.

        mutated: makes further inputs of them.

        same: whether what came back is what was loaded.

        refusals: the errors by which it may refuse. Any other ends the fuzzing.
    """

    name: str
    reads: Callable[[bytes], T]
    again: Callable[[T], T]
    seeds: Callable[[], Sequence[bytes]]
    mutated: Mutation = not_mutated
    same: Callable[[T, T], object] = field(default=operator.eq)
    refusals: tuple[type[GovmediaRulesError], ...]

    def accepts(self, data: bytes) -> bool:
        """
        Return whether *data* is loaded; it is refused otherwise.

        Raises:
            BrokenPromiseError: when what was loaded does not come back, or the refusal
                cannot be printed.

            Exception: whatever the loader raises that is no refusal.
        """
        try:
            loaded = self.reads(data)
        except self.refusals as refusal:
            if not 0 < len(str(refusal).encode()) <= _LONGEST_MESSAGE:
                raise BrokenPromiseError("the message is empty or endless") from refusal
            return False
        try:
            back = self.again(loaded)
        except GovmediaRulesError as error:
            raise BrokenPromiseError("what was loaded cannot be loaded again") from error
        if not self.same(loaded, back):
            raise BrokenPromiseError(f"{loaded!r:.2000} came back as {back!r:.2000}")
        return True


@cache
def _scratch() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="fuzzing-")


def scratch_folder() -> Path:
    """Return a folder that is there until the process ends."""
    return Path(_scratch().name)


def in_a_file(data: bytes, name: str, load: Callable[[Path], T]) -> T:
    """Return what *load* makes of a file called *name* that holds *data*."""
    path = scratch_folder() / name
    path.write_bytes(data)
    return load(path)
