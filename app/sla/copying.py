"""A policy as the command that would make it again: what people change figures in, since policies never change."""

from __future__ import annotations

from app.calendars.queries import newest_version, working_time_of
from app.sla.commands import AddPolicy, PauseTerms, StepTerms, TargetTerms
from app.sla.rules.escalation import USUAL_STEPS, Told
from app.sla.rules.figures import figure_of
from app.sla.rules.levels import ordered_levels
from app.sla.rules.promises import Metric
from app.sla.tables import Policy, PolicyPause, PolicyStep, PolicyTarget
from app.storage.units import Reader


def targets_of(reader: Reader, policy: Policy) -> tuple[PolicyTarget, ...]:
    """The targets of a policy, by what they promise, then in the order of its levels."""
    metrics, order = list(Metric), [level for _found_by, level in ordered_levels(policy.levels)]
    found = reader.having(PolicyTarget, "level", "id", policy_id=policy.id)

    def place(target: PolicyTarget) -> tuple[int, int]:
        return metrics.index(target.metric), order.index(target.level) if target.level in order else len(order)

    return tuple(sorted(found, key=place))


def steps_of(reader: Reader, policy: Policy) -> list[PolicyStep]:
    """The steps of a policy's escalations, the earliest shares first."""
    return reader.having(PolicyStep, "amount", "id", policy_id=policy.id)


def usual_steps() -> dict[str, StepTerms]:
    """The steps that count where a policy has none of its own, in the words that it could be given them with."""
    return {
        name: StepTerms(
            amount=step.amount,
            tells=tuple(sorted(step.tells, key=list(Told).index)),
            kinds=tuple(sorted(step.kinds)),
            up_to_priority=step.up_to_priority,
        )
        for name, step in USUAL_STEPS.items()
    }


def copy_of(reader: Reader, policy: Policy) -> AddPolicy:
    """The command that would make the same policy again."""
    return AddPolicy(
        id=policy.id,
        code=policy.code,
        name=policy.name,
        customer_id=policy.customer_id,
        targets=tuple(terms_of(reader, target) for target in targets_of(reader, policy)),
        levels=policy.levels,
        pauses={
            pause.reason: PauseTerms(
                stops=tuple(map(Metric, pause.stops)),
                at_most_minutes=pause.at_most_minutes,
                remind_after_minutes=pause.remind_after_minutes,
            )
            for pause in reader.having(PolicyPause, "reason", policy_id=policy.id)
        },
        on_change=policy.on_change,
        third_party=policy.third_party,
        channels=policy.channels,
        thresholds=tuple(map(int, policy.thresholds)),
        close_after_days=policy.close_after_days,
        steps={
            step.name: StepTerms(
                amount=step.amount,
                tells=tuple(map(Told, step.tells)),
                kinds=step.kinds,
                up_to_priority=step.up_to_priority,
                person_ids=step.person_ids,
                measure=step.measure,
                metrics=tuple(map(Metric, step.metrics)),
                levels=step.levels,
            )
            for step in steps_of(reader, policy)
        },
        chase_minutes=policy.chase_minutes,
    )


def terms_of(reader: Reader, target: PolicyTarget) -> TargetTerms:
    """A target in the words that it can be made with."""
    day_minutes = _day_minutes(reader, target.calendar_id)
    figure = figure_of(target.promised_seconds, target.civil_days, day_minutes)
    return TargetTerms(
        level=target.level,
        metric=target.metric,
        bound=target.bound,
        value=figure.value if figure else None,
        unit=figure.unit if figure else None,
        calendar_id=target.calendar_id,
        share_percent=target.share_percent,
        starts=target.starts,
        stops=target.stops,
    )


def _day_minutes(reader: Reader, calendar_id: str | None) -> int:
    if calendar_id is None:
        return 24 * 60
    return working_time_of(newest_version(reader, calendar_id)).hours.day_minutes
