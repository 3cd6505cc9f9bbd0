"""Real people end to end: PLINK 2 finds components of two thirds of HapMap 3, projects everyone and scores them, and
pgscatalog.calc tells the most similar populations and normalises the scores.

python make-hapmap3.py <shared data> > hapmap3-expected.json, with plink2 on the path, in an environment with pgscatalog.calc.
"""

import json
import math
import subprocess
import sys
import tempfile

import pandas as pd
from pgscatalog.calc.lib._ancestry.tools import compare_ancestry, pgs_adjust

K = 5
PCS = [f"PC{c + 1}" for c in range(K)]
folder = tempfile.mkdtemp()
stem = f"{sys.argv[1]}/geno-hapmap3/HM3"


def plink2(*args):
    command = ["plink2", "--bfile", stem, "--autosome", "--threads", "1", *args]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def table(path):
    return pd.read_csv(path, sep=r"\s+").rename(columns=lambda name: name.lstrip("#"))


fam = pd.read_csv(f"{stem}.fam", sep=r"\s+", header=None)
bim = pd.read_csv(f"{stem}.bim", sep=r"\s+", header=None)
# Every third person is a target.
fam[fam.index % 3 != 2][[0, 1]].to_csv(f"{folder}/reference", sep="\t", header=False, index=False)
weights = [
    (bim[1][v], bim[4 + (v // 40) % 2][v], f"{math.sin(v):.4f}")
    for v in range(0, len(bim), 40)
]
with open(f"{folder}/weights", "w") as file:
    file.writelines("\t".join(row) + "\n" for row in weights)

plink2(
    *["--keep", f"{folder}/reference", "--maf", "0.05", "--freq"],
    *["--pca", "meanimpute", "allele-wts", str(K), "--out", f"{folder}/pca"],
)
plink2(
    *["--read-freq", f"{folder}/pca.afreq"],
    *["--score", f"{folder}/pca.eigenvec.allele", "2", "5", "header-read"],
    *["no-mean-imputation", "variance-standardize", "cols=+scoresums"],
    *["--score-col-nums", f"6-{5 + K}", "--out", f"{folder}/placed"],
)
plink2(
    *["--score", f"{folder}/weights", "1", "2", "3", "no-mean-imputation"],
    *["cols=+scoresums", "--out", f"{folder}/score"],
)

people = table(f"{folder}/placed.sscore").rename(columns={f"PC{c + 1}_SUM": PCS[c] for c in range(K)})
people = people[["IID", *PCS]].merge(table(f"{folder}/score.sscore")[["IID", "SCORE1_SUM"]], on="IID")
people = people.set_index("IID").loc[fam[1]].reset_index()
people["score"] = people["SCORE1_SUM"]
labels = table(f"{sys.argv[1]}/geno-hapmap3/pop.tsv").set_index("IID")["POPU"]
is_target = people.index % 3 == 2
reference = people[~is_target][PCS + ["score"]].reset_index(drop=True)
reference["SuperPop"] = labels.loc[people["IID"][~is_target]].to_list()
reference["Unrelated"] = True
target = people[is_target][PCS + ["score"]].reset_index(drop=True)

similar = compare_ancestry(
    reference, "SuperPop", target, "Unrelated", n_pcs=K, method="Mahalanobis", p_threshold=1e-10
)
reference["MostSimilarPop"] = similar[0]["MostSimilarPop"]
target["MostSimilarPop"] = similar[1]["MostSimilarPop"]
adjusted = pgs_adjust(
    reference,
    target,
    ["score"],
    "SuperPop",
    "MostSimilarPop",
    ["empirical", "mean", "mean+var"],
    ref_train_col="Unrelated",
    n_pcs=4,
)
names = ["SUM", "percentile_MostSimilarPop", "Z_MostSimilarPop", "Z_norm1", "Z_norm2"]


def columns(frame, chosen):
    return {name: [round(x, 7) for x in frame[f"{name}|score"]] for name in chosen}


most_similar = target["MostSimilarPop"].to_list()
json.dump(
    {
        "variants": [row[0] for row in weights],
        "alleles": [row[1] for row in weights],
        "weights": [float(row[2]) for row in weights],
        "components": K,
        "mostSimilarPopulation": most_similar,
        "p": [
            float(f"{similar[1][f'Mahalanobis_P_{name}'][i]:.8g}")
            for i, name in enumerate(most_similar)
        ],
        "target": columns(adjusted[1], names),
        "reference": columns(adjusted[0], names[3:]),
    },
    sys.stdout,
)
