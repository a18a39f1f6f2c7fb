"""Runs causal-learn's PC on files and prints one JSON line for each.

Arguments: the number of runs, then the files: a header line, then cells separated by white space. One run warms up, the
fastest of the others counts.
"""

import json
import sys
import time

import numpy
from causallearn.search.ConstraintBased.PC import pc

for path in sys.argv[2:]:
    data = numpy.loadtxt(path, skiprows=1)
    seconds = []
    for _ in range(1 + int(sys.argv[1])):
        start = time.perf_counter()
        graph = pc(data, 0.05, "chisq", True, 0, -1, show_progress=False)
        seconds.append(time.perf_counter() - start)
    ends = graph.G.graph
    size = len(ends)
    edges = [[i, j] for i in range(size) for j in range(i) if ends[i, j] != 0]
    arrows = [[i, j] for i in range(size) for j in range(size) if ends[j, i] == 1 and ends[i, j] == -1]
    print(json.dumps({"seconds": min(seconds[1:]), "edges": edges, "arrows": arrows}), flush=True)
