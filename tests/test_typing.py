"""Annotations of the public face resolve at run time, for editors, cattrs and documentation."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any, get_type_hints

import pytest

import govmedia_rules


def public_modules() -> Iterator[str]:
    yield "govmedia_rules"
    for module in pkgutil.walk_packages(govmedia_rules.__path__, "govmedia_rules."):
        # PySpark and its Java are too much for everybody's tests; its own step has them.
        is_at_hand = module.name != "govmedia_rules.frames.engine_spark" or find_spec("pyspark")
        if is_at_hand and not any(part.startswith("_") for part in module.name.split(".")):
            yield module.name


def public_things() -> Iterator[tuple[str, Any]]:
    """Yield every class and function of ours that a public module lists."""
    for name in public_modules():
        module = import_module(name)
        for exported in module.__all__:
            thing = getattr(module, exported)
            if (inspect.isclass(thing) or inspect.isfunction(thing)) and (
                thing.__module__.startswith("govmedia_rules")
            ):
                yield f"{thing.__module__}.{thing.__qualname__}", thing


def functions_of(thing: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the functions that *thing* is or that its class body defines."""
    if inspect.isfunction(thing):
        yield thing.__qualname__, thing
        return
    for name, member in vars(thing).items():
        match member:
            case classmethod() | staticmethod():
                yield name, member.__func__
            case property(fget=getter) if getter is not None:
                yield name, getter
            case cached_property():
                yield name, member.func
            case _ if inspect.isfunction(member):
                yield name, member


THINGS = dict(public_things())


def test_the_face_is_among_what_is_looked_at() -> None:
    assert {getattr(govmedia_rules, name) for name in govmedia_rules.__all__} <= set(
        THINGS.values()
    )


@pytest.mark.parametrize("name", THINGS)
def test_annotations_resolve(name: str) -> None:
    thing = THINGS[name]

    get_type_hints(thing)
    for _, function in functions_of(thing):
        get_type_hints(function)


@pytest.mark.parametrize("name", THINGS)
def test_every_parameter_and_return_value_is_annotated(name: str) -> None:
    thing = THINGS[name]
    bare = [
        f"{label}: {parameter}"
        for label, function in functions_of(thing)
        if function.__module__ == thing.__module__
        and "attrs generated" not in str(function.__code__)
        and label != "__replace__"  # attrs gives it to every class from Python 3.13 on
        for parameter, value in inspect.signature(function).parameters.items()
        if value.annotation is inspect.Parameter.empty and parameter not in {"self", "cls"}
    ]

    assert bare == []
