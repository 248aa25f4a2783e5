"""Ads out of files of any size: one at a time, never the whole file in memory."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

CHUNK = 1 << 20
LONGEST_AD = 16 << 20  # characters; what does not end by then is no ad


class FileError(ValueError):
    """A file that is no list of ads, with words for whoever chose it."""


def ads_in(path: Path) -> Iterator[Any]:
    """Every item of a JSON list, of the list "hits" in an object, or of a file with one JSON object per line.

    Raises FileError when the file is none of these, also half-way through.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            start = _first_character(file)
            if start == "[":
                yield from _listed(file)
            elif start == "{":
                yield from _in_object(file)
            else:
                raise FileError(f"{path.name}: no JSON list or object")
    except FileError:
        raise
    except (ValueError, RecursionError) as fault:
        raise FileError(f"{path.name}: {str(fault)[:200]}") from fault
    except OSError as fault:
        raise FileError(f"{path.name}: {fault.strerror}") from fault


def _first_character(file: TextIO) -> str:
    start = file.read(CHUNK).lstrip()[:1]
    file.seek(0)
    return start


def _listed(file: TextIO) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    buffer = file.read(CHUNK).lstrip().removeprefix("[")
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        try:
            item, end = decoder.raw_decode(buffer)
            whole = end < len(buffer)
        except json.JSONDecodeError as fault:
            whole, trouble = False, fault
        else:
            trouble = json.JSONDecodeError("the list does not end", buffer[:0], 0)
        if whole:
            yield item
            buffer = buffer[end:]
            continue
        more = file.read(max(CHUNK, len(buffer)))
        if not more or len(buffer) > LONGEST_AD:
            raise trouble
        buffer += more


def _in_object(file: TextIO) -> Iterator[Any]:
    """An answer of the search service (at most some hundreds of ads), one ad alone, or an object per line."""
    first = file.readline(LONGEST_AD)
    try:
        found = json.loads(first)
    except json.JSONDecodeError:
        file.seek(0)
        found = json.load(file)
        yield from _hits(found)
        return
    yield from _hits(found)
    for line in file:
        if line.strip():
            yield json.loads(line)


def _hits(found: dict[str, Any]) -> Iterator[Any]:
    hits = found.get("hits")
    if isinstance(hits, list):
        yield from hits
    else:
        yield found
