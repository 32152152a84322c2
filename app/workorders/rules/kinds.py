"""What orders, visits and the facts about them can be, with the names that people read.

A member is stored as its text, and a fact is never changed: what was stored by earlier versions keeps its text,
whatever it is called in the code by now.
"""

from __future__ import annotations

from enum import StrEnum

from app.foundation.translation import N_
from app.messages.rules import MessageWay


class OrderKind(StrEnum):
    """What kind of work it is."""

    INCIDENT = "incident"
    REQUEST = "request"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    REPAIR = "repair"
    COMMISSIONING = "commissioning"
    SWAP = "swap"
    REINSTALLATION = "re_installation"
    MAINTENANCE = "maintenance"
    INSPECTION = "inspection"
    TRAINING = "training"
    PROJECT_WORK = "project_work"


class Channel(StrEnum):
    """How it was reported; *detected* and *planned* are without a caller."""

    PHONE = "phone"
    MESSAGE_LEFT = "message_left"
    """Left in the queue of the telephone."""
    MAIL = "mail"
    PORTAL = "portal"
    """The page on the customer's intranet."""
    SMS = "sms"
    IN_PERSON = "in_person"
    DETECTED = "detected"
    PLANNED = "planned"


class OrderState(StrEnum):
    """Where an order is. That a target was missed is no state: it is asked of the clock."""

    LOGGED = "logged"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class VisitState(StrEnum):
    """Where one engineer's visit is, along its way and aside from it."""

    ASSIGNED = "assigned"
    SENT = "sent"
    """The server has it for his device."""
    RECEIVED = "received"
    """His device has it."""
    ACCEPTED = "accepted"
    TRAVELLING = "travelling"
    ON_SITE = "on_site"
    WORKING = "working"
    RESTORED = "restored"
    """The service works again, if only for the time being; he is still there."""
    DONE = "done"
    REPORTED = "reported"
    """The report was handed over."""
    INTERRUPTED = "paused"
    REJECTED = "rejected"
    NOT_COMPLETED = "not_completed"
    HANDED_OVER = "handed_over"
    CALLED_OFF = "called_off"


class EventKind(StrEnum):
    """What can happen to an order or a visit."""

    LOGGED = "logged"
    PRIORITISED = "prioritised"
    ANSWERED = "answered"
    UPDATE_SKIPPED = "update_skipped"
    """At the end of the day the caller was not told how it stands, for a reason."""
    TO_SUPPLIER = "to_supplier"
    FROM_SUPPLIER = "from_supplier"
    MISROUTED = "misrouted"
    ASSIGNED = "assigned"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SET_OUT = "set_out"
    ARRIVED = "arrived"
    STARTED = "started"
    INTERRUPTED = "paused"
    RESTORED = "restored"
    DONE = "resolved"
    """What is done is restored too, whether or not anybody said so before."""
    SIGNED = "signed"
    """Somebody at the customer's has signed for the work."""
    REPORTED = "reported"
    NOT_COMPLETED = "not_completed"
    HANDED_OVER = "handed_over"
    CALLED_OFF = "called_off"
    CONTINUED = "continued"
    """It goes on in a follow-on order."""
    MERGED = "merged"
    """It goes on in the order that it is a duplicate of."""
    LINKED = "linked"
    UNLINKED = "unlinked"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    NOTED = "noted"
    EDITED = "edited"
    WARNED = "warned"
    """A clock has reached a threshold, or a pause goes on for long; the clock says so, nobody else."""
    ESCALATED = "escalated"
    """People beyond those at work on it were told."""
    RATED = "rated"
    HEARD = "heard"
    """The caller has written."""
    PART_USED = "part_used"
    PART_CORRECTED = "part_corrected"
    PART_WITHDRAWN = "part_withdrawn"


class PauseReason(StrEnum):
    """Why work waits."""

    PARTS = "parts"
    CALLER = "caller"
    SUPPLIER = "supplier"
    ACCESS = "access"
    OTHER = "other"


class AnswerWay(StrEnum):
    """How a caller is answered."""

    PHONE = "phone"
    MAIL = "mail"
    SMS = "sms"
    IN_PERSON = "in_person"


TELLING_WAYS = (AnswerWay.PHONE, AnswerWay.MAIL, AnswerWay.SMS)
"""By which the desk tells a caller something that is ready to be said or sent."""
BY_MESSAGE = {AnswerWay.MAIL: MessageWay.MAIL, AnswerWay.SMS: MessageWay.SMS}
"""Whoever was answered by phone or in person has heard it."""


class Grade(StrEnum):
    """How the caller found the service."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class RatingWay(StrEnum):
    """How a rating was given."""

    LINK = "link"
    """On the page whose link only the caller was sent."""
    MAIL = "mail"
    """In a reply to the mail that only the caller was sent."""
    ON_SITE = "on_site"
    """On a laptop of ours, by somebody who gave his name."""


class LinkKind(StrEnum):
    """What another order is to this one."""

    RELATED = "related"
    DUPLICATE = "duplicate"
    """The other one is a duplicate of this one, which goes on."""
    FOLLOW_ON_OF = "follow_on_of"
    """This one goes on with what could not be completed in the other."""


ORDER_KIND_NAMES = {
    OrderKind.INCIDENT: N_("Incident"),
    OrderKind.REQUEST: N_("Request"),
    OrderKind.COMPLAINT: N_("Complaint"),
    OrderKind.DISPUTE: N_("Dispute"),
    OrderKind.REPAIR: N_("Repair"),
    OrderKind.COMMISSIONING: N_("Commissioning"),
    OrderKind.SWAP: N_("Swap"),
    OrderKind.REINSTALLATION: N_("Re-installation"),
    OrderKind.MAINTENANCE: N_("Maintenance"),
    OrderKind.INSPECTION: N_("Inspection"),
    OrderKind.TRAINING: N_("Training"),
    OrderKind.PROJECT_WORK: N_("Project work"),
}
CHANNEL_NAMES = {
    Channel.PHONE: N_("Phone call"),
    Channel.MESSAGE_LEFT: N_("Message left"),
    Channel.MAIL: N_("E-mail"),
    Channel.PORTAL: N_("Intranet page"),
    Channel.SMS: N_("SMS"),
    Channel.IN_PERSON: N_("In person"),
    Channel.DETECTED: N_("Detected"),
    Channel.PLANNED: N_("Planned"),
}
ORDER_STATE_NAMES = {
    OrderState.LOGGED: N_("New"),
    OrderState.ASSIGNED: N_("Assigned"),
    OrderState.IN_PROGRESS: N_("In progress"),
    OrderState.PAUSED: N_("Paused"),
    OrderState.RESOLVED: N_("Resolved"),
    OrderState.CLOSED: N_("Closed"),
    OrderState.CANCELLED: N_("Cancelled"),
}
VISIT_STATE_NAMES = {
    VisitState.ASSIGNED: N_("Assigned"),
    VisitState.SENT: N_("Sent"),
    VisitState.RECEIVED: N_("Received"),
    VisitState.ACCEPTED: N_("Accepted"),
    VisitState.TRAVELLING: N_("On the way"),
    VisitState.ON_SITE: N_("On site"),
    VisitState.WORKING: N_("In progress"),
    VisitState.RESTORED: N_("Service restored"),
    VisitState.DONE: N_("Done"),
    VisitState.REPORTED: N_("Report handed over"),
    VisitState.INTERRUPTED: N_("Interrupted"),
    VisitState.REJECTED: N_("Rejected"),
    VisitState.NOT_COMPLETED: N_("Not completed"),
    VisitState.HANDED_OVER: N_("Handed over"),
    VisitState.CALLED_OFF: N_("Called off"),
}
EVENT_NAMES = {
    EventKind.LOGGED: N_("Logged"),
    EventKind.PRIORITISED: N_("Priority set"),
    EventKind.ANSWERED: N_("Caller answered"),
    EventKind.UPDATE_SKIPPED: N_("Caller not told how it stands"),
    EventKind.TO_SUPPLIER: N_("Given to a supplier"),
    EventKind.FROM_SUPPLIER: N_("Back from the supplier"),
    EventKind.MISROUTED: N_("Time on a wrong way excluded"),
    EventKind.ASSIGNED: N_("Assigned"),
    EventKind.SENT: N_("Sent"),
    EventKind.RECEIVED: N_("Received"),
    EventKind.ACCEPTED: N_("Accepted"),
    EventKind.REJECTED: N_("Rejected"),
    EventKind.SET_OUT: N_("Set out"),
    EventKind.ARRIVED: N_("Arrived"),
    EventKind.STARTED: N_("Work started"),
    EventKind.INTERRUPTED: N_("Interrupted"),
    EventKind.RESTORED: N_("Service restored"),
    EventKind.DONE: N_("Resolved"),
    EventKind.SIGNED: N_("Signed"),
    EventKind.REPORTED: N_("Report handed over"),
    EventKind.NOT_COMPLETED: N_("Not completed"),
    EventKind.HANDED_OVER: N_("Handed over"),
    EventKind.CALLED_OFF: N_("Visit called off"),
    EventKind.CONTINUED: N_("Continued in another order"),
    EventKind.MERGED: N_("Merged into another order"),
    EventKind.LINKED: N_("Linked"),
    EventKind.UNLINKED: N_("Link removed"),
    EventKind.CLOSED: N_("Closed"),
    EventKind.CANCELLED: N_("Cancelled"),
    EventKind.REOPENED: N_("Reopened"),
    EventKind.NOTED: N_("Note"),
    EventKind.EDITED: N_("Changed"),
    EventKind.WARNED: N_("Warned"),
    EventKind.ESCALATED: N_("Escalated"),
    EventKind.RATED: N_("Rated"),
    EventKind.HEARD: N_("The caller wrote"),
    EventKind.PART_USED: N_("Part used"),
    EventKind.PART_CORRECTED: N_("Part corrected"),
    EventKind.PART_WITHDRAWN: N_("Part taken off the list"),
}
PAUSE_REASON_NAMES = {
    PauseReason.PARTS: N_("Waiting for parts"),
    PauseReason.CALLER: N_("Waiting for the caller"),
    PauseReason.SUPPLIER: N_("Waiting for a supplier"),
    PauseReason.ACCESS: N_("No access to the place"),
    PauseReason.OTHER: N_("Other reason"),
}
GRADE_NAMES = {
    Grade.VERY_GOOD: N_("Very good"),
    Grade.GOOD: N_("Good"),
    Grade.FAIR: N_("Fair"),
    Grade.POOR: N_("Poor"),
}
RATING_WAY_NAMES = {
    RatingWay.LINK: N_("By the link in the message"),
    RatingWay.MAIL: N_("By e-mail"),
    RatingWay.ON_SITE: N_("On our laptop, on site"),
}
ANSWER_WAY_NAMES = {
    AnswerWay.PHONE: N_("By phone"),
    AnswerWay.MAIL: N_("By e-mail"),
    AnswerWay.SMS: N_("By SMS"),
    AnswerWay.IN_PERSON: N_("In person"),
}
