"""The benchmark's shapes: data and initial centroids, the same bits every time (NumPy's streams).

`shapes.py [W1 W2 …]` writes data/W*.npy and data/W*_init.npy, those that are not there yet.
The last bits of W5 depend on the BLAS library, of the others on nothing but NumPy.
"""
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

DATA = Path(__file__).resolve().parent / "data"


def stream(seed):
    return np.random.Generator(np.random.PCG64(seed))


def blobs(n, d, centres, deviation, seed):
    """n float32 points around uniform centres in [-10, 10)^d."""
    draw = stream(seed)
    means = draw.uniform(-10, 10, (centres, d)).astype(np.float32)
    of_point = draw.integers(0, centres, n)
    points = draw.standard_normal((n, d), dtype=np.float32)
    points *= np.float32(deviation)
    points += means[of_point]
    return points


def notebook():
    """100 points in four blobs, as in the notebook that Lloyd grew out of; float64."""
    draw = stream(1)
    means = draw.uniform(-10, 10, (4, 2))
    return means[np.repeat(np.arange(4), 25)] + draw.standard_normal((100, 2))


def embeddings(n=100_000, d=768, topics=2000):
    """Unit rows like text embeddings: a common direction, Zipf-weighted topics, and noise within a topic; topics and
    noise have power-law spectra, each in a random basis of its own."""
    draw = stream(5)

    def basis():
        return np.linalg.qr(draw.standard_normal((d, d)))[0]

    def spectrum(power):
        values = np.arange(1, d + 1, dtype=np.float64) ** power
        return values / np.sqrt((values ** 2).sum())

    topic_basis, noise_basis = basis(), basis()
    means = (draw.standard_normal((topics, d)) * spectrum(-0.5)) @ topic_basis
    common = draw.standard_normal(d)
    common *= 0.7 / np.linalg.norm(common)
    odds = 1.0 / (np.arange(topics) + 10.0)
    odds /= odds.sum()
    topic = draw.choice(topics, n, p=odds)
    noise = spectrum(-0.35)[:, None] * noise_basis
    points = np.empty((n, d), np.float32)
    step = 10_000                       # float64 rows of the whole would take 600 MB
    for first in range(0, n, step):
        rows = common + means[topic[first:first + step]] + 0.9 * (draw.standard_normal((step, d)) @ noise)
        points[first:first + step] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return points


def pixels():
    """The pixels of scikit-learn's two sample photographs: integers, full of exact ties."""
    from sklearn.datasets import load_sample_images
    return np.vstack([image.reshape(-1, 3) for image in load_sample_images().images]).astype(np.float32)


def digits():
    from sklearn.datasets import load_digits
    return load_digits().data.astype(np.float64)


@dataclass(frozen=True)
class Shape:
    what: str
    k: int
    make: Callable[[], np.ndarray]
    goal: float | None = None       # times scikit-learn's speed, 20 iterations
    inertia: str | None = None      # after 20 iterations, computed in float64 by R and by ELKI, which agree


SHAPES = {
    "W1": Shape("notebook", 4, notebook),
    "W2": Shape("blobs", 100, lambda: blobs(1_000_000, 2, 100, 0.5, 2), 60, "383295.4983"),
    "W3": Shape("wide blobs", 64, lambda: blobs(1_000_000, 16, 64, 5.0, 3), 7, "400107763.8"),
    "W4": Shape("wide blobs", 256, lambda: blobs(200_000, 64, 256, 6.0, 4), 8, "492267326.5"),
    "W5": Shape("embeddings", 1000, embeddings, 5),
    "W6": Shape("blobs", 1000, lambda: blobs(1_000_000, 8, 1000, 1.5, 6), 30),
    "W7": Shape("uniform", 100, lambda: stream(7).random((200_000, 32), dtype=np.float32), 5, "426592.7702"),
    "W8": Shape("pixels", 64, pixels, 25, "79676998.32"),
    "W9": Shape("digits", 10, digits),
}


def distinct_rows(points, k, seed):
    """k rows of different values, drawn without replacement."""
    rows, seen = [], set()
    for row in stream(seed).permutation(len(points)):
        value = points[row].tobytes()
        if value not in seen:
            seen.add(value)
            rows.append(row)
            if len(rows) == k:
                return points[rows]
    raise ValueError(f"fewer than {k} distinct rows")


def paths(name):
    """Where the points and the initial centroids of a shape are."""
    return DATA / f"{name}.npy", DATA / f"{name}_init.npy"


def make(name):
    """Writes a shape unless it is there."""
    points_path, init_path = paths(name)
    if init_path.exists():
        return
    shape = SHAPES[name]
    points = np.ascontiguousarray(shape.make())
    DATA.mkdir(exist_ok=True)
    np.save(points_path, points)
    np.save(init_path, distinct_rows(points, shape.k, 1000 + int(name[1:])))    # last: it says that both are whole
    print(f"made {name}: {points.shape[0]} × {points.shape[1]} {points.dtype}, sum {points.sum(dtype=np.float64)!r}",
          file=sys.stderr)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or SHAPES:
        make(chosen)
