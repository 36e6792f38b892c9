"""From answers to Markdown."""
import datetime
import math
import re
import subprocess
import sys
from statistics import median

import numpy as np

import shapes
from peers import PEERS, ROOT
from shapes import SHAPES

NOTES = """
What is timed: one call, from the points as a matrix in memory and given initial centroids to final centroids and labels.
Not timed: starting the process, reading the file, a small fit that wakes the Python libraries.
- **Lloyd**: `KMeans.Fit` with `Seeding.From(init)`, checking and describing the points included. The first fit of a
  process, which compiles the code too, has a column of its own; the others are warm.
- **scikit-learn**: `KMeans(k, init=init, n_init=1, max_iter=…, tol=0, algorithm=…).fit(points)`.
- **FAISS**: `Kmeans.train(points, init_centroids=init)`, all points (`max_points_per_centroid` out of the way), OpenBLAS on
  one thread and active waiting, which is its best here. It ends with centroids: labels are not in its time. It has no
  tolerance, so it is not among the runs to convergence.
- **ML.NET**: `KMeansTrainer.Fit` on rows in memory. It takes no initial centroids: it draws its own at random within the
  time, so its inertia belongs to another start; not among the runs to convergence.

Every peer has all the cores. A process fits again until {seconds:g} s are spent; its figure is the median of its warm fits
(of the one fit, where that took longer). Peers take turns, {rounds} rounds; the tables show the median over the rounds, and
the least and the most. A peer that takes longer than {patience:g} s has one turn. Inertia is computed in float64 from the
final centroids and the points as they are in the file.
"""


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
    return f"{shape} {SHAPES[shape].what}, {n:,} × {d}, k = {SHAPES[shape].k}".replace(",000,000", "M").replace(",000", "k")


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
    means = [f"{math.exp(sum(map(math.log, of)) / len(of)):.3g}× ({len(of)})" if of else "–" for of in all_ratios.values()]
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
            row += [spread([typical(turn) for turn in turns]), f"{turns[-1]['inertia']:.7g}"] if turns else ["–", "–"]
        if all(of.get(name) for name in ("sklearn", "lloyd")):
            row.append(f"{middle(of['sklearn']) / middle(of['lloyd']):.3g}×")
        rows.append(row + [""] * (2 + 2 * len(of) - len(row)))
    names = next(iter(answers.values()), {})
    return table(["shape", *(head for name in names for head in (PEERS[name].title.replace(" lloyd", ""), "inertia of the start")),
                  "ratio"], rows) + [
        "", "`kmeans_plusplus(points, k, random_state=0)` beside the `SeedingTime` of `Seeding.PlusPlus()`, seed 0: greedy, "
        "with as many trials, but not the same rows where scikit-learn is older than 1.3."]


def command(runs, matrix):
    """Whole processes."""
    first = min(median(turn["seconds"] for turn in turns) for name, turns in runs.items() if name != "lloyd fit")
    return table(["1M × 16 CSV, k = 64, seed 0", "seconds", "ratio", "peak memory", "of the float64 matrix", "iterations", "inertia"], [
        [name, spread([turn["seconds"] for turn in turns]), f"{first / median(turn['seconds'] for turn in turns):.3g}×",
         f"{max(turn['bytes'] for turn in turns) / 2**20:.0f} MiB", f"{max(turn['bytes'] for turn in turns) / matrix:.2f}×",
         str(turns[-1]["iterations"]), f"{turns[-1]['inertia']:.10g}"] for name, turns in runs.items()]) + [
        "", "`lloyd fit points.csv -k 64 --labels labels.csv` beside `bench/peers/pandas_fit.py`: whole processes, everything "
        "at its default (k-means++, tolerance 1e-4, float64), start of the runtimes included."]


def processor():
    info = open("/proc/cpuinfo").read()
    value = dict(re.findall(r"^(\S.*?)\s*: (.*)$", info, re.MULTILINE)[::-1])      # of the first core
    vectors = next((v for v in ("avx512f", "avx2", "asimd") if v in value.get("flags", value.get("Features", "")).split()), "")
    cores = info.count("processor\t:")
    family = f"family {value['cpu family']} model {value['model']}, " if "cpu family" in value else ""
    return value.get("model name", "processor").strip(), f"{family}{vectors}", cores


def output(*call):
    return subprocess.run(call, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def write(text, versions, options):
    """The document, in docs/benchmarks."""
    name, features, cores = processor()
    slug = re.sub(r"[^a-z0-9]+", "-", f"{name} {cores} cores".lower()).strip("-")
    path = ROOT / "docs/benchmarks" / f"{slug}.md"
    changed = " with changes" if output("git", "status", "--porcelain", "src") else ""
    head = [f"# k-means on {name} ({features}), {cores} cores", "",
            f"Made on {datetime.date.today()} by `bench/peers/run{''.join(' ' + part for part in sys.argv[1:])}`, at commit "
            f"{output('git', 'rev-parse', '--short', 'HEAD')}{changed}. Threads: {options.threads}.", "",
            *(f"- {version}" for version in versions),
            NOTES.format(seconds=options.seconds, rounds=options.rounds, patience=options.patience).rstrip()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*head, *text, ""]))
    return path
