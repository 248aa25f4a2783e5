"""The address that suggests while one types."""

import re

import pytest


def test_suggestions_are_options_of_a_listbox(client, db):
    answer = client.get("/ord/yrke/", {"q": "bussför"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'<li role="option" aria-selected="false" data-key="6zL8_YYP_1eR" data-label="Bussförare">', page)
    assert "Buss- och spårvagnsförare" in page


def test_suggestions_tell_the_other_word(client, db):
    assert "<small>gbg</small>" in client.get("/ord/kommun/", {"q": "GBG"}).content.decode()


def test_suggestions_are_open_to_anybody_and_may_be_kept_by_the_browser(client, db):
    answer = client.get("/ord/sprak/", {"q": "dari"})
    assert answer["Cache-Control"] == "private, max-age=3600"


def test_suggestions_of_an_unknown_kind_are_not_found(client, db):
    assert client.get("/ord/bilar/", {"q": "volvo"}).status_code == 404


def test_suggestions_only_by_get(client, db):
    assert client.post("/ord/yrke/", {"q": "kock"}).status_code in (403, 405)


@pytest.mark.parametrize("bad", ["", "\x00", "🤷", "<script>", "x" * 100_000, "%", "_", "\\", "'; --", "\ud7fb"])
def test_suggestions_survive_anything(client, db, bad):
    answer = client.get("/ord/yrke/", {"q": bad})
    assert answer.status_code == 200
    assert b"<script>" not in answer.content


def test_suggestions_cost_one_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(3):  # the query itself, and the savepoint round the view
        client.get("/ord/yrke/", {"q": "städ"})
