"""Devices under care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from app.assets.rules import OTHER_LIFE_YEARS, AssetState, LabelEventKind, RelationKind
from app.foundation.texts import Code, Count, Difference, LongText, Name, ShortText
from app.storage.schema import (
    ASK_A_PERSON,
    DEVICE_WINS,
    INDEXED,
    SEARCHED,
    SPELLED,
    ScopeRule,
    of_customer,
    reference,
    register_scope,
    table,
    together,
)

_OF_REGISTER = ScopeRule("customer_id", register_scope)


@table("device_types", scope=reference)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceType:
    """A type of device; the id is the middle part of asset codes. `name` is English for those that we ship.

    Devices of it are replaced when they are `life_years` old.
    """

    id: str
    name: str
    life_years: int = OTHER_LIFE_YEARS


@table("device_models", scope=reference)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceModel:
    """A model of a maker, and which type its devices are.

    `life_months` is after how many months such a device is replaced as a rule, where its maker or owner says so.
    """

    id: str
    type_code: str
    name: Name
    maker: ShortText
    number: ShortText
    life_months: Count | None
    notes: LongText
    import_id: Annotated[str | None, INDEXED] = None


@table("assets", scope=of_customer, indexes=(("customer_id", "code"), ("customer_id", "type_code", "serial")))
@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A device. `serial` is the part of both codes; `serial_number` is the maker's.

    Owner and user are different: equipment belongs to the authority that bought it. `user_name` is what the user is
    called, `user_id` who that is in the directory, where it is known. `cost_minor` is in hundredths of `currency`,
    `warranty_until` the last day of the warranty. Devices that are `networked` are counted for recharging by
    `budget_head` (`domain.md` §8). `components` has one in each line. Which contracts a device is under, their lists
    tell (`app.sla.tables.ContractDevice`). `import_id` is the import that brought it, if any did.
    """

    id: str
    customer_id: str
    code: Annotated[str, SEARCHED, INDEXED]
    contract_code: Annotated[str, SEARCHED]
    type_code: str
    serial: str
    department_id: Annotated[str | None, INDEXED, ASK_A_PERSON]
    site_id: Annotated[str | None, INDEXED, DEVICE_WINS]
    name: Annotated[Name, SPELLED, INDEXED, ASK_A_PERSON]
    maker: Annotated[ShortText, SPELLED, ASK_A_PERSON]
    model: Annotated[ShortText, SEARCHED, ASK_A_PERSON]
    serial_number: Annotated[ShortText, SEARCHED, DEVICE_WINS]
    place: Annotated[ShortText, SPELLED, DEVICE_WINS]
    owner: Annotated[ShortText, SEARCHED, ASK_A_PERSON]
    user_name: Annotated[ShortText, SPELLED, ASK_A_PERSON, together("user")]
    supplier: Annotated[ShortText, SEARCHED, ASK_A_PERSON]
    purchased_on: Annotated[date | None, ASK_A_PERSON]
    cost_minor: Annotated[Count | None, ASK_A_PERSON, together("cost")]
    currency: Annotated[str, Meta(max_length=3), ASK_A_PERSON, together("cost")]
    state: Annotated[AssetState, INDEXED, ASK_A_PERSON]
    notes: Annotated[LongText, ASK_A_PERSON]
    user_id: Annotated[str | None, INDEXED, ASK_A_PERSON, together("user")] = None
    warranty_until: Annotated[date | None, ASK_A_PERSON] = None
    networked: Annotated[bool, ASK_A_PERSON] = False
    budget_head: Annotated[ShortText, SEARCHED, ASK_A_PERSON] = ""
    components: Annotated[LongText, SEARCHED, ASK_A_PERSON] = ""
    import_id: Annotated[str | None, INDEXED] = None


@table("asset_aliases", scope=of_customer, indexes=(("customer_id", "alias"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAlias:
    """Another code that leads to a device for ever: an older one, a provisional one, a tag of an earlier register."""

    id: str
    customer_id: str
    asset_id: Annotated[str, INDEXED]
    alias: Annotated[str, SEARCHED]


@table("asset_edits", scope=of_customer, indexes=(("asset_id", "ordinal"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class AssetEdit:
    """A fact, never changed: what an edit changed about a device, by field, what stood and what was wanted as JSON.

    `ordinal` counts the edits of a device as they were judged; `at` is the device's claim. A move or a hand-over says
    on which day it happened, and may have a note; one that an import made names it.
    """

    id: str
    asset_id: str
    customer_id: str
    ordinal: int
    at: datetime
    actor_id: str
    facts: dict[str, str]
    happened_on: date | None = None
    note: LongText = ""
    import_id: Annotated[str | None, INDEXED] = None


@table("label_events", scope=of_customer, indexes=(("asset_id", "code"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class LabelEvent:
    """A fact, never changed: a label with this code was printed for a device, or stuck on it.

    A device has its label as soon as there is one with the code that it has now. `medium` is the roll or sheet,
    `reason` why it was printed again; `at` is the device's claim.
    """

    id: str
    asset_id: str
    customer_id: str
    code: str
    kind: LabelEventKind
    medium: str
    reason: ShortText
    at: datetime
    actor_id: str


@table("blank_labels", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class BlankLabel:
    """A fact, never changed: a label with this code was printed for whatever device it will be stuck on.

    It waits as long as no device has the code; `reserved_at` is the device's claim.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    code: Annotated[str, INDEXED]
    type_code: str
    department_id: str | None
    reserved_at: datetime
    actor_id: str


@table("asset_relations", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRelation:
    """What a device is to another one of the same customer; two that are connected stand here once."""

    id: str
    customer_id: str
    asset_id: Annotated[str, INDEXED]
    other_id: Annotated[str, INDEXED]
    kind: RelationKind


@table("licences", scope=_OF_REGISTER)
@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A customer's right to use a product, as often as there are `seats`; without a number as often as he likes.

    `expires_on` is its last day. The `key` is shown where a licence is corrected, and nowhere else. `import_id` is the
    import that brought it, until somebody corrects it.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    product: Annotated[Name, ASK_A_PERSON]
    publisher: Annotated[ShortText, ASK_A_PERSON]
    key: Annotated[ShortText, ASK_A_PERSON]
    seats: Annotated[Count | None, ASK_A_PERSON]
    expires_on: Annotated[date | None, ASK_A_PERSON]
    supplier: Annotated[ShortText, ASK_A_PERSON]
    contract_number: Annotated[Code, ASK_A_PERSON]
    notes: Annotated[LongText, ASK_A_PERSON]
    import_id: Annotated[str | None, INDEXED] = None


@table("licence_seats", scope=_OF_REGISTER)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceSeat:
    """A seat of a licence that is used: by a device or by a person."""

    id: str
    customer_id: str
    licence_id: Annotated[str, INDEXED]
    asset_id: str | None
    person_id: str | None
    import_id: str | None = None


@table("consumables", scope=_OF_REGISTER)
@dataclass(frozen=True, slots=True, kw_only=True)
class Consumable:
    """What is used up, such as toner, and how much of it is on hand at one place of a customer.

    `quantity` changes by differences only (`ConsumableChange`), so that two laptops off-line add up; where it is
    negative, more was taken than was known of. Below `least_quantity` it is to be bought again. `owner` is whose it is
    where that is not the customer as a whole. `cost_minor` is in hundredths of `currency`. One with
    `withdrawn_at` is no longer kept.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    name: Annotated[Name, ASK_A_PERSON]
    category: Annotated[ShortText, ASK_A_PERSON]
    maker: Annotated[ShortText, ASK_A_PERSON]
    model_number: Annotated[Code, ASK_A_PERSON]
    item_number: Annotated[Code, ASK_A_PERSON]
    supplier: Annotated[ShortText, ASK_A_PERSON]
    order_number: Annotated[Code, ASK_A_PERSON]
    owner: Annotated[ShortText, ASK_A_PERSON]
    place: Annotated[ShortText, ASK_A_PERSON]
    quantity: Difference
    least_quantity: Annotated[Count | None, ASK_A_PERSON]
    purchased_on: Annotated[date | None, ASK_A_PERSON]
    cost_minor: Annotated[Count | None, ASK_A_PERSON, together("cost")]
    currency: Annotated[str, Meta(max_length=3), ASK_A_PERSON, together("cost")]
    notes: Annotated[LongText, ASK_A_PERSON]
    withdrawn_at: datetime | None = None
    import_id: Annotated[str | None, INDEXED] = None


@table("consumable_changes", scope=_OF_REGISTER)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumableChange:
    """A fact, never changed: some were put in or taken out, or the rest was corrected or withdrawn.

    `facts` are what an edit changed, by field, what stood and what was wanted as JSON; `at` is the device's claim.
    """

    id: str
    consumable_id: Annotated[str, INDEXED]
    customer_id: str
    difference: Difference
    reason: ShortText
    facts: dict[str, str]
    at: datetime
    actor_id: str
