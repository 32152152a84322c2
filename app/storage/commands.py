"""The one way to change anything: a named, versioned, typed record of what somebody meant to do.

A command is a frozen dataclass; its handler is a plain function that checks the rules and writes rows:

    @handles("attendance.check_in", CheckIn, permission=Permission.CHECK_IN)
    def check_in(unit: UnitOfWork, command: CheckIn, context: Context) -> None: ...

The same handler runs on the laptop at once and on the server again. Its outcome depends on nothing but the unit,
the command and the context: ids of new rows come with the command or are derived from its id, times come from the
context. It raises `Rejection`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol, TypeVar

import msgspec
from msgspec import Meta

from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.texts import visible
from app.foundation.translation import N_
from app.storage.columns import instant_from_stored, instant_to_stored
from app.storage.schema import REFERENCE_SCOPE, customer_scope, person_scope
from app.storage.units import Reader, UnitOfWork

CommandT = TypeVar("CommandT")

LONGEST_STOOD_BEFORE = 20_000
"""Characters of what stood before that are sent along; where it is longer, nothing of it is."""

_YEAR_1900 = -2_208_988_800_000_000
_YEAR_3000 = 32_503_680_000_000_000
_Leaf = str | int | float | bool | None
_Twig = _Leaf | list[_Leaf | dict[str, _Leaf]] | dict[str, _Leaf | list[_Leaf]]
"""As deep as a command goes that does not hold another one."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL keeps no NUL, and nothing keeps half a character."""

_TOO_LONG = re.compile(r"of length <= (\d+)")
"""How msgspec says that a text has more characters than its limit."""

_ID = re.compile(r"(?![.]+\Z)[0-9A-Za-z_.-]{1,64}")
"""Ids come from outside and stand in indexes and in names of scopes, series and contents."""

declare(
    {
        "not_permitted": N_("You are not permitted to do this here. Ask your manager for the permission it needs."),
        "command_unknown": N_(
            "The step “{name}” is not known here. Check its name, or update Paigong on both sides and try again."
        ),
        "command_too_old": N_(
            "This was done with an older Paigong, in a form that is not understood any more. It is kept here with all "
            "that was entered: read it and do it again."
        ),
        "command_too_new": N_(
            "This was done with a newer Paigong than the one that judged it. Update Paigong on the server, then do it "
            "again from the inbox."
        ),
        "command_malformed": N_("This entry is not complete or too long ({detail}). Correct it and do it again."),
        "command_text_too_long": N_(
            "A text of this entry is too long: at most {limit} characters fit. Shorten it, or attach it as a file."
        ),
        "json_malformed": N_("This is not valid JSON ({detail}). Correct it and do it again."),
    }
)


class Rights(Protocol):
    """What somebody may do."""

    def may(self, permission: str, customer_id: str | None) -> bool:
        """Whether `permission` is held for this customer (None: for everything)."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who does it, on which device, when it happened, and whether this is the authority."""

    command_id: str
    actor_id: str
    device_id: str
    at: datetime
    rights: Rights
    authority: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """What a handler tells where it could apply only a part, because somebody else had changed the same.

    `asked` are the fields that wait for the person's choice, `yielded` those where the other value stands by rule.
    """

    asked: tuple[str, ...]
    yielded: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """All that could not be applied."""
        return self.asked + self.yielded


Body = dict[str, Any]
"""What a command says, as JSON."""
Version = Annotated[int, Meta(ge=1, le=1_000_000)]
"""Of the form that a command's body has."""
Handler = Callable[[UnitOfWork, Any, Context], Merged | None]
_HandlerOf = Callable[[UnitOfWork, CommandT, Context], Merged | None]
Upcaster = Callable[[Body], Body]
CustomerOf = Callable[[Reader, Any], str | None]
Prepare = Callable[[UnitOfWork, Any, Context], Any]


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command that is known. `prepare` completes it where it is first given (numbers), in the same transaction.

    `kept_when_refused` is false for what settles a refusal: that one is still there then.
    """

    name: str
    version: int
    command_type: type[Any]
    handler: Handler
    permission: str
    customer_of: CustomerOf
    prepare: Prepare | None
    kept_when_refused: bool

    def perform(self, unit: UnitOfWork, command: Any, context: Context) -> Merged | None:
        """Check that the actor may, and do it while nobody else changes anything where it works.

        What is looked up to find that place is not locked: nobody may wait for two things at once.
        """
        customer_id = self.customer_of(unit, command)
        if not context.rights.may(self.permission, customer_id):
            raise Rejection("not_permitted", permission=self.permission)
        unit.lock(self._place(customer_id, context))
        return self.handler(unit, command, context)

    def _place(self, customer_id: str | None, context: Context) -> str:
        if customer_id is not None:
            return customer_scope(customer_id)
        return person_scope(context.actor_id) if self.customer_of is oneself else REFERENCE_SCOPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A command as it is kept and sent. `occurred_at` is in microseconds since 1970 UTC by the device's clock.

    A program of ours makes no other envelopes than these limits allow, whatever people enter into the body.
    `stood_before` is what the device showed before, for whoever settles it where it is refused (`app.storage.outbox`).
    """

    command_id: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z_-]{1,64}\Z")]
    sequence: Annotated[int, Meta(ge=1, le=2**53)]
    name: Annotated[str, Meta(pattern=r"\A[a-z_.]{1,100}\Z")]
    version: Version
    body: dict[str, _Leaf | list[_Leaf | dict[str, _Leaf]] | dict[str, _Twig]]
    occurred_at: Annotated[int, Meta(ge=_YEAR_1900, le=_YEAR_3000)]
    stood_before: Annotated[str, Meta(max_length=LONGEST_STOOD_BEFORE)] = ""

    @property
    def at(self) -> datetime:
        """When it happened, by the device's clock."""
        return instant_from_stored(self.occurred_at)


_BY_NAME: dict[str, CommandSpec] = {}
_BY_TYPE: dict[type[Any], CommandSpec] = {}
_UPCASTERS: dict[tuple[str, int], Upcaster] = {}


def everywhere(_unit: Reader, _command: object) -> str | None:
    """For commands that concern no single customer: the permission must be held for everything."""
    return None


def oneself(_unit: Reader, _command: object) -> str | None:
    """For commands about the actor himself: the permission may be held for whichever customer."""
    return None


def its_customer(_unit: Reader, command: Any) -> str | None:
    """For commands that name their customer."""
    customer_id: str = command.customer_id
    return customer_id


def handles(
    name: str,
    command_type: type[CommandT],
    *,
    permission: str,
    customer_of: CustomerOf = everywhere,
    prepare: Callable[[UnitOfWork, CommandT, Context], CommandT] | None = None,
    version: int = 1,
    kept_when_refused: bool = True,
) -> Callable[[_HandlerOf[CommandT]], _HandlerOf[CommandT]]:
    """Declare a function to be the handler of `command_type`, known by `name` on the wire.

    `customer_of` finds the customer that the permission must be held for.
    """

    def register(handler: _HandlerOf[CommandT]) -> _HandlerOf[CommandT]:
        spec = CommandSpec(name, version, command_type, handler, permission, customer_of, prepare, kept_when_refused)
        _BY_NAME[name] = _BY_TYPE[command_type] = spec
        return handler

    return register


def upcaster(name: str, *, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Declare a function that makes of a body of this version the body of the next one.

    It stands beside the command that was changed, as long as somewhere a laptop may have been away since then.
    """

    def register(lift: Upcaster) -> Upcaster:
        _UPCASTERS[name, from_version] = lift
        return lift

    return register


def command_spec(command: object) -> CommandSpec:
    """What is known about a command."""
    return _BY_TYPE[type(command)]


def command_named(name: str) -> CommandSpec:
    """The command called `name`; `Rejection("command_unknown")` where there is none."""
    spec = _BY_NAME.get(name)
    if spec is None:
        raise Rejection("command_unknown", name=name)
    return spec


def all_commands() -> tuple[CommandSpec, ...]:
    """Every command there is."""
    return tuple(_BY_NAME.values())


def enclose(command: object, *, command_id: str, sequence: int, at: datetime) -> Envelope:
    """`command` as it is kept and sent; `at` is aware."""
    spec = command_spec(command)
    body = msgspec.to_builtins(command)
    return Envelope(
        command_id=command_id,
        sequence=sequence,
        name=spec.name,
        version=spec.version,
        body=body,
        occurred_at=instant_to_stored(at),
    )


def disclose(name: str, body: Body, version: int | None = None) -> tuple[CommandSpec, Any]:
    """The command that was kept or sent in a version; None: the one that this program makes.

    :raises Rejection: ``command_unknown``, ``command_too_new``, ``command_too_old``; ``command_malformed`` when it
        breaks its own types and limits
    """
    spec = command_named(name)
    if not storable(body):
        raise Rejection("command_malformed", name=name, detail="U+0000, U+D800")
    lifted = _visible(_lifted(spec, body, spec.version if version is None else version))
    if not all(_ID.fullmatch(value) for field, value in _fields(lifted) if _is_id(field) and isinstance(value, str)):
        raise Rejection("command_malformed", name=name, detail="id")
    try:
        return spec, msgspec.convert(lifted, spec.command_type)
    except msgspec.ValidationError as error:
        if limit := _TOO_LONG.search(str(error)):
            raise Rejection("command_text_too_long", name=name, limit=limit[1]) from error
        raise Rejection("command_malformed", name=name, detail=str(error)) from error


def _visible(value: Any) -> Any:
    """These plain values without what nobody can see; what an edit has seen is quoted as it stands."""
    match value:
        case str():
            return visible(value)
        case dict():
            return {name: part if name == "seen" else _visible(part) for name, part in value.items()}
        case list() | tuple():
            return [_visible(part) for part in value]
    return value


def _lifted(spec: CommandSpec, body: Body, version: int) -> Body:
    """A body of an older version as this program would have made it."""
    if version > spec.version:
        raise Rejection("command_too_new", name=spec.name)
    for passed in range(version, spec.version):
        lift = _UPCASTERS.get((spec.name, passed))
        if lift is None:
            raise Rejection("command_too_old", name=spec.name)
        try:
            body = lift(dict(body))
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # it is not even what that version made
            raise Rejection("command_malformed", name=spec.name, detail=repr(error)) from error
    return body


def _fields(body: Body) -> Iterator[tuple[str, Any]]:
    """The fields of a body, and of what it lists."""
    for name, value in body.items():
        yield name, value
        for part in value if isinstance(value, list) else ():
            if isinstance(part, dict):
                yield from part.items()


def _is_id(field: str) -> bool:
    return field == "id" or field.endswith("_id")


def storable(value: object) -> bool:
    """Whether every database can keep these plain values."""
    match value:
        case str():
            return _UNSTORABLE.search(value) is None
        case dict():
            return all(storable(part) for pair in value.items() for part in pair)
        case list():
            return all(map(storable, value))
    return True


def parse_command(name: str, text: str) -> Any:
    """The command that a person wrote as JSON on the command line.

    :raises Trouble: ``json_malformed``
    """
    try:
        body = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise Trouble("json_malformed", detail=str(error)) from error
    return disclose(name, body)[1]
