"""Writes numpy.json: what NumPy and scikit-learn give for the seeds that the tests of the streams and of the
generators use. Made with NumPy 1.24.2 and scikit-learn 1.2.1 on x64 Linux with FMA:

    python3 tests/data/numpy-golden.py > tests/data/numpy.json

Whole numbers of 64 bits are written as strings; doubles as their shortest decimal that reads back the same."""
import hashlib
import json

import numpy as np
from numpy.random import MT19937, RandomState, SeedSequence, default_rng
from sklearn.datasets import make_blobs, make_circles, make_moons

SEEDS = [0, 1, 42, 2**32 - 1, 2**32, 2**63, 2**64 - 1]


def sha256(array, dtype):
    return hashlib.sha256(np.ascontiguousarray(array, dtype).tobytes()).hexdigest()


def sequence(seed, child):
    return SeedSequence(seed) if child is None else SeedSequence(seed).spawn(child + 1)[child]


def name(seed, child):
    return f"{seed}" if child is None else f"{seed} child {child}"


def seed_sequence(seed, child=None):
    return {"name": name(seed, child), "seed": str(seed), "child": child,
            "words": sequence(seed, child).generate_state(9).tolist()}


def pcg64(seed, child=None):
    def rng():
        return default_rng(sequence(seed, child))

    mixed = rng().bit_generator
    halves = mixed.ctypes

    def next32():
        return halves.next_uint32(halves.state)

    def next64():
        return halves.next_uint64(halves.state)

    return {
        "name": name(seed, child), "seed": str(seed), "child": child,
        "raw": [str(v) for v in rng().bit_generator.random_raw(5)],
        # 32, 64, 32, 32 bits: the 64-bit draw must leave the kept half alone
        "mixed": [str(next32()), str(next64()), str(next32()), str(next32())],
        "random": rng().random(5).tolist(),
        "randomHash": sha256(rng().random(10000), "<f8"),
        # Generator.integers draws with random_bounded_uint64, as choice does
        "boundedHash": {str(m): sha256(rng().integers(0, m, 1000, dtype=np.uint64, endpoint=True), "<u8")
                        for m in (0, 1, 9, 2**31, 2**32 - 2, 2**32 - 1, 2**32, 2**63, 2**63 + 2**62, 2**64 - 1)},
    }


def choice(n, k, seed):
    rng = default_rng(seed)
    rows = rng.choice(n, k, replace=False)
    return {"name": f"{k} of {n}, seed {seed}", "n": n, "k": k, "seed": str(seed),
            "first": rows[:8].tolist(), "hash": sha256(rows, "<i8"), "next": str(rng.bit_generator.random_raw())}


def mt19937(seed, child=None):
    def rng():
        return RandomState(seed if child is None else MT19937(sequence(seed, child)))

    def shuffled(n):
        state, order = rng(), np.arange(n)
        state.shuffle(order)
        return order

    odd = rng()
    return {
        "name": name(seed, child), "seed": str(seed), "child": child,
        "words": rng().randint(0, 2**32, 5, dtype=np.uint32).tolist(),
        "random": rng().random_sample(5).tolist(),
        "randomHash": sha256(rng().random_sample(10000), "<f8"),
        "normal": rng().standard_normal(5).tolist(),
        "normalHash": sha256(rng().standard_normal(100000), "<f8"),
        # one normal, a uniform, one normal: the second normal is the one kept from before the uniform
        "keptNormal": [odd.standard_normal(), odd.random_sample(), odd.standard_normal()],
        "shuffle10": shuffled(10).tolist(),
        "shuffleHash": sha256(shuffled(10007), "<i8"),
        # randint(0, m + 1) draws with the same masked rejection as random_interval(m), which shuffle uses
        "intervalHash": {str(m): sha256(rng().randint(0, m + 1, 1000, dtype=np.uint64), "<u8")
                         for m in (0, 6, 10**6, 2**32 - 1, 2**32, 2**40)},
    }


def blobs(name, **arguments):
    X, y, centers = make_blobs(**arguments, return_centers=True)
    return {"name": name, "shape": list(X.shape), "first": X[0].tolist(), "hash": sha256(X, "<f8"),
            "labelsHash": sha256(y, "<i8"), "centersHash": sha256(centers, "<f8")}


def curves(function, samples, **arguments):
    X, y = function(samples, **arguments)
    return {"name": f"{function.__name__} {samples}", "function": function.__name__, "samples": samples,
            "noise": arguments["noise"] or 0, "seed": str(arguments["random_state"]),
            "points": X.ravel().tolist(), "labels": y.tolist()}


def transformed(samples, seed):
    X, y = make_blobs(samples, random_state=seed)
    X = X @ np.array([[0.6, -0.6], [-0.4, 0.8]])
    return {"name": "anisotropic", "points": X.ravel().tolist(), "labels": y.tolist()}


CENTERS = [[-5.5, 0.25, 3.0], [4.0, 4.0, -1.125], [0.1, -7.3, 2.2]]

GOLDEN = {
    "seedSequence": [seed_sequence(s) for s in SEEDS]
                    + [seed_sequence(s, c) for s in (0, 42, 2**63) for c in (0, 1, 7)],
    "pcg64": [pcg64(s) for s in SEEDS] + [pcg64(42, 0), pcg64(0, 3)],
    "choice": [choice(n, k, s) for n, k, s in [
        (100, 4, 42), (100, 100, 42), (100, 99, 0), (1, 1, 0), (5, 0, 0), (2, 1, 7), (1797, 10, 3),
        (10000, 200, 42), (10000, 201, 42), (10000, 9999, 1), (10000, 10000, 1),
        (10001, 200, 42), (10001, 201, 42), (10001, 10000, 1), (10001, 10001, 1), (10001, 1, 5),
        (50000, 1000, 9), (50000, 1001, 9), (123456, 3000, 2**63), (10**6, 8, 11), (2**32 - 1, 8, 11),
        (2**32 + 1, 50, 11), (10**12, 50, 11)]],
    "mt19937": [mt19937(s) for s in SEEDS if s < 2**32] + [mt19937(42, 0), mt19937(0, 2), mt19937(2**63, 1)],
    "blobs": [
        blobs("scikit-learn's defaults", random_state=0),
        blobs("notebook", n_samples=100, n_features=2, centers=4, cluster_std=2, random_state=42),
        blobs("many", n_samples=1000, n_features=5, centers=8, cluster_std=1.5, random_state=7),
        blobs("uneven", n_samples=103, centers=4, cluster_std=0.5, random_state=123456789),
        blobs("fewer than centres", n_samples=3, centers=5, random_state=1),
        blobs("one", n_samples=1, n_features=1, centers=1, random_state=0),
        blobs("sizes", n_samples=[10, 200, 33, 1], n_features=3, random_state=5),
        blobs("positions", n_samples=77, centers=CENTERS, cluster_std=0.7, random_state=11),
        blobs("stds", n_samples=500, centers=3, cluster_std=[1.0, 2.5, 0.5], random_state=170),
        blobs("all lists", n_samples=[5, 6, 7], centers=CENTERS, cluster_std=[0.1, 0.0, 3.25], random_state=2**32 - 1),
        blobs("box", n_samples=50, centers=3, center_box=(0.1, 0.7), random_state=3),
        blobs("in order", n_samples=20, centers=3, shuffle=False, random_state=3),
        blobs("large", n_samples=100000, n_features=3, centers=10, random_state=8),
    ],
    "curves": [curves(make_moons, 20, noise=0.1, random_state=3), curves(make_moons, 7, noise=None, random_state=0),
               curves(make_moons, 1, noise=0.3, random_state=0), curves(make_circles, 20, noise=0.1, random_state=3),
               curves(make_circles, 7, noise=None, random_state=0), curves(make_circles, 1, noise=0.3, random_state=0)],
    "anisotropic": [transformed(30, 170)],
}

# One case a line, so that a change shows as the case it touches.
print("{\n" + ",\n".join(
    f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"
    for name, cases in GOLDEN.items()) + "\n}")
