"""Faults of a page that axe doesn't look for: small targets, a forced order of focus, words that are cut off."""

from __future__ import annotations

from playwright.sync_api import Page

# WCAG 2.2, 2.5.8: 24 by 24 pixels, or a place of its own in a line of text; a control's label is part of its target.
_SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(control => control.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(control => !control.disabled && !control.closest("[inert], .visually-hidden, .skip-link"))
    .filter(control => getComputedStyle(control).display !== "inline")
    .filter(control => {
        const target = control.matches("input") && control.closest("label") || control;
        const {width, height} = target.getBoundingClientRect();
        return width > 1 && (width < 24 || height < 24);
    })
    .map(control => "small target: " + (control.className || control.name || control.outerHTML.slice(0, 60)))"""
_FORCED = """() => [...document.querySelectorAll("[tabindex]")].filter(each => each.tabIndex > 0)
    .map(each => "forced order of focus: " + each.outerHTML.slice(0, 60))"""
# WCAG 1.4.12: the spacing that a reader may ask for.
_SPACED = """() => {
    const cut = () => new Set([...document.querySelectorAll("body *")].filter(each => {
        const style = getComputedStyle(each);
        const hides = axis => ["hidden", "clip"].includes(style["overflow" + axis]);
        const isLeftOut = each.closest(".visually-hidden, svg, dialog, .kind-thumb-text");
        return each.innerText?.trim() && each.checkVisibility() && !isLeftOut
            && style.clipPath === "none" && style.textOverflow !== "ellipsis" && style.webkitLineClamp === "none"
            && (hides("X") && each.scrollWidth > each.clientWidth + 2
                || hides("Y") && each.scrollHeight > each.clientHeight + 2);
    }));
    const before = cut();
    const spacing = new CSSStyleSheet();
    spacing.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [spacing];
    const found = [...cut()].filter(each => !before.has(each)).map(each => "cut when spaced: " + each.className);
    if (document.documentElement.scrollWidth > innerWidth) found.push("wider than the window when spaced");
    document.adoptedStyleSheets = [];
    return found;
}"""
_WIDE = "() => document.documentElement.scrollWidth > innerWidth ? ['wider than a window of 320 pixels'] : []"
LEAST = {"width": 320, "height": 640}


def faults_besides_axe(page: Page) -> list[str]:
    """What is wrong with the page as it stands, and in a window as narrow as 400 % on a desk makes it."""
    found = [fault for check in (_SMALL, _FORCED, _SPACED) for fault in page.evaluate(check)]
    size = page.viewport_size
    page.set_viewport_size(LEAST)  # type: ignore[arg-type]  # a plain dict
    found += page.evaluate(_WIDE)
    if size:
        page.set_viewport_size(size)
    return sorted(set(found))
