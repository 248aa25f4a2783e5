"""The link to Valkey for what is forgotten at once: who writes where right now. Nothing here is needed for work to go on:
when Valkey does not answer, the answer is empty, and for a while nobody asks again."""

import logging
import time
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
PATIENCE = 0.25  # seconds for an answer
REST = 15.0  # seconds without asking after a failure
_silent_until = 0.0


@lru_cache(maxsize=4)
def _client(url: str) -> Redis:
    address = url.replace("redis+socket://", "unix://", 1)
    waits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
    return Redis.from_url(address, decode_responses=True, protocol=2, **waits)


def swap(key: str, field: str, value: str | None, seconds: int) -> Mapping[str, str]:
    """Sets a field of a hash (None takes it away) that is gone `seconds` after its last change, and returns the whole
    hash: one round trip. Empty when Valkey does not answer."""
    global _silent_until  # noqa: PLW0603  one breaker for the process
    if time.monotonic() < _silent_until:
        return {}
    try:
        with _client(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            if value is None:
                pipe.hdel(key, field)
            else:
                pipe.hset(key, field, value)
                pipe.expire(key, seconds)
            pipe.hgetall(key)
            found: Mapping[str, str] = pipe.execute()[-1]
    except (RedisError, OSError) as fault:
        _silent_until = time.monotonic() + REST
        log.warning("nearby: Valkey does not answer (%s)", type(fault).__name__)
        return {}
    return found
