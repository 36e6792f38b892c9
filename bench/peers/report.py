"""From answers to Markdown."""
from statistics import geometric_mean, median

import numpy as np

import shapes
from peers import PEERS, SEEDINGS
from shapes import SHAPES
SEEDING_NOTE = (
    "`kmeans_plusplus(points, k, random_state=0)` beside the `SeedingTime` of `Seeding.PlusPlus()`, seed 0: greedy, with as "
    "many trials, but not the same rows where scikit-learn is older than 1.3.")
COMMAND_NOTE = (
    "`lloyd fit points.csv -k 64 --iterations 20 --tolerance 0 --labels labels.csv` beside `bench/peers/pandas_fit.py`: "
    "whole processes, start of the runtimes included; float64; k-means++, then 20 iterations, from starts that differ with "
    "the releases of scikit-learn. The matrix is the float64 one.")


def typical(answer):
    return median(answer["seconds"] or [answer["first"]])


def middle(answers):
    return median(map(typical, answers))


def seconds(value):
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-6:.3g} µs"


def spread(values):
    text = seconds(median(values))
    return text if len(values) == 1 else f"{text} ({seconds(min(values))} – {seconds(max(values))})"


def table(header, rows):
    return ["", "| " + " | ".join(header) + " |", "|" + "---|" * len(header),
            *("| " + " | ".join(row) + " |" for row in rows)]


def described(shape):
    n, d = np.load(shapes.paths(shape)[0], mmap_mode="r").shape
    size = f"{n:,}".replace(",000,000", "M").replace(",000", "k")
    return f"{shape} {SHAPES[shape].what}, {size} × {d}, k = {SHAPES[shape].k}"


def fits(answers, mode):
    """Seconds, ratios with their mean, wins and losses, inertia."""
    names = list(next(iter(answers.values())))
    titles = [PEERS[name].title for name in names]
    cold = "lloyd" in names

    def cells(shape, show):
        return [show(answers[shape][name]) if answers[shape][name] else "–" for name in names]

    text = table(["shape", *titles, *["Lloyd, first fit"] * cold], [
        [described(shape), *cells(shape, lambda turns: spread([typical(turn) for turn in turns])),
         *[seconds(median(turn["first"] for turn in of["lloyd"])) if of["lloyd"] else "–"] * cold]
        for shape, of in answers.items()])
    if "sklearn" in names and len(names) > 1:
        text += ratios(answers, names, mode)
    text += table(["final inertia (iterations)", *titles], [
        [shape, *cells(shape, lambda turns: f"{turns[-1]['inertia']:.10g} ({turns[-1]['iterations'] or '?'})")]
        for shape in answers])
    return text + wins(answers, names)


def ratios(answers, names, mode):
    """How many times as fast as scikit-learn lloyd."""
    names = [name for name in names if name != "sklearn"]
    goals = mode == "20 iterations"
    rows, all_ratios = [], {name: [] for name in names}
    for shape, of in answers.items():
        row = [shape]
        for name in names:
            ratio = middle(of["sklearn"]) / middle(of[name]) if of["sklearn"] and of[name] else None
            row.append(f"{ratio:.3g}×" if ratio else "–")
            if ratio and SHAPES[shape].goal:
                all_ratios[name].append(ratio)
        rows.append(row + [f"{SHAPES[shape].goal}×" if SHAPES[shape].goal else ""] * goals)
    means = [f"{geometric_mean(of):.3g}× ({len(of)})" if of else "–" for of in all_ratios.values()]
    rows.append(["geometric mean (of how many, W1 and W9 left out)", *means, *["13×"] * goals])
    return table(["times as fast as scikit-learn lloyd", *(PEERS[name].title for name in names),
                  *["goal of Lloyd"] * goals], rows)


def wins(answers, names):
    """Lloyd against the best of the others, shape by shape."""
    others = [name for name in names if not name.startswith("lloyd")]
    ahead, behind = [], []
    for shape, of in answers.items():
        rivals = {name: middle(of[name]) for name in others if of[name]}
        if not rivals or not of.get("lloyd"):
            continue
        best = min(rivals, key=rivals.get)
        ratio = rivals[best] / middle(of["lloyd"])
        (ahead if ratio > 1 else behind).append(f"{shape} ({ratio:.2g}× {PEERS[best].title})")
    return ["", f"Lloyd is ahead of every other on {', '.join(ahead) or 'none'}.",
            f"It is behind on {', '.join(behind) or 'none'}."] if ahead or behind else []


def check(answers):
    """For every answer of Lloyd on a shape with a known inertia: the shape, the known one, Lloyd's to as many digits."""
    for shape, of in answers.items():
        known = SHAPES[shape].inertia
        for name in ("lloyd", "lloyd-f64"):
            for turn in of.get(name, []) if known else []:
                yield shape, known, f"{turn['inertia']:.{len(known.split('.')[1])}f}"


def matches(answers):
    return all(known == found for _, known, found in check(answers))


def truth(answers):
    checked = {shape: known for shape, known, _ in check(answers)}
    if not checked:
        return []
    wrong = [f"{shape}: {found} instead of {known}" for shape, known, found in check(answers) if known != found]
    what = "known inertia (R and ELKI in float64, which agree)"
    return ["", f"**Lloyd's inertia is not the {what}: {'; '.join(wrong)}.**" if wrong else
            f"Lloyd's inertia is the {what}: " + ", ".join(f"{shape} {known}" for shape, known in checked.items()) + "."]


def seeding(answers):
    """k-means++ alone, and the inertia of what it chose."""
    rows = []
    for shape, of in answers.items():
        row = [described(shape)]
        for turns in of.values():
            row += [spread([typical(turn) for turn in turns]), f"{turns[-1]['inertia']:.10g}"] if turns else ["–", "–"]
        if all(of.get(name) for name in ("sklearn", "lloyd")):
            row.append(f"{middle(of['sklearn']) / middle(of['lloyd']):.3g}×")
        rows.append(row + [""] * (2 + 2 * len(of) - len(row)))
    header = ["shape"]
    for name in next(iter(answers.values()), {}):
        header += [SEEDINGS[name].title, "inertia of the start"]
    return table([*header, "ratio"], rows) + ["", SEEDING_NOTE]


def command(runs, matrix):
    """Whole processes; the matrix's bytes are what memory is measured by."""
    time = {name: [turn["seconds"] for turn in turns] for name, turns in runs.items()}
    memory = {name: max(turn["bytes"] for turn in turns) for name, turns in runs.items()}
    script = median(next(iter(time.values())))
    header = ["1M × 16 CSV, k = 64, seed 0", "seconds", "ratio", "peak memory", "of the matrix", "iterations", "inertia"]
    return table(header, [
        [name, spread(time[name]), f"{script / median(time[name]):.3g}×",
         f"{memory[name] / 2**20:.0f} MiB", f"{memory[name] / matrix:.2f}×",
         str(turns[-1]["iterations"]), f"{turns[-1]['inertia']:.10g}"]
        for name, turns in runs.items()]) + ["", COMMAND_NOTE]
