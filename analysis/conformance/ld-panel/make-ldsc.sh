#!/bin/sh
# Usage: make-ldsc.sh FOLDER_OF_LDSC PREFIX_OF_EXAMPLE; needs python3 with numpy < 2, pandas < 2.2, scipy, bitarray.
set -e
here=$(dirname "$0")
made=$(mktemp -d)
python3 "$1/ldsc.py" --bfile "$2" --l2 --ld-wind-kb 1000 --chunk-size 1 --out "$made/example"
gunzip -c "$made/example.l2.ldscore.gz" | awk -F'\t' 'NR == 1 || NR % 5 == 2 { print $2 "\t" $4 }' > "$here/ldsc-l2.tsv"
cat "$made/example.l2.M_5_50"
