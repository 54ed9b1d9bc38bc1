"""Charts as SVG: bars and lines, on logarithmic axes."""

import math
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 190, 110, 40, 50
COLOURS = ["#c0392b", "#2c3e50", "#2980b9", "#27ae60", "#8e44ad", "#d35400"]


def _svg(title, height, parts):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="white"/><text x="16" y="24" font-size="16">{escape(title)}</text>'
        + "".join(parts) + "</svg>\n")


def _number(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def bars(title, values):
    """Horizontal bars for (name, value) pairs; the length is the logarithm."""
    low = math.floor(math.log10(min(value for _, value in values)) - 0.2)
    high = math.log10(max(value for _, value in values))
    height = TOP + 28 * len(values) + 16
    parts = []
    for index, (name, value) in enumerate(values):
        y = TOP + 28 * index
        length = (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)
        colour = COLOURS[0] if name.startswith("attune") else COLOURS[1]
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="20" fill="{colour}"/>'
            f'<text x="{LEFT + length + 6:.1f}" y="{y + 15}">{_number(value)}</text>')
    return _svg(title, height, parts)


def lines(title, x_name, series):
    """A line of (x, y) points for each name of `series`; both axes are logarithmic."""
    points = [point for line in series.values() for point in line]
    x_low, x_high = (math.log10(pick(x for x, _ in points)) for pick in (min, max))
    y_low = math.floor(math.log10(min(y for _, y in points)))
    y_high = max(math.ceil(math.log10(max(y for _, y in points))), y_low + 1)
    left, bottom = 70, HEIGHT - BOTTOM

    def place(x, y):
        return (left + (math.log10(x) - x_low) / ((x_high - x_low) or 1) * (WIDTH - left - 150),
                bottom - (math.log10(y) - y_low) / (y_high - y_low) * (bottom - TOP))

    parts = []
    for power in range(y_low, y_high + 1):
        y = place(10 ** x_low, 10 ** power)[1]
        parts.append(f'<path d="M{left} {y:.1f}H{WIDTH - 150}" stroke="#ddd"/>'
                     f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_number(10 ** power)}</text>')
    for x in sorted({x for x, _ in points}):
        parts.append(f'<text x="{place(x, 10 ** y_low)[0]:.1f}" y="{bottom + 18}" text-anchor="middle">{_number(x)}</text>')
    parts.append(f'<text x="{(left + WIDTH - 150) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(x_name)}</text>')
    for index, (name, line) in enumerate(series.items()):
        colour = COLOURS[index % len(COLOURS)]
        path = "L".join("{:.1f} {:.1f}".format(*place(x, y)) for x, y in line)
        dots = "".join('<circle cx="{:.1f}" cy="{:.1f}" r="3"/>'.format(*place(x, y)) for x, y in line)
        parts.append(f'<g fill="{colour}"><path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
                     f'<text x="{WIDTH - 140}" y="{TOP + 16 + 20 * index}">{escape(name)}</text></g>')
    return _svg(title, HEIGHT, parts)
