"""Runs PRScs.py over panels of its own format and writes means and spreads over seeds.

python make.py <sources of PRScs> <shared data> > expected.json, in an environment with numpy, scipy and h5py.
"""

import gzip
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import h5py
import numpy as np

program, shared = sys.argv[1:]
COMPLEMENT = {"A": "T", "T": "A", "C": "G", "G": "C"}


def table(path):
    with open(path) as lines:
        header, *rows = [line.split() for line in lines]
    return {name: [row[c] for row in rows] for c, name in enumerate(header)}


def write(path, rows):
    with open(path, "w") as out:
        out.writelines("\t".join(map(str, row)) + "\n" for row in rows)


def panel(folder, variants, blocks):
    """variants: name, position, two alleles, frequency of the first; in the order of the blocks."""
    os.makedirs(folder)
    write(
        f"{folder}/snpinfo_1kg_hm3",
        [("CHR", "SNP", "BP", "A1", "A2", "MAF")] + [(22, *variant) for variant in variants],
    )
    names = iter(variant[0] for variant in variants)
    with h5py.File(f"{folder}/ldblk_1kg_chr22.hdf5", "w") as out:
        for b, block in enumerate(blocks):
            group = out.create_group(f"blk_{b + 1}")
            group["ldblk"] = block.astype(np.float32).astype(float)
            group["snplist"] = np.array([next(names).encode() for _ in block])


def run(folder, bim, sums, n, iterations, burn_in, seeds, phi):
    """Posterior means of standardised effects, seed by seed; the program keeps every iteration after its burn-in."""
    command = [sys.executable, f"{program}/PRScs.py", f"--ref_dir={folder}", f"--bim_prefix={bim}", f"--sst_file={sums}"]
    command += [f"--n_gwas={n}", f"--n_iter={iterations + burn_in}", f"--n_burnin={burn_in}", "--thin=1", "--chrom=22"]
    command += ["--beta_std=TRUE"] + ([f"--phi={phi}"] if phi else [])
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

    def of(seed):
        out = tempfile.mkdtemp(dir=folder)
        said = subprocess.run(
            [*command, f"--out_dir={out}/out", f"--seed={seed}"],
            check=True, capture_output=True, text=True, env=one_thread,
        ).stdout
        (made,) = os.listdir(out)
        with open(f"{out}/{made}") as lines:
            rows = [line.split() for line in lines]
        return rows, [float(value) for value in re.findall(r"shrinkage parameter: (\S+)", said)]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rows, shrinkage = zip(*pool.map(of, range(1, seeds + 1)))
    means = [[float(row[5]) for row in of_seed] for of_seed in rows]
    result = {
        "n": n,
        "iterations": iterations,
        "burnIn": burn_in,
        "seeds": seeds,
        "mean": [float(f"{value:.5g}") for value in np.mean(means, axis=0)],
        "sd": [float(f"{value:.3g}") for value in np.std(means, axis=0, ddof=1)],
    }
    if any(shrinkage):
        result["globalShrinkage"] = [value for of_seed in shrinkage for value in of_seed]
    return result, means, rows[0]


with tempfile.TemporaryDirectory() as folder:
    # 800 variants of chromosome 22; standard errors by which β / (se √n) is β / √(n se² + β²).
    simulated = f"{shared}/prs-sim-chr22"
    sums = table(f"{simulated}/sim_sumstats.tsv")
    blocks = []
    for b in range(1, 5):
        with gzip.open(f"{simulated}/ld_block{b}.tsv.gz", "rt") as lines:
            blocks.append(np.loadtxt(lines))
    variants = list(zip(sums["SNP"], sums["BP"], sums["A1"], sums["A2"], sums["FRQ_A1"]))
    panel(f"{folder}/1kg-simulated", variants, blocks)
    rows = list(zip(sums["SNP"], sums["A1"], sums["A2"], map(float, sums["BETA"]), map(float, sums["SE"])))
    header = ("SNP", "A1", "A2", "BETA", "SE")
    write(f"{folder}/sums", [header] + [(*r[:4], repr(math.sqrt(r[4] ** 2 + r[3] ** 2 / 20000))) for r in rows])
    truth = list(map(float, sums["TRUE_BETA_STD"]))
    result = {}
    for name, phi in {"fixed": 0.01, "auto": None}.items():
        result[name], means, made = run(
            f"{folder}/1kg-simulated", f"{simulated}/g800", f"{folder}/sums", 20000, 400, 100, 20, phi
        )
        assert [row[1] for row in made] == sums["SNP"] and [row[3] for row in made] == sums["A1"]
        result[name]["toTruth"] = [round(np.corrcoef(mean, truth)[0, 1], 5) for mean in means]

    # The program's own test data; its panel is simulated, with alleles swapped and of the other strand.
    own = f"{program}/test_data"
    with open(f"{own}/test.bim") as lines:
        rows = [line.split() for line in lines]
    variants = []
    for i, (_, name, _, position, one, two) in enumerate(rows):
        if i % 2 == 1:
            one, two = two, one
        if i % 3 == 1:
            one, two = COMPLEMENT[one], COMPLEMENT[two]
        variants.append((name, position, one, two, round(0.05 + 0.45 * ((i * 0.618) % 1), 4)))
    distance = np.abs(np.subtract.outer(np.arange(100), np.arange(100)))
    panel(f"{folder}/1kg-test", variants, [0.6**distance] * (len(variants) // 100))
    result["own"], _, made = run(
        f"{folder}/1kg-test", f"{own}/test", f"{own}/sumstats_se.txt", 200000, 300, 100, 8, 0.01
    )
    result["own"]["variantId"] = [row[1] for row in made]
    result["own"]["effectAllele"] = [row[3] for row in made]

json.dump(result, sys.stdout)
print()
