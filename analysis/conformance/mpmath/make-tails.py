"""Tail logarithms and beta quantiles to 17 digits, from 60-digit arithmetic.

    python -m venv v && v/bin/pip install mpmath==1.3.0 && v/bin/python make-tails.py
"""
import json
from pathlib import Path

from mpmath import betainc, binomial, erfc, log, mp, mpf, nstr, sqrt

mp.dps = 60


def text(x):
    return nstr(x, 20)


def t_ln_p(t, df):
    t, df = mpf(t), mpf(df)
    x = df / (df + t * t)
    tail = betainc(df / 2, mpf(1) / 2, 0, x, regularized=True)
    return log(tail)


def normal_ln_p(z):
    return log(erfc(mpf(z) / sqrt(mpf(2))))


def beta_cdf(x, a, b):
    if a != int(a):
        return betainc(a, b, 0, x, regularized=True)
    n = int(a + b - 1)
    return 1 - sum(binomial(n, k) * x**k * (1 - x) ** (n - k) for k in range(int(a)))


def beta_quantile(p, a, b):
    low, high = mpf("1e-20"), mpf(1)
    while high - low > low * mpf("1e-22"):
        mid = sqrt(low * high)
        if beta_cdf(mid, a, b) < p:
            low = mid
        else:
            high = mid
    return low


DF = [1, 2, 3, 4.5, 7, 20, 63, 64, 65, 200, 497, 1999, 10_000, 487_000]
T = ["1e-9", "0.001", "0.1", "0.5", "1", "1.5", "1.7320508", "1.8", "2.5", "4", "6", "10", "20", "38", "53", "75"]
Z = ["1e-12", "0.001", "0.1", "0.6744897501960817", "1", "1.959963984540054", "2.9999", "3", "3.0001", "5.45", "8", "15", "37.5", "38.6", "52.5", "80", "1000"]
BETA = [("0.025", 1, 1000), ("0.975", 1, 1000), ("0.5", 500, 501), ("0.025", 1, 1_000_000), ("0.975", 7, 999_994), ("0.025", 60, 41), ("0.9", 2, 3), ("0.5", "0.5", "0.5")]

fixture = {
    "made_by": "conformance/mpmath/make-tails.py, mpmath 1.3.0, 60 digits",
    "student_t": [{"t": float(t), "df": df, "lnP": text(t_ln_p(float(t), df))} for df in DF for t in T],
    "normal": [{"z": float(z), "lnP": text(normal_ln_p(float(z)))} for z in Z],
    "beta": [{"p": float(p), "a": float(a), "b": float(b), "x": text(beta_quantile(mpf(float(p)), mpf(a), mpf(b)))} for p, a, b in BETA],
}
Path(__file__).with_name("tails.json").write_text(json.dumps(fixture, indent=0) + "\n")
