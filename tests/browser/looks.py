"""What a careful look at a page would find."""

from playwright.sync_api import Page

OUTSIDE = """() => [...document.querySelectorAll("body *")].filter(node => {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    const isSeen = box.width > 1 && box.height > 1 && style.visibility === "visible"
        && style.clipPath === "none" && !node.closest("svg, option, thead, .skip, .scroll > *");
    return isSeen && (box.left < -0.5 || box.right > innerWidth + 0.5);
}).map(node => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 30)}`)"""

OVERLAPPING = """(selector) => {
    const boxes = [...document.querySelectorAll(selector)]
        .map(node => [node, node.getBoundingClientRect()])
        .filter(([, box]) => box.width > 1 && box.height > 1);
    const found = [];
    for (const [one, a] of boxes) for (const [other, b] of boxes) {
        if (one === other || one.contains(other) || other.contains(one)) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) {
            found.push(`${one.className} ${one.textContent.trim().slice(0, 20)}`
                + ` / ${other.className} ${other.textContent.trim().slice(0, 20)}`);
        }
    }
    return found;
}"""

TAMIL_WIDTHS = """async () => {
    await document.fonts.ready;
    await document.fonts.load("16px 'Noto Sans Tamil'", "ஸ்ரீ");
    const line = document.createElement("canvas").getContext("2d");
    const width = (font) => { line.font = font; return line.measureText("ஸ்ரீ முருகன்").width; };
    return [width("16px 'Noto Sans Tamil'"), width("16px monospace")];
}"""

LOADED = """() => [...document.fonts].filter(f => f.status === "loaded").map(f => f.unicodeRange)"""


def assert_nothing_sticks_out(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(OUTSIDE) == []


def assert_nothing_overlaps(page: Page, selector: str) -> None:
    assert page.evaluate(OVERLAPPING, selector) == []


def assert_tamil_comes_from_our_font(page: Page) -> None:
    """Our Tamil file was loaded, and a line measures other in it than in the machine's own."""
    ours, machines = page.evaluate(TAMIL_WIDTHS)
    assert ours != machines
    assert any("U+B82" in ranges.upper() for ranges in page.evaluate(LOADED))
