from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.directory.tables import Customer
from app.foundation.pinyin import spellings
from app.storage.schema import columns_of, spec_of
from app.storage.search import (
    ensure_indexes,
    first_found,
    index_name,
    index_waiting,
    search_condition,
    unindexed_count,
)
from app.storage.search_words import entry, is_spelling, match_expression, pairs
from app.storage.units import MANY, Origin, Reader, UnitOfWork
from tests.workspaces import Workspace

CUSTOMERS = spec_of(Customer)

words = st.text(
    st.sampled_from("abAB019_-%dygskj\\中文工单打印机科技処é²ßİſ𬭎\u0307")
    | st.characters(codec="utf-8", exclude_characters="\0"),
    min_size=1,
    max_size=6,
)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)


def keep(unit: UnitOfWork, names: Sequence[str]) -> None:
    """Exactly the customers with these names, written as everything is written."""
    known = [customer.id for customer in unit.find(Customer)]
    unit.apply(CUSTOMERS, (), removed=known)
    unit.put(*(Customer(id=str(at), name=name, staff_count=None) for at, name in enumerate(names)))


def found(reader: Reader, text: str) -> set[str]:
    """What both ways to ask find, which is the same."""
    hits = {customer.id for customer in reader.find(Customer, search_condition(CUSTOMERS, text))}
    assert set(first_found(reader, CUSTOMERS, text, 2 * MANY)) == hits
    assert len(first_found(reader, CUSTOMERS, text, 1)) == min(1, len(hits))
    return hits


def found_by_like(reader: Reader, text: str) -> set[str]:
    escaped = [re.sub(r"([\\%_])", r"\\\1", word) for word in text.split()]
    name = columns_of(Customer).name
    return {row.id for row in reader.find(Customer, *(name.like(f"%{word}%", escape="\\") for word in escaped))}


def found_without_case(reader: Reader, text: str) -> set[str]:
    """As LIKE would, had it ever heard of capitals beyond A to Z, and of pinyin."""
    folded = [word.casefold() for word in text.split()]
    return {row.id for row in reader.find(Customer) if all(has_word(row.name, word) for word in folded)}


def has_word(name: str, word: str) -> bool:
    typed = spellings(name) if is_spelling(word) else ()
    return word in name.casefold() or any(spelling.startswith(word) for spelling in typed)


def search(workspace: Workspace, names: Sequence[str], text: str) -> list[str]:
    workspace.store.write(lambda unit: keep(unit, names))
    with workspace.store.read() as reader:
        return [names[int(at)] for at in sorted(found(reader, text))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # every example replaces all the rows
@given(names=st.lists(texts, min_size=1, max_size=5), data=st.data())
def test_every_part_of_a_word_that_like_finds_is_found(
    workspace: Workspace, names: list[str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(names))
    begin = data.draw(st.integers(0, len(name) - 1))
    part = name[begin : data.draw(st.integers(begin + 1, len(name)))]
    workspace.store.write(lambda unit: keep(unit, names))
    with workspace.store.read() as reader:
        hits = found(reader, part)
        assert hits >= {str(at) for at, one in enumerate(names) if one == name}
        assert found_by_like(reader, part) <= hits <= found_without_case(reader, part)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # every example replaces all the rows
@given(names=st.lists(texts, max_size=5), text=texts)
def test_whatever_somebody_types_finds_what_like_finds(workspace: Workspace, names: list[str], text: str) -> None:
    workspace.store.write(lambda unit: keep(unit, names))
    with workspace.store.read() as reader:
        hits = found(reader, text)
        assert found_by_like(reader, text) <= hits <= found_without_case(reader, text)


NAMES = ["吉林省人民检察院", "北京市交警支队", "Northvale Council", "KJC-COM-1234", "under_score 100%"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("检", [NAMES[0]]),
        ("检察", [NAMES[0]]),
        ("院", [NAMES[0]]),
        ("检院", []),
        ("人民 吉林", [NAMES[0]]),
        ("northVALE", [NAMES[2]]),
        ("orth coun", [NAMES[2]]),
        ("n", [NAMES[2], NAMES[4]]),
        ("COM-12", [NAMES[3]]),
        ("12 kjc", [NAMES[3]]),
        ("_", [NAMES[4]]),
        ("r_s", [NAMES[4]]),
        ("%", [NAMES[4]]),
        ("0%", [NAMES[4]]),
        ("", NAMES),
        ("  ", NAMES),
        ('" OR name', []),
    ],
)
def test_search_from_one_character_on(workspace: Workspace, text: str, wanted: list[str]) -> None:
    assert search(workspace, NAMES, text) == wanted


def test_pairs_overlap_and_end_with_the_last_character() -> None:
    assert pairs(["打印机", None, "A1 b"]) == "打印 印机 机 a1 1 b"
    assert pairs(["KJC-COM"]) == "kj jc c- -c co om m"
    assert match_expression(["打印机", "%"]) == '"打印" AND "印机"'
    assert match_expression(["机"], spelled=True) == '"机"*'
    assert match_expression(["…!"]) == ""


def test_what_is_typed_for_chinese_is_indexed_behind_a_mark() -> None:
    assert entry(["A1", "科技"], ["科技", None]) == "a1 1 科技 技 ·j ·ji ·keji ·kj"
    assert match_expression(["kj"], spelled=True) == '("kj" OR "·kj"*)'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("jlsrmjcy", ["吉林省人民检察院"]),
        ("jcy", ["吉林省人民检察院"]),
        ("JianCha", ["吉林省人民检察院"]),
        ("jc 人民", ["吉林省人民检察院"]),
        ("jlsjcy", []),
        ("iancha", []),
        ("cq", ["重庆银行"]),
        ("chongqingyinh", ["重庆银行"]),
        ("dd", ["DD-Day"]),
    ],
)
def test_chinese_is_found_by_its_initials_and_its_pinyin(workspace: Workspace, text: str, wanted: list[str]) -> None:
    assert search(workspace, ["吉林省人民检察院", "重庆银行", "DD-Day"], text) == wanted


def test_an_index_that_is_missing_is_made_of_the_rows_that_are_there(workspace: Workspace) -> None:
    search(workspace, ["吉林省人民检察院"], "")
    engine = workspace.store.engine.execution_options(paigong_writer=True)
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP TABLE {index_name(CUSTOMERS)}"))
        ensure_indexes(connection)
    assert hits(workspace, "检察") == {"0"}, "found meanwhile"
    index_waiting(workspace.store)
    assert (hits(workspace, "检察"), hits(workspace, "jcy"), waiting(workspace)) == ({"0"}, {"0"}, 0)


def test_a_changed_name_is_found_by_its_new_words_only(workspace: Workspace) -> None:
    assert search(workspace, ["打印机"], "打印") == ["打印机"]
    assert search(workspace, ["扫描仪"], "打印") == []
    assert search(workspace, ["扫描仪"], "描仪") == ["扫描仪"]


def test_text_of_a_row_that_was_changed_back_is_found_again(workspace: Workspace) -> None:
    for names in (["打印机"], ["扫描仪"], ["打印机"]):
        assert search(workspace, names, names[0][:2]) == names


def test_every_searched_table_has_its_index_from_the_start(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        tables = set(reader.connection.execute(sa.text("SELECT name FROM sqlite_master")).scalars())
    assert {index_name(CUSTOMERS), "search_assets", "search_work_orders", "search_order_aliases"} <= tables


def customers_at_once(workspace: Workspace, names: Sequence[str]) -> None:
    """So many that they are indexed afterwards; the others are called by their ids alone."""
    rows = [Customer(id=str(at), name=name, staff_count=None) for at, name in enumerate(names)]
    rows += [Customer(id=f"x{at}", name=f"§{at}", staff_count=None) for at in range(MANY)]
    values = [CUSTOMERS.to_values(row) for row in rows]
    workspace.store.write(lambda unit: unit.apply(CUSTOMERS, values, origin=Origin.TRUTH))


def hits(workspace: Workspace, text: str) -> set[str]:
    with workspace.store.read() as reader:
        return found(reader, text)


def waiting(workspace: Workspace) -> int:
    with workspace.store.read() as reader:
        return unindexed_count(reader)


@pytest.mark.parametrize(
    "text", ["检", "检察", "院", "检院", "人民 吉林", "northVALE", "n", "COM-12", "_", "%", "§7", "§"]
)
def test_rows_that_wait_to_be_indexed_are_found_like_all_others(workspace: Workspace, text: str) -> None:
    customers_at_once(workspace, NAMES)
    assert waiting(workspace) == len(NAMES) + MANY
    meanwhile = hits(workspace, text)
    index_waiting(workspace.store)
    assert not waiting(workspace)
    assert hits(workspace, text) == meanwhile


def test_what_changes_while_it_waits_is_found_by_its_new_words_only(workspace: Workspace) -> None:
    customers_at_once(workspace, ["打印机", "扫描仪"])
    workspace.store.write(lambda unit: unit.put(Customer(id="0", name="投影仪", staff_count=None)))
    workspace.store.write(lambda unit: unit.remove(Customer, "1"))
    for _time in ("waiting", "indexed"):
        assert [hits(workspace, text) for text in ("打印", "投影", "扫描")] == [set(), {"0"}, set()]
        index_waiting(workspace.store)


def test_what_comes_in_turns_waits_together(workspace: Workspace) -> None:
    workspace.store.write(lambda unit: unit.put(Customer(id="first", name="先来", staff_count=None)))
    customers_at_once(workspace, ["打印机"])
    workspace.store.write(lambda unit: unit.put(Customer(id="between", name="其间", staff_count=None)))
    more = [CUSTOMERS.to_values(Customer(id=f"y{at}", name="后来", staff_count=None)) for at in range(MANY)]
    workspace.store.write(lambda unit: unit.apply(CUSTOMERS, more, origin=Origin.TRUTH))
    for _time in ("waiting", "indexed"):
        assert [len(hits(workspace, text)) for text in ("先来", "打印", "其间", "后来")] == [1, 1, 1, MANY]
        index_waiting(workspace.store)
