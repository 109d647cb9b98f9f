"""Charts drawn on the server: geometry and words alone, as HTML and SVG without script or inline style (ADR 12).

A view (or a domain function) makes a drawing, and `{% load charts %}{% chart drawing %}` shows it with its caption, its
sources and the same figures as a table:

    bars.bars(caption=Caption(title, unit=…), rows=[Bar(label, value, low, high, n)], references=[Reference(…)])
    stacks.stacks(caption=…, groups=[Stack(label, values)], parts=[Part(name, look)])
    histogram.histogram(caption=…, bins=[Bin(low, high, count)], is_log=True, references=[…])
    curve.curve(caption=…, series=[Series(name, points)], write_x=…, write_y=…)
    heat.week(caption=…, values=[[24 numbers] * 7], write=format_duration)
    circles.circles(caption=…, rings=[Ring(label, size)])

Values are plain numbers; `write` says how one is written (`formatting.format_percent`, `format_duration` …), in ticks,
labels and table alike. None is a figure that is not shown (“fewer than 11”), never a zero. Places are percent of the
width, so words keep their size on a phone; every mark has a form besides its colour.
"""

from web.domain.charts.parts import Caption, Reference

__all__ = ["Caption", "Reference"]
