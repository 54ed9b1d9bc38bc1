#!/bin/sh
# How well the recipe carries to sources that it has not seen: trains without one source at a time and measures on it.
#
# usage: Models/leave-one-out.sh ATTUNE DATA [SOURCE…]
#
# Prints for each source the accuracy, macro recall, macro F1 and calibration error on its texts; classes that a source does not use are left
# out of the question.
set -eu
attune=$1
data=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/prepare.sh" "$data" "$work"
[ $# -gt 0 ] || set -- nhs-survey stackoverflow customer-reviews android-apps amazon-electronics tweets
cd "$work"
echo "source	texts	accuracy	macro recall	macro F1	calibration error"
for source in "$@"; do
  files=
  for file in *.train.tsv *.weak.tsv *.three-stars.tsv *.teacher.tsv *.written.tsv; do
    case $file in "$source".*) ;; *) files="$files $file" ;; esac
  done
  "$attune" train --quiet --text text --label label --weight weight --soft negative,neutral,positive \
    --lexicon lexicon.tsv --ignore ignore.txt --minimum-groups 2 --max-features 500000 \
  --learning-rate 0.06 --dropout 0.5 --epochs 14 ${TRAIN_FLAGS:-} --output left.attune $files
  "$attune" evaluate "$source.train.tsv" --model left.attune | awk -v source="$source" '
    NR == 1 { texts = $1 }
    /^accuracy / && !accuracy { accuracy = $2 }
    /^macro recall / && !recall { recall = $3 }
    /^macro F1 / && !f1 { f1 = $3 }
    /^calibration error/ { ece = $3 }
    END { print source "\t" texts "\t" accuracy "\t" recall "\t" f1 "\t" ece }'
done
