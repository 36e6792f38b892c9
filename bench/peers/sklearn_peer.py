"""scikit-learn: … lloyd|elkan|k-means++; the last chooses centroids and stops."""
import numpy as np
import sklearn
from sklearn.cluster import KMeans, kmeans_plusplus

import peer


def fit(points, init, iterations, tolerance, threads, algorithm):
    if algorithm == "k-means++":
        return kmeans_plusplus(points, len(init), random_state=0)[0], 0
    # The number of threads is OMP_NUM_THREADS, which the caller sets.
    model = KMeans(len(init), init=init, n_init=1, max_iter=iterations, tol=tolerance, algorithm=algorithm).fit(points)
    return model.cluster_centers_, model.n_iter_


if __name__ == "__main__":
    import warnings
    warnings.simplefilter("ignore")     # the warm-up may find fewer clusters than it was asked for
    peer.run(fit, lambda: f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}, {peer.blas()}")
