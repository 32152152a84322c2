"""A window full of made-up work orders, to look at and to test the frame with: no database behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.foundation.translation import N_, _, language
from app.workorders.rules import ORDER_STATE_NAMES, OrderState
from ui.pages.workorders.order_row import (
    COLUMN_PLAN,
    COLUMN_TITLES,
    ORDER_ROW_ROLE,
    DueKind,
    OrderColumn,
    OrderRow,
    cell_text,
)
from ui.pages.workorders.row_delegate import OrderRowDelegate, due_chip
from ui.shell.rail import RAIL_ENTRIES
from ui.shell.status_bar import AttendanceStatus, ConnectionStatus, StoreStatus, SyncState, SyncStatus
from ui.shell.window_frame import WindowFrame
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.priority_bars import PriorityBars
from ui.widgets.row_table import RowTable
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.share_bar import ShareBar
from ui.widgets.timeline import Timeline, TimelineEntry
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
NOW = datetime(2026, 11, 22, 5, 5, tzinfo=UTC)

_DEVICES = (
    ("无线接入点", "Access point"),
    ("防火墙", "Firewall"),
    ("台式机", "Desktop"),
    ("机房空调", "Server room cooling"),
    ("笔记本电脑", "Laptop"),
    ("门禁系统", "Door access"),
    ("打印机", "Printer"),
)
_FAULTS = (
    ("账号锁定", "account locked"),
    ("网络中断", "network down"),
    ("无法开机", "does not start"),
    ("速度缓慢", "slow"),
    ("端口损坏", "port damaged"),
)
_CUSTOMERS = (
    ("万科物业", "运营中心", "Vanke Services", "Operations centre"),
    ("平安保险", "客服中心", "Ping An", "Call centre"),
    ("师范大学", "图书馆", "Normal University", "Library"),
    ("第一人民医院", "门诊大楼", "First People's Hospital", "Outpatients"),
    ("市政务中心", "办事大厅", "Fylkesmannen i Buskerud", "Hall of services"),
)
_ENGINEERS = (
    ("王建国", "Wang Jianguo"),
    ("林涛", "Lin Tao"),
    ("朱琳", "Zhu Lin"),
    ("王喆", "Wang Zhe"),
    ("欧阳思远", "Ouyang Siyuan"),
    ("", ""),
)
_DUES = (
    (DueKind.LEFT, 135),
    (DueKind.AT_RISK, 12),
    (DueKind.AT_RISK, 25),
    (DueKind.PAUSED, 0),
    (DueKind.OVER, 8),
    (DueKind.LEFT, 460),
    (DueKind.NONE, 0),
)
_STATES = (OrderState.ASSIGNED, OrderState.IN_PROGRESS, OrderState.ASSIGNED, OrderState.PAUSED, OrderState.IN_PROGRESS)


def order_row(number: int) -> OrderRow:
    """One made-up work order in the language shown now."""
    chinese = language() == "zh_CN"
    device, fault = _DEVICES[number % 7], _FAULTS[number % 5]
    customer, engineer = _CUSTOMERS[number * 3 % 5], _ENGINEERS[number * 5 % 6]
    due, minutes = _DUES[number % 7]
    state = _STATES[number % 5] if engineer[0] else OrderState.LOGGED
    if due is DueKind.PAUSED:
        state = OrderState.PAUSED
    name = engineer[0] if chinese else engineer[1]
    return OrderRow(
        number=f"W26-{7000 - number:06d}",
        title=device[0] + fault[0] if chinese else f"{device[1]}: {fault[1]}",
        customer=customer[0 if chinese else 2],
        site=customer[1 if chinese else 3],
        priority_level=(3, 3, 4, 2, 1)[number % 5],
        priority_text=("P3", "3a", "P4", "P2", "P1")[number % 5],
        engineer=name,
        engineer_text=name or _(N_("Nobody yet")),
        state=state,
        state_text=_(ORDER_STATE_NAMES[state]),
        due=due,
        due_text=_due_text(due, minutes),
        due_time_text="" if due in {DueKind.NONE, DueKind.PAUSED} else f"{13 + minutes // 60}:{minutes % 60:02d}",
    )


def _due_text(due: DueKind, minutes: int) -> str:
    chinese = language() == "zh_CN"
    clock = f"{minutes // 60}:{minutes % 60:02d}"
    if due is DueKind.OVER:
        return f"超时 {clock}" if chinese else f"{clock} over"
    if due is DueKind.PAUSED:
        return "已暂停" if chinese else "Paused"
    return f"剩余 {clock}" if chinese else f"{clock} left"


class FakeOrders(QAbstractTableModel):
    """Some hundred orders; the rows from `fetched` on are still on their way."""

    def __init__(self, count: int = 400, fetched: int = 400) -> None:
        super().__init__()
        self._count, self._fetched = count, fetched

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(OrderColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {ORDER_ROW_ROLE, Qt.ItemDataRole.DisplayRole} or index.row() >= self._fetched:
            return None
        row = order_row(index.row())
        return row if role == ORDER_ROW_ROLE else cell_text(row, OrderColumn(index.column()))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(COLUMN_TITLES[OrderColumn(section)])
        return None


def order_table(model: FakeOrders) -> RowTable:
    """The list as the page of work orders sets it up."""
    table = RowTable(N_("Work orders"))
    model.setParent(table)
    table.setModel(model)
    table.setItemDelegate(OrderRowDelegate(table))
    table.set_columns(COLUMN_PLAN)
    return table


class FakeDetail(Translated, Card):
    """The detail of one order."""

    def __init__(self) -> None:
        super().__init__(margin=20)
        self.setMinimumWidth(340)
        self.number, self.title = Label(role="caption"), Label(role="subtitle", wrapped=True)
        self.chip, self.due = Chip(ChipText("", Tone.OK)), Label(role="muted")
        self.priority, self.bar = PriorityBars(), ShareBar()
        self.facts, self.timeline = KeyValueGrid(), Timeline()
        head, second, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.number)
        head.addStretch()
        for icon, text in (("paperclip", N_("Attach a file")), ("printer", N_("Print")), ("ellipsis", N_("More"))):
            head.addWidget(ToolButton(icon, text))
        for part in (self.chip, self.due):
            second.addWidget(part)
        second.addStretch()
        second.addWidget(self.priority)
        buttons.addWidget(Button(N_("Start work"), icon="circle-play", kind="primary"), 2)
        buttons.addWidget(Button(N_("Reassign")), 1)
        buttons.addWidget(Button(N_("Pause")), 1)
        self.body.addLayout(head)
        self.body.addWidget(self.title)
        self.body.addLayout(second)
        self.body.addWidget(self.bar)
        scroll = ScrollColumn()
        scroll.body.addWidget(self.facts)
        scroll.body.addSpacing(SPACE.xs)
        scroll.body.addWidget(TranslatedLabel(N_("History"), "strong"))
        scroll.body.addWidget(self.timeline)
        scroll.body.addStretch()
        self.body.addWidget(scroll, 1)
        self.body.addLayout(buttons)
        self.retranslate()

    def retranslate(self) -> None:
        row, chinese = order_row(2), language() == "zh_CN"
        self.number.setText(row.number)
        self.title.setText(row.title)
        chip = due_chip(row)
        if chip:
            self.chip.set_chip(chip)
        self.due.setText("截止 13:25" if chinese else "Due 13:25")
        self.priority.set_priority(row.priority_level, row.priority_text)
        self.bar.set_share(0.94, Tone.WARN)
        self.facts.set_rows(
            (
                KeyValue("客户" if chinese else "Customer", row.customer),
                KeyValue("地点" if chinese else "Site", row.site),
                KeyValue("资产" if chinese else "Asset", "KJC-NET-0042"),
                KeyValue("工程师" if chinese else "Engineer", row.engineer_text),
                KeyValue("联系人" if chinese else "Contact", "陈女士 138 0000 1234" if chinese else "Ms Chen"),
            )
        )
        self.timeline.set_entries(timeline_entries())


def timeline_entries() -> tuple[TimelineEntry, ...]:
    """What happened, in the language shown now; one text is long."""
    if language() == "zh_CN":
        return (
            TimelineEntry("map-pin", "王建国 现场签到", "12:58 · 距现场 40 m", Tone.OK),
            TimelineEntry(
                "message-square", "电源模块已更换，仍需等待机房管理员确认双路供电后才能恢复业务。", "12:40 · 备注"
            ),
            TimelineEntry("user", "调度员 李晓明 派单", "11:47"),
            TimelineEntry("cloud-upload", "照片 2 张待上传", "离线保存", Tone.WARN),
            TimelineEntry("plus", "客户通过热线报修", "11:20"),
        )
    return (
        TimelineEntry("map-pin", "Wang Jianguo checked in", "12:58 · 40 m from the site", Tone.OK),
        TimelineEntry(
            "message-square",
            "Power module replaced; service comes back once the room's keeper has confirmed both feeds.",
            "12:40 · Note",
        ),
        TimelineEntry("user", "Assigned by Li Xiaoming", "11:47"),
        TimelineEntry("cloud-upload", "2 photos wait to be uploaded", "Saved off-line", Tone.WARN),
        TimelineEntry("plus", "Reported by phone", "11:20"),
    )


class FakeOrdersPage(QWidget):
    """Filter bar, list and detail, as the page of work orders has them."""

    def __init__(self) -> None:
        super().__init__()
        self.filters = FilterBar(
            (
                FilterChoice("all", N_("All")),
                FilterChoice("unassigned", N_("Unassigned")),
                FilterChoice("active", N_("Active")),
                FilterChoice("at_risk", N_("At risk")),
                FilterChoice("over", N_("Overdue")),
                FilterChoice("mine", N_("Mine")),
            )
        )
        self.filters.set_counts({"all": 700_000, "unassigned": 31, "active": 212, "at_risk": 64, "over": 27})
        self.table = order_table(FakeOrders())
        card = Card(margin=1, spacing=0)
        card.body.addWidget(self.table)
        splitter = QSplitter()
        splitter.setHandleWidth(SPACE.md)
        splitter.addWidget(card)
        splitter.addWidget(FakeDetail())
        splitter.setSizes([950, 360])
        splitter.setStretchFactor(0, 1)
        head = QHBoxLayout()
        head.addWidget(self.filters)
        head.addStretch()
        head.addWidget(Button(N_("Filter"), icon="filter"))
        head.addWidget(Button(N_("New work order"), icon="plus", kind="primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(splitter, 1)
        self.setFocusProxy(self.table)


def fake_now() -> datetime:
    return NOW


def empty_page() -> QWidget:
    return EmptyState("inbox", N_("Nothing waits for you. What the server refuses is shown here."), N_("Sync now"))


def fake_window() -> WindowFrame:
    """A window that shows the page of work orders."""
    factories = {entry.key: empty_page for entry in RAIL_ENTRIES} | {"workorders": FakeOrdersPage}
    window = WindowFrame(factories, now=fake_now, version="0.1.0")
    window.rail.set_badge("workorders", 12)
    window.rail.set_badge("inbox", 3)
    window.top_bar.set_waiting_count(3)
    window.top_bar.set_person("李晓明" if language() == "zh_CN" else "Li Xiaoming")
    window.status_bar.set_sync(SyncStatus(SyncState.SYNCED, NOW - timedelta(minutes=3), 2))
    window.status_bar.set_store(StoreStatus(700_000))
    window.status_bar.set_attendance(AttendanceStatus("08:27"))
    window.status_bar.set_connection(ConnectionStatus("paigong.example.org", is_reachable=True))
    window.show_page("workorders")
    return window
