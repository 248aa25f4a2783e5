"""Sizes, names, queues, templates: what no linter asks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = [
    "config",
    "core",
    "accounts",
    "taxonomy",
    "participants",
    "smail",
    "employers",
    "matching",
    "cvbuilder",
    "referrals",
    "followup",
    "teamwork",
]
FILE_LIMIT, FUNCTION_LIMIT, TEMPLATE_LIMIT, TEST_LIMIT, VIEW_LIMIT = 600, 60, 200, 500, 30
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "misc.py", "common.py", "signals.py"}


def sources() -> list[Path]:
    return [p for app in APPS for p in sorted((ROOT / app).rglob("*.py")) if "migrations" not in p.parts]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_too_long():
    long = {relative(p): n for p in sources() if (n := len(p.read_text().splitlines())) > FILE_LIMIT}
    assert long == {}


def test_no_function_is_too_long():
    long = [
        f"{relative(path)}:{node.name} {length(node)}"
        for path in sources()
        for node in functions(ast.parse(path.read_text()))
        if length(node) > FUNCTION_LIMIT
    ]
    assert long == []


def test_no_view_is_too_long():
    long = [
        f"{relative(path)}:{node.name} {length(node)}"
        for path in sources()
        if path.name == "views.py" or "views" in path.parent.parts
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and node.args.args[:1]
        and node.args.args[0].arg == "request"
        and length(node) - len(ast.get_docstring(node) or "").__bool__() > VIEW_LIMIT + 5
    ]
    assert long == []


def test_no_template_is_too_long():
    templates = ROOT.glob("templates/**/*.html")
    long = {relative(p): n for p in templates if (n := len(p.read_text().splitlines())) > TEMPLATE_LIMIT}
    assert long == {}


def test_no_test_file_is_too_long():
    long = {relative(p): n for p in ROOT.glob("tests/**/*.py") if (n := len(p.read_text().splitlines())) > TEST_LIMIT}
    assert long == {}


def test_no_file_is_named_for_nothing():
    assert [relative(p) for p in sources() if p.name in FORBIDDEN_NAMES] == []


def test_every_celery_task_names_its_queue_and_itself():
    bare = []
    for path in sources():
        for node in functions(ast.parse(path.read_text())):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if getattr(called, "id", getattr(called, "attr", "")) in {"shared_task", "task"}:
                    given = {k.arg for k in decorator.keywords} if isinstance(decorator, ast.Call) else set()
                    if not {"name", "queue"} <= given:
                        bare.append(f"{relative(path)}:{node.name}")
    assert bare == []


def test_no_response_is_evaluated_after_the_transaction():
    lazy = re.compile(r"\b(TemplateResponse|StreamingHttpResponse|FileResponse)\b")
    assert [relative(p) for p in sources() if lazy.search(p.read_text()) and p.name != "test_sources.py"] == []


def test_no_form_takes_every_field():
    greedy = re.compile(r"""(fields\s*=\s*["']__all__["'])|(^\s+exclude\s*=)""", re.MULTILINE)
    forms = [p for p in sources() if p.name.startswith("forms") or "forms" in p.parts]
    assert [relative(p) for p in forms if greedy.search(p.read_text())] == []


def test_no_template_carries_inline_code_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/)|\son\w+=\"|\sstyle=\"|javascript:", re.IGNORECASE
    )
    pages = [p for p in ROOT.glob("templates/**/*.html")]
    assert [relative(p) for p in pages if inline.search(p.read_text())] == []


def test_every_post_form_carries_its_token():
    missing = []
    for path in ROOT.glob("templates/**/*.html"):
        for form in re.findall(r"<form\b[^>]*>.*?</form>", path.read_text(), re.DOTALL | re.IGNORECASE):
            if re.search(r"method=\"?post", form, re.IGNORECASE) and "csrf_token" not in form:
                missing.append(relative(path))
    assert missing == []


def test_decisions_are_numbered_without_gaps():
    names = sorted(p.name for p in (ROOT / "docs" / "adr").glob("*.md"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
    for name in names:
        assert (ROOT / "docs" / "adr" / name).read_text().startswith(f"# {int(name[:4])}. "), name


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later_in_the_code(word):
    assert [relative(p) for p in sources() if re.search(rf"\b{word}\b", p.read_text())] == []
