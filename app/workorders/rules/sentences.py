"""What people are told about orders: why something is not done, and what was done to theirs."""

from __future__ import annotations

from app.foundation.sentences import declare
from app.foundation.translation import N_

declare(
    {
        "order_cancelled": N_("{number} was cancelled, so this could not be done. If you worked on it, tell the desk."),
        "order_state_wrong": N_(
            "{number} has gone on in the meantime, so this is not possible any more. Look at its history."
        ),
        "visit_state_wrong": N_(
            "This visit has gone on in the meantime, so this is not possible any more. Look at the order's history."
        ),
        "visit_of_other": N_("This visit belongs to somebody else. Ask the desk to assign it to you."),
        "signature_missing": N_("The picture of the signature is not on {number} (any more). Let it be signed again."),
        "visit_under_way": N_("Somebody is working on {number} at this moment. Speak with {engineer} first."),
        "not_our_staff": N_("{name} is not one of our own people and cannot be sent. Choose one of our engineers."),
        "visit_times_wrong": N_(
            "A visit begins before it ends, and only what has happened can be corrected. Check both times."
        ),
        "order_goes_on_elsewhere": N_("{number} goes on in {other}. Do it there."),
        "order_merge_impossible": N_(
            "{number} cannot be merged into {other}: both must be of one customer and still open. Look at both."
        ),
        "order_parent_circular": N_("{number} would become part of itself. Choose an order that is not part of it."),
        "order_link_given": N_(
            "This link tells where the work went on, so it stays. Only links that somebody made by hand can be removed."
        ),
        "order_not_linked_to_itself": N_("An order cannot be linked to itself. Choose another one."),
        "hand_over_to_whom": N_("Choose the engineer or the team that takes over, one of both."),
        "priority_reason_missing": N_(
            "The priority of {number} is changed only with a reason. Change it by itself, and say why."
        ),
        "priority_level_alone": N_("A level of the agreement needs a priority beside it. Choose one from 1 to 4."),
        "bulk_stopped": N_("You stopped before it was its turn."),
        "bulk_bug": N_("Something in Paigong itself went wrong with this one. Look at it before you try it again."),
        "notice_visit_rejected": N_("{engineer} rejected the visit to {number}: {reason}"),
        "notice_not_completed": N_("{engineer} could not complete {number}: {reason}"),
        "notice_handed_over": N_("{engineer} handed {number} over to {newcomer}: {note}"),
        "notice_order_merged": N_("{number} was merged into {other}. Your visit was called off."),
        "notice_edit_replaced": N_(
            "{actor} has changed the same of {number} as you, and that counts. Its history shows both."
        ),
        "notice_visit_replanned": N_("Your visit to {number} was planned anew. Look at its time."),
        "notice_work_stood": N_(
            "{engineer} had already finished {number} when the change of plan arrived. "
            "The work stands; the visit of {newcomer} was called off."
        ),
        "notice_visit_called_off": N_("{engineer} had already finished {number}. Your visit was called off."),
        "notice_visit_moved": N_("{number} was given to {newcomer}. Your visit was called off."),
        "notice_order_cancelled": N_("{number} was cancelled. Your visit was called off."),
        "notice_visit_assigned": N_("{number} was assigned to you: {title}"),
    }
)
