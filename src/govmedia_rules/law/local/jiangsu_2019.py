"""苏政办发〔2019〕56号: how Jiangsu implements the Opinion, with indicators of its own."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import CheckKind, Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.text import Text

__all__ = ["JIANGSU_2019"]

_DOCUMENT: Final = Document(
    id="jiangsu-2019",
    number="苏政办发〔2019〕56号",
    title=Text(
        zh="江苏省贯彻落实《意见》的文件", en="Jiangsu's instrument on implementing the Opinion"
    ),
    issuer=Text(
        zh="江苏省人民政府办公厅",
        en="General Office of the People's Government of Jiangsu Province",
    ),
    issued_on=None,
    published_on="2019-06-10",
    in_force_on="2019-06-10",
    dating=Text(
        zh="只知道成文于2019年6月，以公布的日期为施行的第一天；标题是本库所拟，不是原题。",
        en="It is known to date from June 2019; the day of its publication stands for its first"
        " day. The title is ours, not the instrument's.",
    ),
)

JIANGSU_2019: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "贯彻意见",
            Text(zh="总体要求", en="General"),
            Text(
                zh="要求全省贯彻落实《意见》。",
                en="Has the whole province implement the Opinion.",
            ),
            Force.CONTEXT,
            unchecked_because=Text(
                zh="本身没有新的要求，《意见》各条由其规则检查。",
                en="It demands nothing of its own; the Opinion's clauses are checked by the"
                " Opinion's rules.",
            ),
        ),
        clause(
            _DOCUMENT,
            "本省指标",
            Text(zh="监督检查", en="Inspection"),
            Text(
                zh="随文印发了本省自己的检查指标和监管指标，供检查时使用。",
                en="Issues the province's own indicators of inspection and supervision, to be"
                " inspected by.",
            ),
            Force.OBLIGATION,
            CheckKind.ATTEST,
        ),
    ),
)
"""What Jiangsu adds to the Opinion; the content of its indicators is not known here."""
