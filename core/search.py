"""Finding by word under row-level security: tokens asked as an index range, since LIKE and full text lose their index."""

from django.db import connection, transaction

from core.folding import Asked, asked, prefix_range, tokens
from core.models import SearchToken


def words_of(text: str) -> set[str]:
    """The tokens a text is found by, as they are kept."""
    return {token[:60] for token in tokens(text)}


def index(*, team_id: int, subject_type: str, subject_id: int, text: str, participant_id: int | None = None) -> None:
    """Replaces the words under which a subject is found. Call inside the action that changes the text."""
    wanted = words_of(text)
    with transaction.atomic():
        rows = SearchToken.objects.filter(team_id=team_id, subject_type=subject_type, subject_id=subject_id)
        had = set(rows.values_list("token", flat=True))
        if had - wanted:
            rows.filter(token__in=had - wanted).delete()
        SearchToken.objects.bulk_create(
            SearchToken(
                team_id=team_id,
                token=token,
                subject_type=subject_type,
                subject_id=subject_id,
                participant_id=participant_id,
            )
            for token in wanted - had
        )


def find(words: str, *, team_id: int, subject_type: str, limit: int = 500) -> list[int]:
    """Subjects for which every word typed is the beginning of one of their words; a word with a hyphen or an apostrophe
    may stand there together or in parts. At most `limit` ids."""
    typed = asked(words)[:6] or [
        Asked(one, (one,)) for one in [words.strip().casefold()] if len(one) == 1 and one.isalnum()
    ]
    found: set[int] | None = None
    for word in sorted(typed, key=lambda one: len(one.whole), reverse=True):
        found = _meant(word, team_id, subject_type, found, limit)
        if not found:
            return []
    return sorted(found or [])[:limit]


def _meant(word: Asked, team_id: int, subject_type: str, among: set[int] | None, limit: int) -> set[int]:
    """Who of `among` (None: everybody) is found by the word written together, or by each of its parts."""
    apart = among
    for part in sorted(word.parts, key=len, reverse=True):
        apart = set(_starting_with(part[:60], team_id, subject_type, apart, limit))
    if word.parts == (word.whole,):
        return apart or set()
    return {*(apart or ()), *_starting_with(word.whole[:60], team_id, subject_type, among, limit)}


def _starting_with(token: str, team_id: int, subject_type: str, among: set[int] | None, limit: int) -> list[int]:
    low, high = prefix_range(token)
    sql = (
        'SELECT DISTINCT subject_id FROM core_searchtoken WHERE team_id = %s AND token COLLATE "C" >= %s'
        ' AND token COLLATE "C" < %s AND subject_type = %s AND (%s::bigint[] IS NULL OR subject_id = ANY(%s)) LIMIT %s'
    )
    narrowed = None if among is None else list(among)
    with connection.cursor() as cursor:
        cursor.execute(sql, [team_id, low, high, subject_type, narrowed, narrowed, 20 * limit])
        return [row[0] for row in cursor.fetchall()]
