"""One example of every command there is; whoever adds a command adds its example."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.assets.blank_labels import ReserveLabels
from app.assets.commands import AddDeviceType, RegisterAsset, SetReplacementAge
from app.assets.consumable_commands import AddConsumable, ChangeQuantity, EditConsumable, WithdrawConsumable
from app.assets.edit_commands import AddAlias, EditAsset
from app.assets.import_commands import RegisterAssets, TakeBackAssets
from app.assets.label_commands import RecordLabels
from app.assets.licence_commands import AddLicence, EditLicence, UseSeat
from app.assets.model_commands import AddDeviceModel, TakeBackModels
from app.assets.relation_commands import RelateAssets, UnrelateAssets
from app.assets.rules import AssetState, LabelEventKind, RelationKind
from app.assets.unregister_commands import UnregisterAsset
from app.attendance.commands import CheckIn, CheckOut
from app.calendars.commands import AddCalendar, EditCalendar, ReviseCalendar
from app.calendars.rules import Region
from app.checklists.commands import WriteChecklist
from app.checklists.rules import ItemAnswer
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite, AddSupportedSystem, AddTeam
from app.directory.edit_commands import EditCustomer, EditDepartment, EditPerson, EditSite, EditSupportedSystem
from app.directory.import_commands import RecordImport, TakeBackCustomers, TakeBackRecords
from app.directory.rules import PersonKind
from app.files.commands import AttachFile, WithdrawFile
from app.foundation.ids import derive_id
from app.inbox.commands import SettleForOther, SettleRefusal
from app.knowledge.closure_commands import (
    AgreeClosure,
    Announce,
    BeginClosure,
    CancelClosure,
    EndClosure,
    ExtendClosure,
)
from app.knowledge.commands import (
    AddServiceGroup,
    EditKnownIssue,
    EditServiceGroup,
    EndOutage,
    ListSystem,
    PublishKnownIssue,
    RecordOutage,
    RetireServiceGroup,
    WithdrawOutage,
)
from app.knowledge.rules.closures import ClosureKind
from app.labels.commands import WriteLabelFormat
from app.labels.rules.designs import Design, LabelField
from app.maintenance.commands import AddCleaningPlan, MakeDueOrders, ResumeCleaningPlan, SuspendCleaningPlan
from app.messages.commands import ReadNotice
from app.messages.rules import MailKind
from app.repairs.commands import ArriveAtMaker, SendOut, TakeBack
from app.repairs.rules import RepairOutcome
from app.sla.commands import AddPolicy, PauseTerms, StepTerms, TargetTerms
from app.sla.contract_commands import AddContract, DecideAmendment, EditContract, ListDevice, ProposeAmendment
from app.sla.rules.escalation import Told
from app.sla.rules.promises import Bound, Metric, Unit
from app.stocktakes.commands import (
    BeginStocktake,
    CancelStocktake,
    EndStocktake,
    ReopenStocktake,
    ScanForStocktake,
)
from app.stocktakes.decision_commands import DecideFindings
from app.stocktakes.rules import DecisionKind
from app.workorders.answer_commands import (
    AnswerCaller,
    CallSupplier,
    ExcludeMisrouting,
    SkipUpdate,
    TakeBackFromSupplier,
)
from app.workorders.checklist_commands import AnswerItem, AttachChecklist
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, CloseOrder, LogOrder
from app.workorders.desk_commands import PrioritiseOrder, ReopenOrder, ResolveOrder
from app.workorders.edit_commands import EditOrder, EditVisit
from app.workorders.link_commands import LinkOrders, MergeOrder, UnlinkOrders
from app.workorders.mail_commands import FileMail, ReceiveMail, SetMailAside
from app.workorders.part_commands import EditUsedPart, UsePart, WithdrawPart
from app.workorders.passing_commands import CannotComplete, HandOver
from app.workorders.rating_commands import RateOnSite, RateOrder
from app.workorders.report_commands import ReportVisit, SignReport
from app.workorders.rules import AnswerWay, Channel, Grade, OrderKind, PauseReason
from app.workorders.rules.parts import PartSource, PartUnit
from app.workorders.visit_commands import (
    AcceptVisit,
    ArriveOnSite,
    PauseWork,
    ReceiveVisit,
    RejectVisit,
    ResolveVisit,
    RestoreService,
    SetOut,
    StartWork,
)
from app.workorders.warning_commands import CloseUnanswered, WarnOfOrder

CHECKLIST_ID = derive_id("order_checklist", "order", "version")
LATER = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)

EXAMPLES: tuple[object, ...] = (
    AddCustomer(id="customer", name="Northvale Council", staff_count=3000),
    AddSite(id="site", customer_id="customer", name="Town Hall", address="1 High Street", clean=True),
    AddDepartment(id="department", customer_id="customer", code="KJC", name="科技处"),
    AddTeam(id="team", name="North"),
    AddPerson(id="person", name="张三", kind=PersonKind.ENGINEER, team_id="team", phone="1", email="z@example.org"),
    AddSupportedSystem(id="system", customer_id="customer", category="Mail", product="Post", site="Town Hall"),
    AddDeviceType(type_code="CAM", name="Camera"),
    SetReplacementAge(type_code="CAM", life_years=3),
    AddCalendar(
        id="calendar",
        customer_id="customer",
        name="Office",
        zone="Asia/Shanghai",
        week={"0": "09:00-12:00 13:30-18:00", "5": "22:00-26:00"},
        region=Region.CHINA,
        make_up_days=True,
        special={"2026-12-24": ""},
    ),
    EditCalendar(id="calendar", seen={"name": "Office"}, wanted={"name": "Town Hall"}),
    ReviseCalendar(
        calendar_id="calendar",
        seen_number=1,
        zone="Asia/Shanghai",
        week={"0": "09:00-18:00"},
        closed_on=("2026-12-25",),
        known_through=date(2026, 12, 31),
    ),
    AddPolicy(
        id="policy",
        customer_id="customer",
        code="gold",
        name="Gold",
        levels={"1": "P1"},
        targets=(
            TargetTerms(
                level="P1", metric=Metric.RESTORE, bound=Bound.AT_MOST, value=4, unit=Unit.HOUR, calendar_id="calendar"
            ),
            TargetTerms(level="any", metric=Metric.SOLVED_AT_FIRST_SERVICE, bound=Bound.AT_LEAST, share_percent=70),
        ),
        pauses={"caller": PauseTerms(stops=(Metric.RESTORE,), at_most_minutes=600)},
        close_after_days=14,
        steps={"last": StepTerms(amount=90, tells=(Told.MANAGER,), kinds=("incident",), person_ids=("person",))},
    ),
    AddContract(
        id="contract",
        customer_id="customer",
        number="C-1",
        name="Support",
        policy_id="policy",
        begins_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        chargeable_kinds=("training",),
        all_devices=False,
    ),
    EditContract(
        id="contract",
        seen={"name": "Support", "chargeable_kinds": ("training",)},
        wanted={"name": "Support 2026", "chargeable_kinds": ("training", "swap")},
    ),
    ListDevice(contract_id="contract", asset_id="asset"),
    ProposeAmendment(
        id="amendment", contract_id="contract", policy_id="policy", effective_on=date(2026, 7, 1), excluded_kinds=()
    ),
    DecideAmendment(amendment_id="amendment", approved=True),
    RegisterAsset(
        id="asset",
        customer_id="customer",
        type_code="COM",
        name="Front desk PC",
        department_id="department",
        site_id="site",
        existing_code="ICC-2065556",
        purchased_on=date(2024, 2, 29),
        cost_minor=123_45,
        currency="GBP",
        state=AssetState.IN_STOCK,
        warranty_until=date(2027, 2, 28),
        networked=True,
        components="8 GB memory, SN 1",
    ),
    AddDeviceModel(type_code="COM", name="ThinkCentre M90", maker="Lenovo", number="11AB", life_months=60),
    RecordImport(
        id="import",
        customer_id="customer",
        kind="assets",
        file_name="register.csv",
        new_count=2,
        changed_count=1,
        same_count=0,
        refused_count=0,
    ),
    RegisterAssets(
        customer_id="customer",
        devices=(
            RegisterAsset(
                id="imported",
                customer_id="customer",
                type_code="COM",
                name="Imported PC",
                existing_code="KJC-COM-0900",
                import_id="import",
            ),
        ),
    ),
    TakeBackAssets(customer_id="customer", import_id="import", asset_ids=("imported",)),
    TakeBackRecords(customer_id="customer", import_id="import", person_ids=("person",)),
    TakeBackCustomers(import_id="import", customer_ids=("customer",)),
    TakeBackModels(import_id="import", model_ids=("model",)),
    RegisterAsset(id="screen", customer_id="customer", type_code="COM", name="Screen"),
    AddLicence(id="licence", customer_id="customer", product="Office", seats=2, expires_on=date(2027, 1, 31)),
    EditLicence(id="licence", seen={"seats": 2}, wanted={"seats": 3}),
    UseSeat(licence_id="licence", asset_id="asset"),
    AddConsumable(id="toner", customer_id="customer", name="Toner", quantity=5, least_quantity=3),
    EditConsumable(id="toner", seen={"place": ""}, wanted={"place": "Store"}),
    ChangeQuantity(consumable_id="toner", difference=-2, reason="Printer of the ward"),
    WithdrawConsumable(consumable_id="toner", reason="No printer takes it"),
    ReserveLabels(customer_id="customer", type_code="COM", count=2, serials=("0001", "0002")),
    UnregisterAsset(asset_id="asset"),
    AddAlias(asset_id="asset", alias="ICC-2065556"),
    RelateAssets(asset_id="screen", other_id="asset", kind=RelationKind.CONNECTED_TO),
    UnrelateAssets(asset_id="screen", other_id="asset", kind=RelationKind.CONNECTED_TO),
    LogOrder(
        id="order",
        customer_id="customer",
        title="Printer jams",
        kind=OrderKind.REQUEST,
        channel=Channel.MAIL,
        priority=2,
        due_at=LATER,
    ),
    AssignOrder(order_id="order", visit_id="visit", engineer_id="person", planned_at=LATER),
    WriteLabelFormat(
        id="version",
        format_id="format",
        name="Laptops",
        design=Design(
            width=60.5, height=40.0, bold=(LabelField.HOTLINE,), facts=(LabelField.HOTLINE,), hotline="0431 8888"
        ),
    ),
    WriteChecklist(
        id="version",
        template_id="template",
        name="Room",
        items="* Door locked\nTemperature [°C 10..28]",
        customer_id="customer",
        kinds=("inspection",),
        type_codes=("SRV",),
        system_category="Mail",
    ),
    AttachChecklist(order_id="order", version_id="version"),
    AnswerItem(
        checklist_id=CHECKLIST_ID, place=2, answer=ItemAnswer.DONE, reading="21.5", note="Warm", seen_id="answer"
    ),
    UsePart(
        id="part",
        visit_id="visit",
        description="Pickup roller",
        part_number="RM1-0037",
        quantity_thousandths=1_500,
        unit=PartUnit.METRE,
        serial_out="A1",
        serial_in="B2",
        source=PartSource.SUPPLIER,
        price_minor=4_500,
        currency="CNY",
    ),
    AnswerCaller(order_id="order", way=AnswerWay.PHONE, text="Turn it off and on", advice=True),
    SkipUpdate(order_id="order", reason="Is on holiday"),
    CallSupplier(order_id="order", supplier="The maker", reference="M-77", answer_by=LATER),
    TakeBackFromSupplier(order_id="order", note="Part was sent"),
    ExcludeMisrouting(order_id="order", from_at=LATER, until_at=LATER, reason="Belonged elsewhere"),
    CancelOrder(order_id="order", reason="Solved itself"),
    CloseOrder(order_id="order"),
    WarnOfOrder(order_id="order"),
    CloseUnanswered(order_id="order"),
    AddNote(order_id="order", text="备注"),
    ReceiveVisit(visit_id="visit"),
    AcceptVisit(visit_id="visit"),
    RejectVisit(visit_id="visit", reason="Ill"),
    SetOut(visit_id="visit"),
    ArriveOnSite(visit_id="visit"),
    RestoreService(visit_id="visit", note="A spare one"),
    ReportVisit(visit_id="visit", digest="b" * 64),
    SignReport(visit_id="visit", signer="欧阳慧敏", digest="a" * 64),
    HandOver(visit_id="visit", note="Knows the roller", engineer_id="person", new_visit_id="visit-2"),
    CannotComplete(visit_id="visit", reason="No such part", follow_on_id="follow-on", number="W26-000002"),
    ResolveOrder(order_id="order", resolution="Told how"),
    PrioritiseOrder(order_id="order", priority=1, level="3a", reason="The mayor", by_customer=True),
    ReopenOrder(order_id="order", reason="Jams again"),
    LinkOrders(order_id="order", other_id="other"),
    UnlinkOrders(order_id="order", other_id="other"),
    MergeOrder(order_id="order", other_id="other"),
    StartWork(visit_id="visit", checklist_version_ids=("version",)),
    EditUsedPart(id="part", seen={"part_number": "RM1-0037"}, wanted={"part_number": "RM1-0038"}),
    WithdrawPart(part_id="part", reason="Noted twice"),
    PauseWork(visit_id="visit", reason=PauseReason.PARTS, note="Roller"),
    ResolveVisit(visit_id="visit", resolution="New roller"),
    AttachFile(
        id="file",
        customer_id="customer",
        about_table="work_orders",
        about_id="order",
        name="机房.jpg",
        media_type="image/jpeg",
        size=300_000,
        digest="ab" * 32,
        thumbnail_digest="cd" * 32,
        thumbnail_size=9_000,
    ),
    WithdrawFile(attachment_id="file"),
    ReadNotice(notice_id="notice"),
    EditOrder(id="order", seen={"place": ""}, wanted={"place": "Room 3"}),
    EditVisit(id="visit", seen={"planned_at": "2026-11-03T09:00:00Z"}, wanted={"planned_at": None}),
    RecordLabels(
        customer_id="customer", asset_ids=("asset",), kind=LabelEventKind.PRINTED, medium="50x30", reason="Torn"
    ),
    BeginStocktake(
        id="stocktake",
        customer_id="customer",
        name="Town Hall 2026",
        site_id="site",
        department_id="department",
        type_codes=("COM",),
        blind=True,
        expected=("asset",),
    ),
    ScanForStocktake(stocktake_id="stocktake", text="SN-4711", asset_id="asset", site_id="site", place="Room 3"),
    DecideFindings(
        stocktake_id="stocktake",
        kind=DecisionKind.TO_REGISTER,
        asset_ids=("asset",),
        texts=("SN-4712",),
        note="Register it",
    ),
    EndStocktake(stocktake_id="stocktake", note="All rooms"),
    ReopenStocktake(stocktake_id="stocktake", reason="The cellar"),
    CancelStocktake(stocktake_id="stocktake", reason="Begun twice"),
    EditAsset(id="asset", seen={"maker": ""}, wanted={"maker": "HP"}),
    EditCustomer(id="customer", seen={"staff_count": 3000}, wanted={"staff_count": 3100}),
    EditSite(id="site", seen={"clean": True}, wanted={"clean": False}),
    EditDepartment(id="department", seen={"name": "科技处"}, wanted={"name": "科学技术处"}),
    EditPerson(id="person", seen={"phone": "1"}, wanted={"phone": "2"}),
    EditSupportedSystem(id="system", seen={"site": "Town Hall"}, wanted={"site": ""}),
    AddServiceGroup(
        id="group",
        customer_id="customer",
        name="Network",
        target_hundredths=9_900,
        calendar_id="calendar",
        system_ids=("system",),
    ),
    ListSystem(group_id="group", system_id="system"),
    AgreeClosure(
        id="closure",
        customer_id="customer",
        kind=ClosureKind.PLANNED,
        begins_at=LATER,
        ends_at=datetime(2026, 11, 3, 12, 0, tzinfo=UTC),
        reason="New core switch",
        agreed_by="Head of ICT",
        agreed_at=datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
        group_id="group",
        system_ids=("system",),
        as_it_happened=True,
    ),
    Announce(
        id="announcement", customer_id="customer", title="New core switch", texts={"nb": "Stengt"}, closure_id="closure"
    ),
    ExtendClosure(closure_id="closure", ends_at=datetime(2026, 11, 3, 14, 0, tzinfo=UTC), note="A board is missing"),
    BeginClosure(closure_id="closure"),
    EndClosure(closure_id="closure", note="Done"),
    CancelClosure(closure_id="closure", reason="No switch came"),
    RecordOutage(
        id="outage",
        customer_id="customer",
        begun_at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        group_id="group",
        order_id="order",
        note="Power cut",
    ),
    EndOutage(outage_id="outage", at=datetime(2026, 11, 1, 10, 0, tzinfo=UTC)),
    WithdrawOutage(outage_id="outage", reason="It was another building"),
    PublishKnownIssue(
        id="issue",
        customer_id="customer",
        title="Mail is slow",
        what_to_do="Wait a minute before you send again.",
        begins_at=LATER,
        system_ids=("system",),
        asset_id="asset",
        order_id="order",
    ),
    EditServiceGroup(id="group", seen={"target_hundredths": 9900}, wanted={"target_hundredths": 9950}),
    RetireServiceGroup(group_id="group"),
    EditKnownIssue(id="issue", seen={"ends_at": None}, wanted={"ends_at": "2026-11-04T09:00:00Z"}),
    ReceiveMail(
        id="mail", kind=MailKind.MESSAGE, customer_id="customer", sender="kay@northvale.example", received_at=LATER
    ),
    FileMail(mail_id="mail", order_id="order"),
    SetMailAside(mail_id="mail"),
    RateOrder(order_id="order", token="secret", grade=Grade.GOOD, recommends=9, comment="Quick"),
    RateOnSite(order_id="order", grade=Grade.VERY_GOOD, given_by="Kay Olsen"),
    SettleRefusal(command_id="refused", body={"reason": "parts", "more": {"note": ["Roller"]}}),
    SettleForOther(refusal_id="refused"),
    CheckIn(zone="Asia/Shanghai"),
    CheckOut(zone="Europe/London"),
    AddCleaningPlan(
        id="plan",
        customer_id="customer",
        department_id="department",
        title="Clean the computers",
        every_months=3,
        first_due_on=date(2026, 10, 31),
        type_codes=("COM", "NBK"),
    ),
    SuspendCleaningPlan(plan_id="plan"),
    ResumeCleaningPlan(plan_id="plan"),
    MakeDueOrders(on=date(2026, 10, 31), numbers={"plan": "W26-000001"}),
    SendOut(id="repair", asset_id="asset", maker="HP", fault="No paper feed", order_id="order"),
    ArriveAtMaker(repair_id="repair", reference="RMA-77"),
    TakeBack(repair_id="repair", outcome=RepairOutcome.REPAIRED, cost_minor=45_000, currency="CNY", note="Rollers"),
)
