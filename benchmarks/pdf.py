"""Documents a second through core.pdf beside bare WeasyPrint on the same HTML (figure P9), in the same run.

usage: bin/bench pdf [--documents N] [--rounds N]
Bare is WeasyPrint with shared fonts and parsed style sheets, tagged PDF/UA-1, its own fetcher; ours adds the closed
fetcher, and for a worker a child with limits. Rounds are interleaved; each figure is the median of its rounds. Every
document differs by its name, so that nothing can be answered from memory. Prints one JSON object on the last line.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

STYLESHEET = "cv-classic.css"


def pages(number: int) -> list[str]:
    """HTML of CVs of one page, each with a name of its own."""
    from cvbuilder import engine
    from cvbuilder.content import CVContent, Entry, EntryPart, Fact, FactPart
    from cvbuilder.enums import PartCode

    text = "Plockade och packade order med handdator.\n- Lärde upp två nya kollegor\n- Körde ledstaplare"
    entries = tuple(Entry(f"{2024 - n}", f"Lagermedarbetare {n}", ("Öbergs AB", "Sverige"), text) for n in range(5))
    parts = (EntryPart(PartCode.EXPERIENCE, "Arbetslivserfarenhet", entries),)
    facts = (FactPart(PartCode.SKILL, "Kunskaper", tuple(Fact(f"Kunskap {n}") for n in range(6))),)
    return [
        engine.html_of(
            CVContent("sv", "Cv", f"Zahra Ahmadi {n}", "Lagerarbetare", ("070-174 06 05",), "Noggrann.", parts, facts),
            "classic",
        )
        for n in range(number)
    ]


def bare(html: str) -> bytes:
    from weasyprint import HTML

    from core import pdf

    press = pdf._press()
    sheets = [press.sheets["pdf.css"], press.sheets[STYLESHEET]]
    made: bytes = HTML(string=html).write_pdf(stylesheets=sheets, font_config=press.fonts, pdf_variant=pdf.PROFILE)
    return made


def ours(html: str) -> bytes:
    from core import pdf

    return pdf.render_html(html, stylesheet=STYLESHEET)


def in_limits(html: str) -> bytes:
    from core import pdf

    return pdf.render_in_limits(html, stylesheet=STYLESHEET)


def rate(make: Callable[[str], bytes], documents: list[str]) -> float:
    begun = time.perf_counter()
    for html in documents:
        assert make(html).startswith(b"%PDF")
    return len(documents) / (time.perf_counter() - begun)


def rate_of_two(pool: ProcessPoolExecutor, documents: list[str]) -> float:
    begun = time.perf_counter()
    for body in pool.map(in_limits, documents, chunksize=1):
        assert body.startswith(b"%PDF")
    return len(documents) / (time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20, help="per round")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    import django

    django.setup()
    documents = pages(asked.documents)
    ours(documents[0])
    found: dict[str, list[float]] = {"bare": [], "core_pdf": [], "in_limits": [], "in_limits_two_workers": []}
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        rate_of_two(pool, documents[:4])
        for _round in range(asked.rounds):
            found["bare"].append(rate(bare, documents))
            found["core_pdf"].append(rate(ours, documents))
            found["in_limits"].append(rate(in_limits, documents))
            found["in_limits_two_workers"].append(rate_of_two(pool, documents))
    middle = {name: round(statistics.median(rates), 2) for name, rates in found.items()}
    said = {
        "bench": "pdf",
        "documents": asked.documents,
        "rounds": asked.rounds,
        "documents_per_second": middle,
        "core_pdf_to_bare": round(middle["core_pdf"] / middle["bare"], 3),
        "in_limits_to_bare": round(middle["in_limits"] / middle["bare"], 3),
        "two_workers_to_one": round(middle["in_limits_two_workers"] / middle["in_limits"], 3),
        "load": round(os.getloadavg()[0], 1),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    sys.exit(main())
