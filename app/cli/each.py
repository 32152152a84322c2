"""One step for many orders, with a result for each."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from app.cli.records import order_id_of
from app.cli.workspace import opened
from app.directory.queries import engineers
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.foundation.sentences import declare, sentence
from app.foundation.translation import N_, _
from app.workorders.bulk import run_each
from app.workorders.commands import AssignOrder, CancelOrder, CloseOrder
from app.workorders.desk_commands import PrioritiseOrder
from app.workspace import Workspace

Make = Callable[[str], object]

declare({"engineer_unknown": N_("Nobody of our own people is called {name}. Check the name.")})


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    steps = commands.add_parser("each", help=_("take one step for many work orders")).add_subparsers(required=True)
    assign = _step(steps, "assign", _("send an engineer"), _assigning)
    assign.add_argument("--engineer", required=True, help=_("name of one of our own people"))
    cancel = _step(steps, "cancel", _("call the orders off"), _cancelling)
    cancel.add_argument("--reason", required=True)
    _step(steps, "close", _("the callers agree that it is solved"), _closing)
    prioritise = _step(steps, "prioritise", _("give the orders another priority"), _prioritising)
    prioritise.add_argument("--priority", type=int, choices=range(1, 5), required=True)
    prioritise.add_argument("--reason", required=True)


def _step(steps: Any, name: str, told: str, making: Callable[[argparse.Namespace, Workspace], Make]) -> Any:
    parser = steps.add_parser(name, help=told)
    parser.add_argument("numbers", nargs="+", metavar="W26-004711")
    parser.set_defaults(run=_run, making=making)
    return parser


def _assigning(arguments: argparse.Namespace, workspace: Workspace) -> Make:
    with workspace.store.read() as reader:
        found = [person.id for person in engineers(reader) if person.name == arguments.engineer]
    if len(found) != 1:
        raise Trouble("engineer_unknown", name=arguments.engineer)
    return lambda order_id: AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=found[0])


def _cancelling(arguments: argparse.Namespace, _workspace: Workspace) -> Make:
    return lambda order_id: CancelOrder(order_id=order_id, reason=arguments.reason)


def _closing(_arguments: argparse.Namespace, _workspace: Workspace) -> Make:
    return lambda order_id: CloseOrder(order_id=order_id)


def _prioritising(arguments: argparse.Namespace, _workspace: Workspace) -> Make:
    priority, reason = arguments.priority, arguments.reason
    return lambda order_id: PrioritiseOrder(order_id=order_id, priority=priority, reason=reason)


def _run(arguments: argparse.Namespace) -> int:
    """Print a line for each order and how many were done; exit status 1 where one was not."""
    with opened(arguments) as workspace:
        make = arguments.making(arguments, workspace)
        numbers: dict[str, str] = {}
        done = 0
        for number in dict.fromkeys(arguments.numbers):
            try:
                with workspace.store.read() as reader:
                    numbers[order_id_of(reader, number)] = number
            except Trouble as unknown:
                print(f"{number}\t{sentence(unknown)}")
        for verdict in run_each(workspace.runner, ((order_id, make(order_id)) for order_id in numbers)):
            done += verdict.refused is None
            said = sentence(verdict.refused) if verdict.refused else _("done")
            print(f"{numbers[verdict.order_id]}\t{said}")
    count = len(set(arguments.numbers))
    print(_("{done} done, {refused} not").format(done=done, refused=count - done))
    return 0 if done == count else 1
