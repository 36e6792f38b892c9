"""FAISS. It has no tolerance: it runs all its iterations. It ends with centroids: labels would be one search more,
which is not timed."""
import faiss
import numpy as np

import peer


def fit(points, init, iterations, tolerance, threads):
    faiss.omp_set_num_threads(threads)
    points, init = points.astype(np.float32, copy=False), init.astype(np.float32, copy=False)
    # Without these two limits it would train on a sample.
    model = faiss.Kmeans(points.shape[1], len(init), niter=iterations, nredo=1, seed=1,
                         max_points_per_centroid=10**9, min_points_per_centroid=1)
    model.train(points, init_centroids=init)
    return model.centroids, iterations


if __name__ == "__main__":
    peer.run(fit, lambda: f"FAISS {faiss.__version__} ({faiss.get_compile_options().strip()}), {peer.blas()}")
