"""The PostgreSQL of the tests is real, fresh for each test, and speaks Chinese."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_gets_an_empty_database_of_the_version_we_ship_against(empty_postgres_url: str, time: str) -> None:
    engine = create_engine(empty_postgres_url)
    with engine.begin() as connection:
        assert connection.scalar(text("SHOW server_version_num")) >= "160000"
        assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
        connection.execute(text("CREATE TABLE left_by_an_earlier_test (time text)"))
        connection.execute(text("INSERT INTO left_by_an_earlier_test VALUES (:time)"), {"time": time})
    engine.dispose()


def test_chinese_text_comes_back_as_it_went_in(empty_postgres_url: str) -> None:
    engine = create_engine(empty_postgres_url)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT upper(:name)"), {"name": "派工 w26"}) == "派工 W26"
    engine.dispose()
