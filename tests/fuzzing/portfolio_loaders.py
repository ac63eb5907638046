"""Portfolios and texts in files: JSON and NDJSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from attrs import evolve

from fuzzing.loader import BrokenPromiseError, Loader, in_a_file, scratch_folder
from fuzzing.mutations import mutated_cells, mutated_json, mutated_json_lines
from govmedia_rules.cases import jiangsu_2019
from govmedia_rules.models import Portfolio
from govmedia_rules.serialization import (
    LoadError,
    dump_portfolio,
    dumps_portfolio,
    load_portfolio,
    load_texts,
    loads_portfolio,
)
from govmedia_rules.testing import make_account, make_message, make_post, make_unit

__all__ = ["PORTFOLIO_LOADERS", "every_field", "few_rows"]

Texts = tuple[tuple[str, str], ...]


def few_rows() -> Portfolio:
    """Return one row of every table."""
    return Portfolio(
        accounts=[make_account(id="wechat:a", unit_id="u")],
        units=[make_unit(id="u")],
        posts=[make_post(account_id="wechat:a")],
        messages=[make_message(account_id="wechat:a")],
    )


def every_field() -> Portfolio:
    """Return the Jiangsu cases with fewer rows, which together fill most fields."""
    cases = jiangsu_2019()
    accounts = cases.accounts[::3]
    ids = {account.id for account in accounts}
    return evolve(
        cases,
        accounts=accounts,
        posts=tuple(post for post in cases.posts or () if post.account_id in ids)[:6],
        messages=tuple(each for each in cases.messages or () if each.account_id in ids)[:3],
    )


def _json_seeds() -> tuple[bytes, ...]:
    return tuple(
        dumps_portfolio(each).encode()
        for each in (few_rows(), every_field(), Portfolio(accounts=()))
    )


def _read_json(data: bytes) -> Portfolio:
    lenient = loads_portfolio(data, unknown_fields="ignore")
    strict = loads_portfolio(data)
    if strict != lenient:
        raise BrokenPromiseError("what is passed over in unknown fields changed the known ones")
    return strict


def _json_again(portfolio: Portfolio) -> Portfolio:
    return loads_portfolio(dumps_portfolio(portfolio))


def _ndjson_seeds() -> tuple[bytes, ...]:
    path = scratch_folder() / "seed.ndjson"
    seeds = []
    for portfolio in (few_rows(), every_field()):
        dump_portfolio(portfolio, path)
        seeds.append(path.read_bytes())
    return tuple(seeds)


def _read_ndjson(data: bytes) -> Portfolio:
    return in_a_file(data, "portfolio.ndjson", load_portfolio)


def _ndjson_again(portfolio: Portfolio) -> Portfolio:
    path = scratch_folder() / "again.ndjson"
    dump_portfolio(portfolio, path)
    return load_portfolio(path)


def _texts_again(texts: Texts) -> Texts:
    lines = [json.dumps({"id": each, "text": text}) for each, text in texts]
    return in_a_file("\n".join(lines).encode(), "again.ndjson", _texts_in)


def _texts_in(path: Path) -> Texts:
    return load_texts(path)


PORTFOLIO_LOADERS: Final = (
    Loader(
        name="portfolio-json",
        reads=_read_json,
        again=_json_again,
        seeds=_json_seeds,
        mutated=mutated_json,
        refusals=(LoadError,),
    ),
    Loader(
        name="portfolio-ndjson",
        reads=_read_ndjson,
        again=_ndjson_again,
        seeds=_ndjson_seeds,
        mutated=mutated_json_lines,
        refusals=(LoadError,),
    ),
    Loader(
        name="texts-ndjson",
        reads=lambda data: in_a_file(data, "texts.ndjson", _texts_in),
        again=_texts_again,
        seeds=lambda: ('{"id":"p1","text":"限时抢购"}\n\n{"id":"p2","text":"通知"}\n'.encode(),),
        mutated=mutated_json_lines,
        refusals=(LoadError,),
    ),
    Loader(
        name="texts-csv",
        reads=lambda data: in_a_file(data, "texts.csv", _texts_in),
        again=_texts_again,
        seeds=lambda: ('编号,正文,x\r\np1,"限时""抢购""\n",1\r\n'.encode(), b"id,text\np,t\n"),
        mutated=mutated_cells,
        refusals=(LoadError,),
    ),
)
"""Portfolios, and texts to be screened."""
