"""The picture on a desk in a browser, with points in its own pixels."""

from playwright.sync_api import Page

Point = tuple[float, float]


class Picture:
    """What one can do to a picture with a mouse or a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self, x: float, y: float) -> Point:
        layer = self.page.locator("[data-mark-layer]")
        layer.scroll_into_view_if_needed()
        scale, left, top = layer.evaluate("layer => { const m = layer.getScreenCTM(); return [m.a, m.e, m.f]; }")
        return left + x * scale, top + y * scale

    def drag(self, start: Point, end: Point) -> None:
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
        self.page.mouse.move(*self.at(*end))
        self.page.mouse.up()

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.at(x, y))

    def tap(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(*self.at(x, y))

    def swipe(self, *places: Point) -> None:
        """A finger from the first place to the last, over one in between."""
        fingers = Fingers(self.page)
        first, *others = places
        fingers.put(self.at(*first))
        for place in others:
            fingers.move(self.at(*place))
        fingers.lift()


class Fingers:
    """Fingers on a touch screen, at points of the screen."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def put(self, *places: Point) -> None:
        self._send("touchStart", places)

    def move(self, *places: Point) -> None:
        self._send("touchMove", places)

    def lift(self) -> None:
        self._send("touchEnd", ())

    def _send(self, kind: str, places: tuple[Point, ...]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
