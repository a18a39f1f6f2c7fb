"""Trains LightGBM on the files train.bin and test.bin (float64, row by row, the outcome last) and prints one JSON line.

Arguments: folder, columns, leaves, rounds, classes (2: the log-loss).
"""

import json
import resource
import sys
import time

import lightgbm
import numpy

folder, columns, leaves, rounds, classes = sys.argv[1], *map(int, sys.argv[2:6])


def read(name):
    rows = numpy.fromfile(f"{folder}/{name}.bin", dtype=numpy.float64).reshape(-1, columns + 1)
    return numpy.ascontiguousarray(rows[:, :columns]), rows[:, columns]


def auc(scores, target):
    if classes > 2:
        return sum(area(scores[:, k], target == k) for k in range(classes)) / classes
    return area(scores, target)


def area(scores, target):
    order = numpy.argsort(scores, kind="stable")
    ranks = numpy.empty(len(scores))
    ranks[order] = numpy.arange(1, len(scores) + 1)
    positives = target.sum()
    wins = ranks[target > 0.5].sum() - positives * (positives + 1) / 2
    return wins / (positives * (len(target) - positives))


inputs, target = read("train")
test_inputs, test_target = read("test")
parameters = {
    "objective": "binary",
    "num_leaves": leaves,
    "learning_rate": 0.1,
    "min_data_in_leaf": 20,
    "max_bin": 255,
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_col_wise": True,
}
if classes > 2:
    parameters |= {"objective": "multiclass", "num_class": classes}
start = time.perf_counter()
model = lightgbm.train(parameters, lightgbm.Dataset(inputs, target), rounds)
seconds = time.perf_counter() - start
start = time.perf_counter()
scores = model.predict(test_inputs, num_threads=1)
scoring = time.perf_counter() - start
print(
    json.dumps(
        {
            "seconds": seconds,
            "auc": auc(scores, test_target),
            "rowsPerSecond": len(test_target) / scoring,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
