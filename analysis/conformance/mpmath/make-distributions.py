"""Chi-square tails and quantiles of three distributions to 17 digits, from 60-digit arithmetic.

    python -m venv v && v/bin/pip install mpmath==1.3.0 && v/bin/python make-distributions.py
"""
import json
from pathlib import Path

from mpmath import betainc, erfinv, erfc, gammainc, log, log1p, mp, mpf, nstr, sqrt

mp.dps = 60


def text(x):
    return nstr(x, 20)


def chi_square_upper(x, df):
    return gammainc(mpf(df) / 2, mpf(x) / 2, mp.inf, regularized=True)


def chi_square_lower(x, df):
    return gammainc(mpf(df) / 2, 0, mpf(x) / 2, regularized=True)


def chi_square_ln_p(x, df):
    return log1p(-chi_square_lower(x, df)) if x < df else log(chi_square_upper(x, df))


def bisect_log(rises_past, low, high):
    """The zero of a rising function between two positive ends."""
    low, high = mpf(low), mpf(high)
    while high - low > low * mpf("1e-22"):
        middle = sqrt(low * high) if high > 4 * low else (low + high) / 2
        if rises_past(middle):
            high = middle
        else:
            low = middle
    return low


def chi_square_quantile(p, df):
    if p < 0.5:
        return bisect_log(lambda x: chi_square_lower(x, df) > p, "1e-300", "1e7")
    return bisect_log(lambda x: chi_square_upper(x, df) < 1 - p, "1e-300", "1e7")


def t_quantile(p, df):
    tail = 2 * min(p, 1 - p)
    two_sided = lambda t: betainc(mpf(df) / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True)
    t = bisect_log(lambda t: two_sided(t) < tail, "1e-30", "1e30")
    return t if p > 0.5 else -t


CHI_SQUARE_DF = [1, 2, 3, 4.5, 27, 31, 32, 33, 120, 999, 20_000]
CHI_SQUARE_RATIO = [0.01, 0.5, 0.9, 0.99, 1, 1.01, 1.1, 1.5, 3, 20]
P = [1e-10, 0.001, 0.025, 0.3, 0.499, 0.75, 0.95, 0.975, 0.9999]

fixture = {
    "made_by": "conformance/mpmath/make-distributions.py, mpmath 1.3.0, 60 digits",
    "chi_square": [
        {"x": ratio * df, "df": df, "lnP": text(chi_square_ln_p(ratio * df, df))}
        for df in CHI_SQUARE_DF
        for ratio in CHI_SQUARE_RATIO
        if not (df > 900 and ratio < 0.9)
    ],
    "chi_square_quantile": [
        {"p": p, "df": df, "x": text(chi_square_quantile(mpf(p), mpf(df)))} for df in [0.5, 1, 2, 27, 33, 500] for p in P
    ],
    "t_quantile": [
        {"p": p, "df": df, "x": text(t_quantile(mpf(p), mpf(df)))} for df in [1, 2, 3.5, 26, 77, 1000] for p in P
    ],
    "normal_quantile": [{"p": p, "x": text(sqrt(mpf(2)) * erfinv(2 * mpf(p) - 1))} for p in P],
    "normal_cumulative": [{"z": z, "p": text(erfc(-mpf(z) / sqrt(mpf(2))) / 2)} for z in [-30, -5, -3, -1.5, -0.01, 0, 0.4, 2.9, 3.1, 6]],
}
Path(__file__).with_name("distributions.json").write_text(json.dumps(fixture, indent=0) + "\n")
