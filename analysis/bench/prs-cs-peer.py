# python prs-cs-peer.py <folder of PRS-CS> <variants> <variants a block> <width> <few> <many>
# Prints CPU and wall seconds of an iteration of its sampler as JSON, between two numbers of iterations.
import contextlib, io, json, sys, tempfile, time, warnings
folder, variants, size, width, few, many = sys.argv[1], *map(int, sys.argv[2:])
sys.path.insert(0, folder)
warnings.simplefilter("ignore")
import numpy as np
import mcmc_gtb

d = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
block = 0.9**d * np.maximum(0, 1 - d / width)
count = variants // size
root = np.linalg.cholesky(block)
rng = np.random.default_rng(1)
effects = (rng.random((count, size)) < 0.01) * rng.standard_normal((count, size)) * np.sqrt(0.2 / (0.01 * variants))
marginal = effects @ block + rng.standard_normal((count, size)) @ root.T / np.sqrt(100000)
snps = [str(v) for v in range(variants)]
summary = {"SNP": snps, "BP": [0] * variants, "A1": ["A"] * variants, "A2": ["G"] * variants}
summary |= {"BETA": list(marginal.ravel()), "MAF": [0.3] * variants}


def seconds(iterations):
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()):
        cpu, wall = time.process_time(), time.perf_counter()
        settings = (summary, 100000, [block] * count, [size] * count, iterations, 0, 1, 1, out + "/x")
        mcmc_gtb.mcmc(1, 0.5, None, *settings, "TRUE", "FALSE", "FALSE", 1)
        return time.process_time() - cpu, time.perf_counter() - wall


short, long = seconds(few), seconds(many)
per = [(b - a) / (many - few) for a, b in zip(short, long)]
print(json.dumps({"cpu": per[0], "wall": per[1], "numpy": np.__version__}))
