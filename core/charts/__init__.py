"""Our own charts: pure functions from frozen dataclasses to SVG text. No ORM, no request, no clock.

Every mark has a class (static/css/charts.css re-tints it on screen) and literal light-theme attributes, since WeasyPrint
ignores page CSS, var() and currentColor inside SVG: the same drawing goes into the page and the PDF.
Language of form (look.md): spruce solid = job focus and the participant; ink dashed = the handler; grey dashed hollow =
the first reading; dashed frame = planned; brick bracket = gap. Nothing is averaged, smoothed or animated.
Beside each chart stands a table with the same numbers: `ChartTable`.
"""

from core.charts.columns import Column, columns
from core.charts.flow import Flow, flow, flow_table
from core.charts.levels import Level, levels, levels_table
from core.charts.overtime import Gap, Handler, OverTime, Period, Reading, over_time, over_time_table, plan_over_time
from core.charts.radar import RadarAxis, radar, radar_table
from core.charts.share import Share, ShareMark, meter, share
from core.charts.steps import Step, steps
from core.charts.strip import StripBar, StripGap, strip, strip_head
from core.charts.svg import ChartTable, Rater, legend_mark

__all__ = [
    "ChartTable",
    "Column",
    "Flow",
    "Gap",
    "Handler",
    "Level",
    "OverTime",
    "Period",
    "RadarAxis",
    "Rater",
    "Reading",
    "Share",
    "ShareMark",
    "Step",
    "StripBar",
    "StripGap",
    "columns",
    "flow",
    "flow_table",
    "legend_mark",
    "levels",
    "levels_table",
    "meter",
    "over_time",
    "over_time_table",
    "plan_over_time",
    "radar",
    "radar_table",
    "share",
    "steps",
    "strip",
    "strip_head",
]
