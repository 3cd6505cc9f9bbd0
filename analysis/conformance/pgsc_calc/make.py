"""Matches hand-made scores with hand-made variants by pgscatalog-match: python make.py FOLDER, with its commands on the PATH."""
import csv, gzip, json, pathlib, random, subprocess, sys, tempfile

random.seed(20)
LETTERS = "ACGT"
COMPLEMENT = dict(zip("ACGT", "TGCA"))
flip = lambda allele: "".join(COMPLEMENT[x] for x in reversed(allele))


def other_letter(*taken):
    return random.choice([x for x in LETTERS if x not in taken])


targets = []
for i in range(240):
    position = 1000 + 10 * i
    ref = random.choice(LETTERS)
    alts = [other_letter(ref)]
    if i % 9 == 1:
        alts = [ref + random.choice(["A", "GT", "TTC"])]
    if i % 11 == 2:
        alts.append(other_letter(ref, alts[0]))
    if i % 13 == 3:
        ref, alts = ref + "AG", [ref]
    for alt in alts:
        targets.append(("1", position, f"1:{position}:{ref}:{alt}", ref, alt))


def row(target):
    _, position, _, ref, alt = target
    effect, other = (ref, alt) if random.random() < 0.5 else (alt, ref)
    if random.random() < 0.25:
        effect, other = flip(effect), flip(other)
    # Where several variants of a site fit a row without other allele, pgscatalog-match 0.4.0 may fail.
    if random.random() < 0.25 and sum(position == own[1] for own in targets) == 1:
        other = ""
    if random.random() < 0.05:
        effect = other_letter(ref[0], alt[0])
    if random.random() < 0.05:
        position += 3
    return ("1", position, effect, other, round(random.uniform(-1, 1), 4))


scores = {
    "mixed": [row(target) for target in targets],
    "repeated": [row(target) for target in targets[:60] for _ in range(1 + (random.random() < 0.2))],
}
MODES = {
    "default": [],
    "keepAll": ["--keep_ambiguous", "--keep_multiallelic", "--keep_first_match"],
    "noFlips": ["--ignore_strand_flips"],
}

folder = pathlib.Path(tempfile.mkdtemp())
with open(folder / "target.pvar", "w") as out:
    out.write("#CHROM\tPOS\tID\tREF\tALT\n")
    out.writelines("\t".join(map(str, target)) + "\n" for target in targets)
(folder / "formatted").mkdir()
files = []
for name, rows in scores.items():
    path = folder / f"{name}.txt"
    with open(path, "w") as out:
        out.write(f"#pgs_id={name}\n#pgs_name={name}\n#trait_reported=none\n#genome_build=GRCh38\n")
        out.write("chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n")
        out.writelines("\t".join(map(str, row)) + "\n" for row in rows)
    files.append(str(path))
subprocess.run(
    ["pgscatalog-format", "-s", *files, "-t", "GRCh38", "-o", str(folder / "formatted")], check=True
)
formatted = sorted(str(path) for path in (folder / "formatted").glob("*.txt*"))

expected = {}
for mode, options in MODES.items():
    out = folder / mode
    out.mkdir()
    subprocess.run(
        ["pgscatalog-match", "-d", "made", "-s", *formatted, "-t", str(folder / "target.pvar")]
        + ["--min_overlap", "0.01", "--outdir", str(out), "--combined", *options],
        check=True,
    )
    verdicts = {name: [["", "", "unmatched"] for _ in rows] for name, rows in scores.items()}
    for log in sorted(out.glob("*log*.csv.gz")):
        with gzip.open(log, "rt") as lines:
            for line in csv.DictReader(lines):
                if line["match_status"] in ("matched", "excluded"):
                    verdicts[line["accession"]][int(line["row_nr"])] = [
                        line["match_type"],
                        line["ID"],
                        line["match_status"],
                    ]
    expected[mode] = verdicts

result = {"targets": targets, "scores": scores, "expected": expected}
pathlib.Path(sys.argv[1], "expected.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
