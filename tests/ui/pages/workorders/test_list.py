"""Finding one's way in the list of work orders."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.workorders.commands import AddNote, CancelOrder
from app.workorders.filters import OrderSegment
from tests.ui.conftest import Speak
from tests.ui.hands import CTRL, click, compose, press, type_chinese, type_latin
from tests.ui.orders import TITLES, fill_with_orders
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import listed, open_form, wait_for_detail, wait_for_orders
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.workorders.order_form import OrderForm
from ui.pages.workorders.order_row import OrderColumn
from ui.pages.workorders.page import WorkOrdersPage


def test_a_thousand_orders_open_with_the_newest_marked_and_shown(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 1_000)
    page = open_page()
    wait_for_orders(qtbot, page, 1_000)
    wait_for_detail(qtbot, page, orders[-1].title)
    assert page.detail.number.text() == "W26-001000"
    assert page.orders.table.currentIndex().row() == 0
    assert page.segments.choice == OrderSegment.ALL


def test_walking_down_with_the_arrow_keys_shows_order_after_order(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 400)
    page = open_page()
    wait_for_detail(qtbot, page, orders[-1].title)
    press(page.orders.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.detail.number.text() == orders[-2].number)
    press(page.orders.table, Qt.Key.Key_End, modifier=CTRL)
    qtbot.waitUntil(lambda: page.detail.number.text() == orders[0].number)


def test_a_segment_leaves_its_orders_and_tells_their_count(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 12)
    workspace.assign(orders[3].id, OWNER_ID)
    page = open_page()
    wait_for_orders(qtbot, page, 12)
    qtbot.waitUntil(lambda: page.orders.counts[OrderSegment.UNASSIGNED] == 11)
    assert page.orders.counts[OrderSegment.MINE] == 1
    page.segments.choose(OrderSegment.MINE)
    wait_for_orders(qtbot, page, 1)
    wait_for_detail(qtbot, page, orders[3].title)


def test_chinese_is_searched_for_once_it_was_composed(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    fill_with_orders(workspace, 40)
    page = open_page()
    wait_for_orders(qtbot, page, 40)
    press(page.orders.table, Qt.Key.Key_F, modifier=CTRL)
    compose(page.orders.search, "kazhi")
    type_chinese(page.orders.search, "卡纸")
    wait_for_orders(qtbot, page, 10)
    assert set(listed(page)) == {"打印机卡纸"}
    qtbot.waitUntil(lambda: page.orders.counts[OrderSegment.ALL] == 10)


def test_a_search_for_nothing_there_offers_the_way_back(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    fill_with_orders(workspace, 8)
    page = open_page()
    wait_for_orders(qtbot, page, 8)
    page.segments.choose(OrderSegment.UNASSIGNED)
    type_latin(page.orders.search, "nowhere")
    wait_for_orders(qtbot, page, 0)
    click(page.orders.no_match.action)
    wait_for_orders(qtbot, page, 8)
    assert page.orders.search.text() == ""
    assert page.segments.choice == OrderSegment.ALL


def test_without_any_order_the_page_offers_to_log_the_first(qtbot: QtBot, open_page: OpenPage) -> None:
    page = open_page()
    assert page.orders.no_order.isVisible()
    click(page.orders.no_order.action)
    open_form(qtbot, page, OrderForm).reject()


def test_clicking_a_header_sorts_and_the_third_click_gives_the_newest_first_again(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    fill_with_orders(workspace, 8)
    page = open_page()
    wait_for_orders(qtbot, page, 8)
    newest_first = listed(page)
    click_header(page, OrderColumn.PRIORITY)
    qtbot.waitUntil(lambda: listed(page)[:2] == [TITLES[0], TITLES[0]])
    click_header(page, OrderColumn.PRIORITY)
    qtbot.waitUntil(lambda: listed(page)[:2] == [TITLES[3], TITLES[3]])
    click_header(page, OrderColumn.PRIORITY)
    qtbot.waitUntil(lambda: listed(page) == newest_first)


def test_one_customer_can_be_singled_out(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    fill_with_orders(workspace, 8)
    other = workspace.add_customer("市政务中心")
    workspace.add_order(other, "门禁失灵")
    page = open_page()
    wait_for_orders(qtbot, page, 9)
    qtbot.waitUntil(lambda: page.orders.customer.findText("市政务中心") > 0)
    page.orders.customer.setCurrentIndex(page.orders.customer.findText("市政务中心"))
    page.orders.customer.activated.emit(page.orders.customer.currentIndex())
    wait_for_orders(qtbot, page, 1)
    assert listed(page) == ["门禁失灵"]


def test_a_record_that_the_filter_hides_is_shown_all_the_same(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 300)
    page = open_page()
    page.segments.choose(OrderSegment.MINE)
    wait_for_orders(qtbot, page, 0)
    page.show_record(orders[7].id)
    qtbot.waitUntil(lambda: page.detail.number.text() == orders[7].number)
    qtbot.waitUntil(lambda: page.orders.table.currentIndex().row() == 299 - 7)
    assert page.segments.choice == OrderSegment.ALL
    assert page.detail.order_id == orders[7].id


def test_a_change_of_another_process_shows_within_a_second(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 3)
    page = open_page()
    wait_for_detail(qtbot, page, orders[-1].title)
    elsewhere = Workspace(workspace.path, workspace.clock)
    elsewhere.run(CancelOrder(order_id=orders[-1].id, reason="doubled"))
    qtbot.waitUntil(lambda: page.detail.chip.accessibleName() == "Cancelled", timeout=1_000)
    elsewhere.add_order(orders[0].customer_id, "门禁失灵")
    qtbot.waitUntil(lambda: listed(page)[:1] == ["门禁失灵"], timeout=1_000)
    elsewhere.store.close()


def test_a_new_order_above_leaves_the_marked_one_marked(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 5)
    page = open_page()
    wait_for_orders(qtbot, page, 5)
    page.orders.table.choose(2)
    qtbot.waitUntil(lambda: page.detail.number.text() == orders[2].number)
    workspace.add_order(orders[0].customer_id, "门禁失灵")
    wait_for_orders(qtbot, page, 6)
    assert page.orders.table.currentIndex().row() == 3
    assert page.detail.number.text() == orders[2].number


def test_an_order_that_leaves_the_segment_stays_in_the_detail(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 3)
    page = open_page()
    with qtbot.waitSignal(page.orders.model.loaded):
        page.segments.choose(OrderSegment.UNASSIGNED)
    page.orders.table.choose(0)
    wait_for_detail(qtbot, page, orders[-1].title)
    workspace.assign(orders[-1].id, OWNER_ID)
    wait_for_orders(qtbot, page, 2)
    qtbot.waitUntil(lambda: page.detail.detail is not None and page.detail.detail.engineer == "王芳")
    assert page.detail.order_id == orders[-1].id


def test_what_is_due_is_told_by_the_time_that_it_is(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    customer = workspace.add_customer()
    workspace.add_order(customer, due_at=workspace.clock.now().replace(hour=2))
    page = open_page()
    wait_for_orders(qtbot, page, 1)
    index = page.orders.model.index(0, OrderColumn.LEFT)
    assert index.data() == "2:00 left"
    workspace.clock.advance(hours=3)
    page.time_passed()
    assert index.data() == "1:00 over"
    qtbot.waitUntil(lambda: page.orders.counts[OrderSegment.OVERDUE] == 1)
    qtbot.waitUntil(lambda: page.detail.chip.accessibleName() == "1:00 over")


def test_enter_leads_to_what_can_be_done(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    fill_with_orders(workspace, 2)
    page = open_page()
    qtbot.waitUntil(lambda: bool(page.detail.steps.steps))
    press(page.orders.table, Qt.Key.Key_Return)
    assert page.focusWidget() is page.detail.steps.button(page.detail.steps.steps[0])


def test_everything_is_retranslated(qtbot: QtBot, open_page: OpenPage, workspace: Workspace, speak: Speak) -> None:
    orders = fill_with_orders(workspace, 2)
    workspace.run(AddNote(order_id=orders[-1].id, text="已电话确认"))
    page = open_page()
    wait_for_detail(qtbot, page, orders[-1].title)
    assert "王芳 noted" in page.detail.history.accessibleDescription()
    speak("zh_CN")
    model = page.orders.model
    assert model.index(0, OrderColumn.STATE).data() == "新建"
    assert page.new.text().strip() == "新建工单"
    assert "【王芳 noted】" in page.detail.history.accessibleDescription()


def test_everything_that_can_be_reached_has_a_name(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    orders = fill_with_orders(workspace, 2)
    page = open_page()
    wait_for_detail(qtbot, page, orders[-1].title)
    stops = (each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    reached = [each for each in stops if each.isVisible() and each.focusProxy() is None]
    assert page.orders.table in reached
    assert [each for each in reached if not each.accessibleName()] == []


def click_header(page: WorkOrdersPage, column: OrderColumn) -> None:
    header = page.orders.table.horizontalHeader()
    click(header.viewport(), QPoint(header.sectionPosition(column) + 20, header.height() // 2))
