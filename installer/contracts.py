"""A kind of contract that import-linter lacks: these modules import nothing but those."""

from __future__ import annotations

import sys
from typing import Any, ClassVar

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck
from importlinter.domain.helpers import module_expressions_to_modules


class OnlyContract(Contract):
    """`modules` import only `may_import` and the standard library, directly; wildcards as in import-linter."""

    type_name: ClassVar[str] = "only"
    modules = fields.SetField(subfield=fields.ModuleExpressionField())
    may_import = fields.SetField(subfield=fields.ModuleExpressionField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's call
        allowed = _names(graph, self.may_import)
        strangers = [
            f"{importer} imports {imported}"
            for importer in sorted(_names(graph, self.modules))
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported not in allowed and imported.partition(".")[0] not in sys.stdlib_module_names
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for stranger in check.metadata["strangers"]:
            output.print_error(stranger)


def _names(graph: ImportGraph, expressions: Any) -> set[str]:
    """The modules in `graph` that match; `expressions` is the set of expressions that the field was parsed into."""
    return {module.name for module in module_expressions_to_modules(graph, expressions)}
