"""The dictionary of figures, as a tuple one can read. Adding one: docs/how-to/add-a-metric.md."""

from xueer.metrics.catalog import (
    absences,
    attendance_rate,
    delivered,
    hours,
    leave,
    made_up,
    members,
    people,
    person_times,
    sessions,
    units,
)
from xueer.metrics.metric import Metric

METRICS: tuple[Metric, ...] = (
    sessions.METRIC,
    person_times.METRIC,
    people.METRIC,
    hours.METRIC,
    attendance_rate.METRIC,
    leave.METRIC,
    absences.METRIC,
    made_up.METRIC,
    delivered.METRIC,
    members.METRIC,
    units.METRIC,
)
BY_SLUG: dict[str, Metric] = {metric.slug: metric for metric in METRICS}
