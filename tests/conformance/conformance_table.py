"""The table of workbooks × engines, and what is known of those who disagree."""

import json
import tomllib
from itertools import groupby

from conformance_engines import FOLDER, by_formualizer, by_formulon, by_us, calls_ours_anywhere, cases_of

GOLDEN = FOLDER.parent / "golden"
TABLE = GOLDEN / "conformance.md"
LIBREOFFICE = GOLDEN / "conformance_libreoffice.json"
KNOWN = FOLDER / "known.toml"

HEADER = """# Conformance

{sentence}

What is asked is what people write in Excel, a workbook a feature ([tests/conformance](../conformance/README.md)):

- **xl-quadrant**: `recalculate`, which calculates in formualizer what is written in its terms first.
- **formualizer** {formualizer} alone, **formulon** {formulon}, and **LibreOffice** {libreoffice} with every formula
  calculated anew. LibreOffice has errors of its own, stored as #VALUE!; any error but #NAME? agrees where one is
  expected.
- Workbooks that call functions of xl-quadrant are not asked of the others.
"""
SENTENCE = (
    "Of {cases:,} formulas in {books} workbooks, each with its answer from a named source, `recalculate` agrees with "
    "{us:,}, formulon with {formulon:,}, LibreOffice {libreoffice} with {office:,} and formualizer alone with "
    "{alone:,}."
)
"""What the README says too."""


class Answers:
    """What the engines answer to all cases."""

    def __init__(self, books):
        self.cases = [case for book in books for case in cases_of(book)]
        others = for_others(books)
        self.ours_only = books.keys() - others.keys()
        self.us, self.formualizer, self.formulon = by_us(books), by_formualizer(others), by_formulon(others)

    def wrong(self, answers, *, any_error=False):
        """Return the cases an engine answers otherwise, with its answer; none for an engine that is not asked."""
        asked = [case for case in self.cases if answers is self.us or case.book not in self.ours_only]
        found = {case: answers.get((case.book, case.cell)) for case in asked}
        return {case: answer for case, answer in found.items() if not agrees(case, answer, any_error=any_error)}


def for_others(books):
    """Return the workbooks that do not call our functions, which other engines do not know."""
    return {name: content for name, content in books.items() if not calls_ours_anywhere(content)}


def agrees(case, answer, *, any_error=False):
    """Say whether an answer is the one expected, or any error where an engine has errors of its own."""
    if any_error and _is_error(case.expected) and _is_error(answer) and answer != "#NAME?":
        return True
    return case.agrees(answer)


def known():
    """Return the cases that are known to be wrong here, by workbook and formula, with the reason."""
    told = tomllib.loads(KNOWN.read_text("utf-8"))
    return {
        (book, formula): group["reason"]
        for group in told["known"]
        for book, formulas in group.items()
        if book != "reason"
        for formula in formulas
    }


def confirmed(case, answer, engine):
    """
    Say whether an engine's answer makes it a source.

    It is the very one expected. LibreOffice stores errors of its own as #VALUE!, so that says nothing.
    """
    return case.agrees(answer) and not (engine == "LibreOffice" and case.expected == "#VALUE!")


def libreoffices():
    """Return LibreOffice's version, what it answers otherwise, by place, and where it has another error."""
    return json.loads(LIBREOFFICE.read_text("utf-8"))


def rendered(answers, versions):
    """Return the table as markdown."""
    office = libreoffices()
    wrong = {
        "xl-quadrant": set(answers.wrong(answers.us)),
        "formualizer": set(answers.wrong(answers.formualizer)),
        "formulon": set(answers.wrong(answers.formulon)),
        "LibreOffice": {case for case in answers.cases if case.place in office["disagrees"]},
    }
    asked = {engine: len(answers.cases) - len(others) for engine, others in wrong.items()}
    unasked = sum(case.book in answers.ours_only for case in answers.cases)
    sentence = SENTENCE.format(
        cases=len(answers.cases),
        books=len({case.book for case in answers.cases}),
        us=asked["xl-quadrant"],
        formulon=asked["formulon"] - unasked,
        libreoffice=".".join(office["version"].split(".")[:2]),
        office=asked["LibreOffice"] - unasked,
        alone=asked["formualizer"] - unasked,
    )
    lines = [HEADER.format(sentence=sentence, libreoffice=office["version"], **versions)]
    lines += [f"| workbook | cases | {' | '.join(wrong)} |", f"|---|{'---:|' * 5}"]
    total = _row("**all**", answers.cases, wrong, answers.ours_only)
    books = [_row(book, list(cases), wrong, answers.ours_only) for book, cases in groupby(answers.cases, _book)]
    return "\n".join([*lines, *books, total, *_ours(answers), *_others(answers, office)]) + "\n"


def _book(case):
    return case.book


def _row(name, cases, wrong, ours_only):
    """Return a row of the table: how many cases each engine agrees with."""
    cells = []
    for engine, others in wrong.items():
        asked = [case for case in cases if engine == "xl-quadrant" or case.book not in ours_only]
        cells.append(str(sum(case not in others for case in asked)) if asked else "")
    return f"| {name} | {len(cases)} | {' | '.join(cells)} |"


def _ours(answers):
    """Return what is wrong here: first the silent, where a value stands; each with its reason."""
    reasons = known()
    wrong = answers.wrong(answers.us)
    silent = [case for case, answer in wrong.items() if not _is_error(answer)]
    said = [case for case in wrong if case not in silent]
    lines = []
    for heading, cases in (("Wrong here, and not said", silent), ("Not calculated here, and said so", said)):
        lines += ["", f"## {heading}", ""]
        lines += ["| where | formula | expected | here | why |", "|---|---|---|---|---|"] if cases else ["Nothing."]
        for case in cases:
            reason = reasons.get((case.book, case.formula), "")
            lines.append(f"{_cells(case)} {shown(wrong[case])} | {reason} |")
    return lines


def _others(answers, office):
    """Return what other engines answer otherwise."""
    lines = []
    wrong = answers.wrong(answers.formulon)
    formulon = {case: shown(answer) for case, answer in wrong.items()}
    libreoffice = {case: office["disagrees"][case.place] for case in answers.cases if case.place in office["disagrees"]}
    for engine, others in (("formulon", formulon), ("LibreOffice", libreoffice)):
        lines += ["", f"## {engine}", "", f"| where | formula | expected | {engine} |", "|---|---|---|---|"]
        lines += [f"{_cells(case)} {answer} |" for case, answer in others.items()]
    return lines


def _cells(case):
    """Return the first cells of a line for a case."""
    formula = case.formula.replace("|", r"\|").replace("\n", " ")
    return f"| {case.place} | `{formula}` | {shown(case.expected)} |"


def shown(value):
    """Return a value as the table shows it: texts between quotes, numbers to twelve digits, long ones cut."""
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, str) and not _is_error(value):
        printable = "".join(letter if letter.isprintable() else "�" for letter in value).replace("|", r"\|")
        return f'"{printable[:40]}{"…" if len(printable) > 40 else ""}"'
    return "nothing" if value is None else str(value).upper() if isinstance(value, bool) else str(value)


def _is_error(value):
    """Say whether a value is an error."""
    return type(value).__name__ == "ErrorValue"
