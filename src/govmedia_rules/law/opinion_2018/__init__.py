"""The 2018 Opinion on government new media (国办发〔2018〕123号) as data."""

from govmedia_rules.law.opinion_2018.instrument import OPINION_2018

__all__ = ["OPINION_2018"]
