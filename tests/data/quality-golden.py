#!/usr/bin/env python3
"""Writes quality.json: scikit-learn's indices of quality for labels that any program can make."""
import json
import os
import numpy as np
import sklearn
from sklearn import metrics
from sklearn.datasets import make_blobs
from sklearn.preprocessing import StandardScaler

here = os.path.dirname(__file__)
iris = np.loadtxt(os.path.join(here, "iris.csv"), delimiter=",", skiprows=1, usecols=range(4))
digits = np.loadtxt(os.path.join(here, "digits.csv"), delimiter=",", skiprows=1, usecols=range(64))
blobs, truth = make_blobs(n_samples=500, n_features=3, centers=6, random_state=1)


def indices(x, labels):
    return {
        "silhouette": metrics.silhouette_score(x, labels),
        "calinskiHarabasz": metrics.calinski_harabasz_score(x, labels),
        "daviesBouldin": metrics.davies_bouldin_score(x, labels),
    }


def stripes(n, k):
    return np.arange(n) % k


def runs(n, k):
    return np.arange(n) * k // n


out = {
    "version": sklearn.__version__,
    "iris runs 3": indices(iris, runs(150, 3)),
    "iris runs 7": indices(iris, runs(150, 7)),
    "iris stripes 4": indices(iris, stripes(150, 4)),
    "iris standard runs 3": indices(StandardScaler().fit_transform(iris), runs(150, 3)),
    "digits runs 10": indices(digits, runs(1797, 10)),
    "blobs truth": indices(blobs, truth),
    "adjustedRand": [
        metrics.adjusted_rand_score(runs(1000, a), labels)
        for a in (1, 2, 5, 1000) for labels in (runs(1000, 7), stripes(1000, 3), runs(1000, 1), runs(1000, 1000))
    ],
}
with open(os.path.join(here, "quality.json"), "w") as file:
    json.dump(out, file, indent=1)
    file.write("\n")
