#!/bin/sh
# Prints terms in sentences, and how they are meant: a table for `attune polarity --train`.
#
# usage: Models/terms.sh DATA
#
# DATA  the folder that holds aspects/mams-terms.train.tsv (Jiang et al. 2019), whose sentences all mix polarities, and what
#       Models/sentences.sh needs: of the sentences labelled by reading, which hardly ever do, one in forty of those that have a
#       term of MAMS or of the list below, with the sentence's label for the term
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cat "$1/aspects/mams-terms.train.tsv"
others="screen battery keyboard software laptop app update game story acting plot characters hotel room rooms bathroom
  breakfast pool location support delivery quality fit size color fabric product sound music graphics gameplay controls book
  writing author film movie cast script ending price prices"
"$here/sentences.sh" "$1" "$here/written/sentences-by-reading.tsv" | LC_ALL=C awk -F'\t' -v OFS='\t' -v others="$others" '
  NR == FNR { if (FNR > 1 && $3 ~ /^[A-Za-z]+$/) count[tolower($3)]++; next }
  FNR == 1 {
    for (term in count) if (count[term] >= 3) is_term[term] = 1
    words = split(others, word, " ")
    for (i = 1; i <= words; i++) is_term[word[i]] = 1
    next
  }
  $1 == "mixed" || $2 ~ /[^ -~]/ { next }
  {
    text = $2; from = 0
    while (match(text, /[A-Za-z]+/)) {
      term = substr(text, RSTART, RLENGTH)
      if (tolower(term) in is_term) {
        if (++found % 40 == 0) print "", $1, term, from + RSTART - 1, from + RSTART - 1 + RLENGTH, $2
        next
      }
      from += RSTART + RLENGTH - 1
      text = substr(text, RSTART + RLENGTH)
    }
  }
' "$1/aspects/mams-terms.train.tsv" -
