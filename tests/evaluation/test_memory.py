"""What is remembered: worked out once, bounded, and gone in the order of its last use."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest

from engine import Memory
from engine.evaluation.memory import size_of

ARRAY = np.zeros(1000)
BYTES = size_of(ARRAY)


def kept(memory: Memory, *keys: str) -> str:
    """The keys that a memory holds."""
    return "".join(key for key in keys if key in memory)


def test_work_is_done_once_even_where_it_brings_nothing() -> None:
    memory, done = Memory(), list[str]()
    for _ in range(2):
        assert memory.cached("key", lambda: done.append("work")) is None
    assert done == ["work"]


def test_work_for_many_is_given_what_is_not_known_and_each_key_once() -> None:
    memory, asked = Memory(), list[list[str]]()

    def doubled(keys: list[str]) -> list[str]:
        asked.append(keys)
        return [key * 2 for key in keys]

    assert memory.cached("b", lambda: "known") == "known"
    assert memory.cached_all(["a", "b", "c", "a"], doubled) == ["aa", "known", "cc", "aa"]
    assert asked == [["a", "c"]]


def test_what_was_used_longest_ago_goes_first() -> None:
    memory = Memory(3 * BYTES)
    for key in "abc":
        memory.cached(key, ARRAY.copy)
    memory.cached("a", ARRAY.copy)  # used: now b is the oldest
    memory.cached("d", ARRAY.copy)
    assert kept(memory, *"abcd") == "acd" and memory.size == 3 * BYTES
    memory.cached("e", ARRAY.copy)
    assert kept(memory, *"abcde") == "ade" and memory.size == 3 * BYTES


def test_as_many_go_as_make_room() -> None:
    memory = Memory(3 * BYTES)
    for key in "abc":
        memory.cached(key, ARRAY.copy)
    memory.cached("d", lambda: np.zeros(1500))
    assert kept(memory, *"abcd") == "cd"


def test_a_memory_holds_exactly_its_limit_and_nothing_larger() -> None:
    memory = Memory(BYTES)
    assert (memory.cached("fits", ARRAY.copy) == ARRAY).all()
    assert "fits" in memory and memory.size == BYTES
    assert memory.cached("large", lambda: np.zeros(1001)).size == 1001
    assert kept(memory, "fits", "large") == "fits" and memory.size == BYTES


def test_a_key_worked_out_again_on_the_way_counts_once() -> None:
    memory = Memory()
    assert memory.cached("key", lambda: memory.cached("key", ARRAY.copy)).size == 1000
    assert memory.size == BYTES
    assert memory.cached("key", lambda: memory.cached("other", ARRAY.copy)).size == 1000
    assert "other" not in memory


def test_two_threads_that_ask_at_once_work_once() -> None:
    memory, started, go_on = Memory(), threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> str:
        done.append("work")
        started.set()
        assert go_on.wait(10)
        return "result"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(memory.cached, "key", slow)
        assert started.wait(10)
        second = threads.submit(memory.cached, "key", slow)
        assert memory.cached("other", lambda: 1) == 1  # nobody else waits
        assert not second.done()
        go_on.set()
        assert first.result(10) == second.result(10) == "result"
    assert done == ["work"]


def test_who_waited_for_what_failed_works_anew() -> None:
    memory, started, go_on = Memory(), threading.Event(), threading.Event()

    def failing() -> str:
        started.set()
        assert go_on.wait(10)
        raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(memory.cached, "key", failing)
        assert started.wait(10)
        second = threads.submit(memory.cached, "key", lambda: "result")
        go_on.set()
        assert second.result(10) == "result"
        with pytest.raises(KeyboardInterrupt):
            first.result(10)


def test_an_exception_leaves_nothing_behind() -> None:
    memory = Memory()

    def failing() -> str:
        raise ValueError

    with pytest.raises(ValueError):
        memory.cached("key", failing)
    assert "key" not in memory and memory.size == 0
    assert memory.cached("key", lambda: "result") == "result"


def test_two_at_work_for_each_others_keys_do_not_wait_for_each_other() -> None:
    memory, both = Memory(), threading.Barrier(2)

    def work(key: str, other: str) -> str:
        both.wait(10)
        return key + memory.cached(other, lambda: other)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(memory.cached, "a", lambda: work("a", "b"))
        second = threads.submit(memory.cached, "b", lambda: work("b", "a"))
        assert first.result(10).startswith("ab") and second.result(10).startswith("ba")


def test_the_size_of_a_value_is_that_of_all_its_parts_once() -> None:
    @dataclass(frozen=True)
    class Pair:
        one: object
        other: object

    assert size_of(ARRAY) == 8000
    assert 16_000 < size_of({"a": [ARRAY], "b": (ARRAY.copy(), "text")}) < 17_000
    assert 8000 < size_of(Pair(ARRAY, Pair(ARRAY, None))) < 8500


def test_what_only_one_user_used_is_released_when_they_are_gone() -> None:
    memory = Memory()
    one, other = memory.of("one"), memory.of("other")
    one.cached("mine", ARRAY.copy)
    shared = one.cached("shared", ARRAY.copy)
    assert other.cached("shared", ARRAY.copy) is shared
    other.cached("theirs", ARRAY.copy)
    memory.release("one")
    assert kept(memory, "mine", "shared", "theirs") == "sharedtheirs"
    assert memory.size == 2 * BYTES
    memory.release("other")
    assert memory.size == 0 and "shared" not in memory


def test_what_two_worked_out_at_once_is_kept_for_both() -> None:
    """Whoever is at work waits for nobody, and works out anew what the other is at."""
    memory = Memory()
    one, other = memory.of("one"), memory.of("other")
    one.cached("shared", lambda: other.cached("shared", ARRAY.copy))
    assert memory.size == BYTES
    memory.release("one")
    assert "shared" in memory
    memory.release("other")
    assert memory.size == 0


def test_a_memory_apart_finds_what_is_known_and_keeps_its_own_to_itself() -> None:
    memory = Memory(2 * BYTES)
    memory.cached("known", lambda: ARRAY)
    apart = memory.apart(BYTES)
    assert apart.cached("known", lambda: None) is ARRAY
    for key in ("a", "b"):
        apart.cached(key, lambda: np.zeros(1000))
    assert kept(memory, "known", "a", "b") == "known"
    assert kept(apart, "known", "a", "b") == "knownb"  # of its own there is room for one
