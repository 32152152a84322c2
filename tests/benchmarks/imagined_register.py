"""An imagined register: departments, sites, people and devices of the benchmarks' customers, the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from app.assets.rules import DEVICE_TYPES, AssetCode, AssetState, contract_code
from app.assets.tables import Asset
from app.directory.tables import Customer, Department, Site
from app.foundation.ids import derive_id
from tests.benchmarks import wording

T = TypeVar("T")

_BOUGHT_FIRST = date(2017, 1, 1)
_DAYS = 3500
_TYPES = {"COM": 60, "NBK": 12, "PRN": 14, "SCN": 4, "SRV": 2, "NET": 5, "UPS": 3}
_STATES = {AssetState.IN_USE: 88, AssetState.IN_STOCK: 6, AssetState.ON_LOAN: 1, AssetState.RETIRED: 5}


class ImaginedRegister:
    """Whose devices they are and where they stand; `assets` makes as many as are wanted."""

    def __init__(self) -> None:
        self._random = random.Random(20261130)
        self.customers = [
            Customer(id=derive_id("customer", name), name=name, staff_count=None) for name in wording.CUSTOMERS
        ]
        self.sites = {
            one.id: [
                Site(id=derive_id("site", one.id, name), customer_id=one.id, name=name, address="", clean=True)
                for name in wording.SITES
            ]
            for one in self.customers
        }
        self.departments = {
            one.id: [
                Department(id=derive_id("department", one.id, code), customer_id=one.id, code=code, name=name)
                for code, name in wording.DEPARTMENTS
            ]
            for one in self.customers
        }

    def assets(self, count: int) -> Iterator[Asset]:
        """So many devices."""
        for at in range(count):
            yield self._asset(at)

    def _asset(self, at: int) -> Asset:
        customer_id = self._one_of(self.customers).id
        department = self._one_of(self.departments[customer_id])
        type_code = self._random.choices(list(_TYPES), list(_TYPES.values()))[0]
        serial = f"{at + 1:04d}"
        maker, model = self._one_of(wording.MODELS[type_code])
        return Asset(
            id=derive_id("asset", str(at)),
            customer_id=customer_id,
            code=str(AssetCode(department.code, type_code, serial)),
            contract_code=contract_code("0000", type_code, serial),
            type_code=type_code,
            serial=serial,
            department_id=department.id,
            site_id=self._one_of(self.sites[customer_id]).id,
            name=self._name(type_code),
            maker=maker,
            model=model,
            serial_number=f"{self._random.getrandbits(40):010X}",
            place=f"{self._random.randrange(1, 20)}{self._random.randrange(1, 30):02d}",
            owner="",
            user_name=self._one_of(wording.SURNAMES) + self._one_of(wording.GIVEN_NAMES),
            supplier="",
            purchased_on=_BOUGHT_FIRST + timedelta(days=self._random.randrange(_DAYS)),
            cost_minor=self._random.randrange(100_000, 2_000_000),
            currency="CNY",
            state=self._random.choices(list(_STATES), list(_STATES.values()))[0],
            notes="",
        )

    def _name(self, type_code: str) -> str:
        if self._random.random() < 0.5:
            return DEVICE_TYPES[type_code]
        return f"{self._one_of(wording.CHINESE[0])}{wording.CHINESE_TYPES[type_code]}"

    def _one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]
