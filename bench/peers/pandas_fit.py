"""What a Python user would write: pandas_fit.py points.csv k labels.csv."""
import json
import sys

import pandas
from sklearn.cluster import KMeans

points = pandas.read_csv(sys.argv[1])
model = KMeans(int(sys.argv[2]), n_init=1, max_iter=20, tol=0, random_state=0).fit(points)
pandas.DataFrame({"cluster": model.labels_}).to_csv(sys.argv[3], index=False)
print(json.dumps({"inertia": model.inertia_, "iterations": model.n_iter_}))
