"""What the Python peers share: the command line, the repeated fits, the inertia, the line of JSON.

Every peer, also in C#, is called as
    PEER points.npy init.npy ITERATIONS TOLERANCE THREADS SECONDS [more]
and prints {"seconds": [warm fits], "first": …, "fits": …, "inertia": …, "iterations": …, "version": …}.
"""
import json
import sys
import time

import numpy as np

KEPT = 100      # of many short fits the last ones are reported: warm beyond doubt


def run(fit, version):
    """fit(points, init, iterations, tolerance, threads, *more) → (float64 centroids, iterations)."""
    points, init = (np.load(path) for path in sys.argv[1:3])
    iterations, tolerance, threads = int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    budget, more = float(sys.argv[6]), sys.argv[7:]
    rows = max(1000, 2 * len(init))
    fit(points[:rows].copy(), init, 1, tolerance, threads, *more)       # wakes the libraries and their threads
    seconds = []
    while not seconds or sum(seconds) < budget:
        started = time.perf_counter()
        centroids, done = fit(points, init, iterations, tolerance, threads, *more)
        seconds.append(time.perf_counter() - started)
    print(json.dumps({
        "seconds": seconds[1:][-KEPT:], "first": seconds[0], "fits": len(seconds),
        "inertia": inertia(points, centroids), "iterations": done, "version": version(),
    }))


def inertia(points, centroids):
    """The sum of squared distances to the nearest centroid, in float64. A matrix product finds the nearest; what is
    summed is the difference itself, squared, which does not cancel."""
    centroids = np.asarray(centroids, np.float64)
    halves = 0.5 * (centroids ** 2).sum(axis=1)
    total = 0.0
    step = max(1, 20_000_000 // len(centroids))
    for first in range(0, len(points), step):
        rows = points[first:first + step].astype(np.float64)
        nearest = (halves - rows @ centroids.T).argmin(axis=1)
        total += ((rows - centroids[nearest]) ** 2).sum()
    return float(total)


def blas():
    """The BLAS library that is loaded, and the processor it takes this one for."""
    import threadpoolctl
    for library in threadpoolctl.threadpool_info():
        if library["user_api"] == "blas":
            return f"{library['internal_api']} {library['version']} ({library['architecture']})"
    return "reference BLAS"
