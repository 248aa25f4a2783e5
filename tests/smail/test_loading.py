"""manage.py load_instrument as role owner, on a committed database."""

import copy
import json
from io import StringIO

from django.core.management import call_command

from smail import loading
from smail.models import QuestionText


def loaded() -> dict:
    out = StringIO()
    call_command("load_instrument", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_loading_again_changes_nothing_and_a_new_word_changes_one_row(
    own_database, django_db_blocker, tmp_path, monkeypatch
):
    with django_db_blocker.unblock():
        assert loaded()["changed"] == 0
        document = copy.deepcopy(loading.read_files()[0])
        document["questions"][0]["texts"]["sv"]["help"] = "Ett nytt stöd."
        (tmp_path / "instrument_1.json").write_text(json.dumps(document))
        monkeypatch.setattr(loading.read_files, "__defaults__", (tmp_path,))
        assert loaded()["changed"] == 1
        assert QuestionText.objects.filter(help="Ett nytt stöd.").count() == 1
