"""Activities (活动): what was held by whom, who led, who was there. The roll freezes what it needs of the day."""

from xueer.activities.models.activity import Activity, Audience, JointUnit, Part, Series
from xueer.activities.models.files import ActivityFile
from xueer.activities.models.roll import Leave, MakeUp, RollRow, Tap

__all__ = ["Activity", "ActivityFile", "Audience", "JointUnit", "Leave", "MakeUp", "Part", "RollRow", "Series", "Tap"]
