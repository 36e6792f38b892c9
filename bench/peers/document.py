"""The document: what ran, where, how it was timed, and the results."""
import datetime
import os
import re
import subprocess
import sys

from peers import ROOT

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

Iterations are as each counts: scikit-learn counts the last one, which changes nothing, and Lloyd does not.
Every peer has all the cores. A process fits again until {seconds:g} s are spent; its figure is the median of its warm fits
(of the one fit, where that took longer). Peers take turns, {rounds} rounds; the tables show the median over the rounds, and
the least and the most. A peer that takes longer than {patience:g} s has one turn. Inertia is computed in float64 from the
final centroids and the points as they are in the file.
"""


def processor():
    info = open("/proc/cpuinfo").read()
    value = dict(re.findall(r"^(\S.*?)\s*: (.*)$", info, re.MULTILINE)[::-1])      # of the first core
    flags = value.get("flags", value.get("Features", "")).split()
    vectors = next((name for name in ("avx512f", "avx2", "asimd") if name in flags), "no vectors")
    family = f"family {value['cpu family']} model {value['model']}, " if "cpu family" in value else ""
    return value.get("model name", "processor").strip(), f"{family}{vectors}"


def output(*call):
    return subprocess.run(call, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def write(text, versions, options):
    """The document, in docs/benchmarks."""
    name, features = processor()
    cores = os.cpu_count()
    slug = re.sub(r"[^a-z0-9]+", "-", f"{name} {cores} cores".lower()).strip("-")
    path = ROOT / "docs/benchmarks" / f"{slug}.md"
    changed = " with changes" if output("git", "status", "--porcelain", "src") else ""
    head = [f"# k-means on {name} ({features}), {cores} cores", "",
            f"Made on {datetime.date.today()} by `{' '.join(['bench/peers/run', *sys.argv[1:]])}`, at commit "
            f"{output('git', 'rev-parse', '--short', 'HEAD')}{changed}. Threads: {options.threads}. "
            f"Load average when it began: {options.load[0]:.1f}.", "",
            *(f"- {version}" for version in versions),
            NOTES.format(seconds=options.seconds, rounds=options.rounds, patience=options.patience).rstrip()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*head, *text, ""]))
    return path
