"""
Plug-ins: found by the names of their entry points, loaded when they are asked for.

An entry point bears the id of the rule set or screener that it leads to. Names are read from
the metadata of installed packages, which runs no code of theirs; loading one does.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, TypeVar

from attrs import frozen

from govmedia_rules.errors import GovmediaRulesError, UnknownNameError, shown
from govmedia_rules.rules import RuleSet
from govmedia_rules.screening import Screener, check_screener

__all__ = [
    "RULESETS_GROUP",
    "SCREENERS_GROUP",
    "BrokenPlugin",
    "PluginError",
    "ruleset_ids",
    "ruleset_plugin",
    "ruleset_plugins",
    "screener_ids",
    "screener_plugin",
    "screener_plugins",
]

RULESETS_GROUP: Final = "govmedia_rules.rulesets"
"""The group of entry points that lead to rule sets."""

SCREENERS_GROUP: Final = "govmedia_rules.screeners"
"""The group of entry points that lead to screeners."""

T = TypeVar("T")


@frozen
class BrokenPlugin:
    """
    A plug-in that cannot be used.

    Parameters:
        name: the name of its entry point.

        group: the group it is in.

        package: the package that brings it, or those that quarrel about the name.

        reason: what is wrong.
    """

    name: str
    group: str
    package: str
    reason: str

    def __str__(self) -> str:
        """Return what is wrong with which plug-in, in one line."""
        return f"plug-in {shown(self.name)} of {self.package} ({self.group}): {self.reason}"


class PluginError(GovmediaRulesError):
    """
    A plug-in cannot be used.

    Attributes:
        plugin: which one, and why.
    """

    def __init__(self, plugin: BrokenPlugin) -> None:
        self.plugin = plugin
        super().__init__(str(plugin))


def ruleset_ids() -> tuple[str, ...]:
    """Return the ids of the rule sets that installed packages bring, without loading any."""
    return tuple(sorted(_found(RULESETS_GROUP)))


def screener_ids() -> tuple[str, ...]:
    """Return the ids of the screeners that installed packages bring, without loading any."""
    return tuple(sorted(_found(SCREENERS_GROUP)))


def ruleset_plugin(ruleset_id: str) -> RuleSet:
    """
    Load the rule set with the id *ruleset_id*, and no other plug-in.

    Raises:
        UnknownNameError: when no installed package brings it.
        PluginError: when the package that brings it is broken.
    """
    return _loaded_by_name(RULESETS_GROUP, "rule set", ruleset_id, _as_ruleset)


def screener_plugin(screener_id: str) -> Screener:
    """
    Load the screener with the id *screener_id*, and no other plug-in.

    Raises:
        UnknownNameError: when no installed package brings it.
        PluginError: when the package that brings it is broken.
    """
    return _loaded_by_name(SCREENERS_GROUP, "screener", screener_id, _as_screener)


def ruleset_plugins(
    *, on_broken: Callable[[BrokenPlugin], object] | None = None
) -> dict[str, RuleSet]:
    """
    Load every rule set that installed packages bring.

    Parameters:
        on_broken: called with each plug-in that cannot be used, which is then skipped.
            Without it the first such plug-in is an error.

    Returns:
        The rule sets by id, in the order of their ids.

    Raises:
        PluginError: when a plug-in is broken and nobody is to be told.
    """
    return _all_loaded(RULESETS_GROUP, _as_ruleset, on_broken)


def screener_plugins(
    *, on_broken: Callable[[BrokenPlugin], object] | None = None
) -> dict[str, Screener]:
    """
    Load every screener that installed packages bring.

    Parameters:
        on_broken: as for :func:`ruleset_plugins`.

    Returns:
        The screeners by id, in the order of their ids.

    Raises:
        PluginError: when a plug-in is broken and nobody is to be told.
    """
    return _all_loaded(SCREENERS_GROUP, _as_screener, on_broken)


def _found(group: str) -> dict[str, list[EntryPoint]]:
    """Return the entry points of a group by name; one package found twice brings one."""
    by_name: dict[str, dict[tuple[str, str], EntryPoint]] = {}
    for point in entry_points(group=group):
        by_name.setdefault(point.name, {})[_package_of(point), point.value] = point
    return {name: list(points.values()) for name, points in by_name.items()}


def _package_of(point: EntryPoint) -> str:
    return "an unknown package" if point.dist is None else point.dist.name


def _loaded_by_name(group: str, kind: str, name: str, check: Callable[[object, str], T]) -> T:
    found = _found(group)
    if name not in found:
        raise UnknownNameError(kind, name, sorted(found), where="among the plug-ins")
    return _loaded(found[name], check)


def _all_loaded(
    group: str,
    check: Callable[[object, str], T],
    on_broken: Callable[[BrokenPlugin], object] | None,
) -> dict[str, T]:
    loaded: dict[str, T] = {}
    for name, points in sorted(_found(group).items()):
        try:
            loaded[name] = _loaded(points, check)
        except PluginError as error:
            if on_broken is None:
                raise
            on_broken(error.plugin)
    return loaded


def _loaded(points: list[EntryPoint], check: Callable[[object, str], T]) -> T:
    point = points[0]
    if len(points) > 1:
        packages = " and ".join(sorted({_package_of(each) for each in points}))
        reason = "the name leads to more than one object; uninstall one of the packages"
        raise PluginError(BrokenPlugin(point.name, point.group, packages, reason))
    try:
        return check(_object_at(point), point.name)
    except (Exception, SystemExit) as error:  # a module may be a script that ends the process
        reason = str(error) if isinstance(error, _WrongKindError) else _crash(error)
        broken = BrokenPlugin(point.name, point.group, _package_of(point), reason)
        raise PluginError(broken) from error


def _object_at(point: EntryPoint) -> Any:
    return point.load()


def _crash(error: BaseException) -> str:
    return f"loading it failed with {type(error).__name__}: {shown(str(error))}"


class _WrongKindError(GovmediaRulesError):
    """What an entry point leads to is not what its group is for."""


def _as_ruleset(candidate: object, name: str) -> RuleSet:
    if not isinstance(candidate, RuleSet):
        raise _WrongKindError(f"it leads to {shown(candidate)}; expected a RuleSet")
    if candidate.id != name:
        raise _WrongKindError(
            f"it leads to the rule set {shown(candidate.id)}; the name of the entry point and the"
            " id have to be the same"
        )
    return candidate


def _as_screener(candidate: object, name: str) -> Screener:
    # A class stands for the screener that it makes without arguments.
    screener = check_screener(candidate() if isinstance(candidate, type) else candidate)
    if screener.id != name:
        raise _WrongKindError(
            f"it leads to the screener {shown(screener.id)}; the name of the entry point and the"
            " id have to be the same"
        )
    return screener
