"""The whole command: a CSV file on disk to labels on disk, `lloyd fit` beside a script with pandas and scikit-learn."""
import json
import os
import subprocess
import sys
import time

import numpy as np

import shapes
from peers import HERE, ROOT, environment

K = 64
CSV = shapes.DATA / "W3.csv"
LABELS = shapes.DATA / "labels.csv"
# Both choose k-means++ centroids and do 20 iterations: the same work, though not from the same start.
COMMANDS = {
    "pandas and scikit-learn": [sys.executable, str(HERE / "pandas_fit.py"), str(CSV), str(K), str(LABELS)],
    "lloyd fit": [str(ROOT / "src/Lloyd.Cli/bin/Release/net10.0/lloyd"), "fit", str(CSV), "-k", str(K),
                  "--iterations", "20", "--tolerance", "0", "--labels", str(LABELS), "--format", "json"],
}


def make_csv():
    if CSV.exists():
        return
    points = np.load(shapes.paths("W3")[0], mmap_mode="r")
    part = CSV.with_suffix(".part")
    with open(part, "w") as file:
        print(*(f"x{t + 1}" for t in range(points.shape[1])), sep=",", file=file)
        for row in points:
            print(",".join(map(str, row)), file=file)       # the shortest text that reads back the same float32
    part.rename(CSV)


def run(call, threads):
    """Seconds and peak memory of the whole process, and the JSON that it prints."""
    started = time.perf_counter()
    with subprocess.Popen(call, env=environment(threads), stdout=subprocess.PIPE) as process:
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call)
    result = json.loads(printed)
    return {"seconds": seconds, "bytes": usage.ru_maxrss * 1024,
            "inertia": result["inertia"], "iterations": result["iterations"]}


def compare(rounds, threads):
    """The runs of each command, and the bytes of the matrix as float64."""
    make_csv()
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "-clp:NoSummary", str(ROOT / "src/Lloyd.Cli")],
                   stdout=sys.stderr, check=True)
    runs = {name: [] for name in COMMANDS}
    for turn in range(rounds):
        for name, call in COMMANDS.items():
            LABELS.unlink(missing_ok=True)
            runs[name].append(run(call, threads))
            print(f"command: round {turn + 1} of {rounds}, {name}: {runs[name][-1]['seconds']:.2f} s", file=sys.stderr)
    points = np.load(shapes.paths("W3")[0], mmap_mode="r")
    return runs, points.size * 8
