"""Simulates people of four populations and writes what pgscatalog.calc makes of their scores.

python make.py > expected.json, in an environment with pgscatalog.calc.
"""

import json
import sys

import numpy as np
import pandas as pd
from pgscatalog.calc.lib._ancestry.tools import compare_ancestry, pgs_adjust

random = np.random.default_rng(20261122)
CENTRES = {
    "AFR": [2.0, 0.5, 0.0, 0.1, 0.0],
    "EUR": [-1.0, 1.0, 0.3, 0.0, 0.1],
    "EAS": [-1.0, -1.5, 0.2, 0.0, 0.0],
    "AMR": [-0.5, 0.2, -0.6, 0.2, 0.0],
}
PCS = [f"PC{c + 1}" for c in range(5)]


def people(populations, spread):
    centres = np.array([CENTRES[name] for name in populations])
    pcs = centres + spread * random.standard_normal(centres.shape) * [1, 0.8, 0.6, 0.5, 0.5]
    frame = pd.DataFrame(np.round(pcs, 5), columns=PCS)
    mean = 3 + 0.8 * pcs[:, 0] - 0.5 * pcs[:, 1] + 0.2 * pcs[:, 3]
    deviation = np.exp(0.2 * pcs[:, 0] - 0.1 * pcs[:, 2])
    frame["height"] = np.round(mean + deviation * random.standard_normal(len(frame)), 5)
    # Many ties, as scores of few variants have.
    frame["few"] = np.round(2 * random.standard_normal(len(frame)) + pcs[:, 1]) / 2
    return frame


names = list(CENTRES)
reference_populations = [names[i % 4] for i in range(240)]
reference = people(reference_populations, 0.2)
reference["SuperPop"] = reference_populations
reference["Unrelated"] = [i % 15 != 0 for i in range(240)]
target = people([names[i % 4] for i in range(36)], 0.25)
between = people(["EUR"] * 4, 0.2)
between[PCS] = np.round((between[PCS].to_numpy() + np.array(CENTRES["AFR"])) / 2, 5)
target = pd.concat([target, between], ignore_index=True)

similar = compare_ancestry(
    reference, "SuperPop", target, "Unrelated", n_pcs=5, method="Mahalanobis", p_threshold=1e-10
)
reference["MostSimilarPop"] = similar[0]["MostSimilarPop"]
target["MostSimilarPop"] = similar[1]["MostSimilarPop"]
adjusted = {
    n: pgs_adjust(
        reference,
        target,
        ["height", "few"],
        "SuperPop",
        "MostSimilarPop",
        ["empirical", "mean", "mean+var"],
        ref_train_col="Unrelated",
        n_pcs=n,
    )
    for n in (4, 2)
}


def columns(frame):
    return {name: frame[name].tolist() for name in frame.columns}


json.dump(
    {
        "reference": columns(reference.drop(columns="MostSimilarPop")),
        "target": columns(target[PCS + ["height", "few"]]),
        "similar": columns(similar[1]),
        "adjusted": {
            str(n): {"reference": columns(a[0]), "target": columns(a[1])}
            for n, a in adjusted.items()
        },
    },
    sys.stdout,
)
