"""Charts: where marks stand, what is said of them, and that a figure that is not shown is never a zero."""

from django.template import Context, Template
from django.utils.translation import override

from web.domain.charts import Caption, Reference, bars, circles, curve, heat, histogram, stacks
from web.domain.charts.scales import Scale, from_zero
from web.domain.formatting import format_duration, format_percent
from web.gallery_charts import drawings

TITLE = Caption("Title")


def test_a_bar_is_as_long_as_its_share_of_the_axis_with_its_whiskers_on_the_same_axis() -> None:
    drawn = bars.bars(caption=TITLE, rows=[bars.Bar("Woman", 0.561, 0.530, 0.592, 560)], most=1.0).rows[0]

    assert (drawn.width, drawn.low_at, drawn.high_at) == (56.1, 53.0, 59.2)
    assert (drawn.written, drawn.interval) == ("56%", "53% to 59%")


def test_a_figure_that_is_not_shown_has_no_bar_and_says_why_in_drawing_sentence_and_table() -> None:
    drawn = bars.bars(caption=TITLE, rows=[bars.Bar("Other", None, hidden="fewer than 11"), bars.Bar("Man", 0.5)])

    assert drawn.rows[0].width is None
    assert drawn.sentence == "Other: fewer than 11; Man: 50%"
    assert drawn.table.rows == [["Other", "fewer than 11"], ["Man", "50%"]]


def test_letters_of_reference_lines_that_are_near_stand_above_each_other() -> None:
    near = [Reference(0.55, "a", row="W"), Reference(0.561, "b", row="W"), Reference(0.9, "c", row="W")]
    drawn = bars.bars(caption=TITLE, rows=[bars.Bar("W", 0.5)], references=near, most=1.0)

    assert [(mark.letter, mark.at, mark.lane) for mark in drawn.marks] == [
        ("A", 55.0, 0),
        ("B", 56.1, 1),
        ("C", 90.0, 0),
    ]
    assert drawn.rows[0].top == 40


def test_parts_of_a_stack_follow_each_other_and_add_up() -> None:
    groups = [stacks.Stack("Women", (24, 27, 9)), stacks.Stack("Men", None, hidden="fewer than 11")]
    parts = [stacks.Part("job"), stacks.Part("home", "dots"), stacks.Part("here", "unpaid")]
    drawn = stacks.stacks(caption=TITLE, groups=groups, parts=parts, write=lambda hours: f"{hours:g} h")

    assert [(part.at, part.width) for part in drawn.rows[0].parts] == [(0.0, 40.0), (40.0, 45.0), (85.0, 15.0)]
    assert drawn.table.rows[1] == ["Men", *["fewer than 11"] * 4]


def test_on_a_logarithmic_axis_a_tenfold_is_always_as_far() -> None:
    scale = Scale(1, 1000, is_log=True)

    assert [scale.at(value) for value in (1, 10, 100, 1000, 0)] == [0.0, 33.333, 66.667, 100.0, 0.0]
    assert scale.ticks() == [1, 10, 100, 1000]


def test_an_axis_ends_on_a_round_value_above_all_figures() -> None:
    assert from_zero([0.561, 0.592]).high == 0.6
    assert from_zero([12_020_000, 9_600_000]).high == 15_000_000
    assert from_zero([]).high == 1.0


def test_a_bin_that_is_not_shown_has_no_height() -> None:
    bins = [histogram.Bin(1, 10, 50), histogram.Bin(10, 100, None, "fewer than 11")]
    drawn = histogram.histogram(caption=TITLE, bins=bins, write=format_duration, is_log=True)

    assert [(each.at, each.width, each.height) for each in drawn.bins] == [(0.0, 50.0, 83.333), (50.0, 50.0, None)]
    assert drawn.table.rows[1] == [f"{format_duration(10)} to {format_duration(100)}", "fewer than 11"]


def test_a_curve_breaks_where_a_month_is_not_shown() -> None:
    points = [curve.Point(0, 10), curve.Point(1, 5), curve.Point(2, None), curve.Point(3, 5), curve.Point(4, 10)]
    drawn = curve.curve(
        caption=TITLE, series=[curve.Series("Pay", points)], write_x=str, write_y=str, x_title="Month"
    )  # fmt: skip

    assert drawn.lines[0].strokes == ["0.0,0.0 25.0,50.0", "75.0,50.0 100.0,0.0"]
    assert drawn.table.rows[2] == ["2", ""]


def test_a_step_holds_its_value_until_the_next() -> None:
    series = [curve.Series("Floor", [curve.Point(0, 10), curve.Point(1, 5)])]

    drawn = curve.curve(caption=TITLE, series=series, write_x=str, write_y=str, is_step=True)

    assert drawn.lines[0].strokes == ["0.0,0.0 100.0,0.0 100.0,50.0"]


def test_the_square_of_an_hour_grows_with_its_time() -> None:
    values = [[0.0] * 24 for _ in range(7)]
    values[2][20], values[2][21] = 3600.0, 900.0
    drawn = heat.week(caption=TITLE, values=values, write=format_duration)

    sizes = [(cell.step, cell.side) for cell in drawn.days[2].cells[19:22]]
    assert sizes == [(0, 1.0), (5, 9.2), (2, 5.9)]
    assert drawn.table.rows[20] == ["20:00", "–", "–", "1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00", "–", "–", "–", "–"]


def test_the_area_of_a_circle_is_as_its_number() -> None:
    rings = [circles.Ring("all", 400), circles.Ring("some", 100), circles.Ring("few", None, hidden="fewer than 11")]

    drawn = circles.circles(caption=TITLE, rings=rings)

    assert [(each.radius, each.written) for each in drawn.rings] == [(100, "400"), (50, "100"), (None, "fewer than 11")]


def test_every_chart_has_a_sentence_and_its_figures_as_a_table_and_no_inline_style() -> None:
    for drawing in drawings():
        html = Template("{% load charts %}{% chart drawing %}").render(Context({"drawing": drawing}))

        assert html.count("<tr>") == 1 + len(drawing.table.rows)
        assert f'role="img" aria-label="{drawing.caption.title}' in html.replace("&#x27;", "'")
        assert "style=" not in html


def test_places_are_written_with_points_also_in_french() -> None:
    drawn = bars.bars(caption=TITLE, rows=[bars.Bar("Femme", 0.561)], write=lambda s: format_percent(s, 1), most=1.0)

    with override("fr"):
        html = Template("{% load charts %}{% chart drawing %}").render(Context({"drawing": drawn}))

    assert 'width="56.1%"' in html
