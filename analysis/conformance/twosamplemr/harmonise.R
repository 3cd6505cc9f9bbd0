# harmonise_data() of TwoSampleMR on every combination of alleles and frequencies below, for its three actions.
# Rscript harmonise.R <folder of the package's sources> <output.json>
suppressMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
source(file.path(arguments[1], "R", "harmonise.R"))

pairs <- function(text) {
  parts <- strsplit(strsplit(text, " ")[[1]], "/")
  data.frame(
    effect = sapply(parts, `[`, 1),
    other = sapply(parts, function(part) if (part[2] == "?") NA else part[2])
  )
}
exposure <- pairs("A/G G/A A/T C/G AT/A A/ATT AT/GC I/D D/I A/? T/? I/? AT/?")
outcome <- pairs(paste(
  "A/G G/A T/C C/T A/T T/A C/G G/C A/C A/A AT/A A/AT ATT/A A/ATT AT/T TA/T I/D D/I",
  "A/? G/? T/? C/? I/? D/? AT/?"
))
frequency <- c(0.2, 0.43, 0.5, 0.57, 0.8, NA)

combinations <- expand.grid(
  outcomeFrequency = frequency,
  exposureFrequency = frequency,
  outcome = seq_len(nrow(outcome)),
  exposure = seq_len(nrow(exposure))
)
id <- sprintf("v%05d", seq_len(nrow(combinations)))
exposureTable <- data.frame(
  SNP = id,
  effect_allele.exposure = exposure$effect[combinations$exposure],
  other_allele.exposure = exposure$other[combinations$exposure],
  eaf.exposure = combinations$exposureFrequency,
  beta.exposure = 0.1, se.exposure = 0.01, exposure = "exposure", id.exposure = "e"
)
outcomeTable <- data.frame(
  SNP = id,
  effect_allele.outcome = outcome$effect[combinations$outcome],
  other_allele.outcome = outcome$other[combinations$outcome],
  eaf.outcome = combinations$outcomeFrequency,
  beta.outcome = 0.05, se.outcome = 0.01, outcome = "outcome", id.outcome = "o"
)

# One letter a combination: 1 removed, 2 palindromic, 4 ambiguous, 8 kept, 16 effects of opposite sign.
letter <- c(0:9, letters)
codes <- lapply(1:3, function(action) {
  table <- suppressMessages(harmonise_data(exposureTable, outcomeTable, action))
  table <- table[match(id, table$SNP), ]
  code <- table$remove + 2 * table$palindromic + 4 * table$ambiguous + 8 * table$mr_keep +
    16 * (table$beta.exposure * table$beta.outcome < 0)
  paste(letter[code + 1], collapse = "")
})

spell <- function(table) paste0(table$effect, "/", ifelse(is.na(table$other), "", table$other))
quoted <- function(values) paste0("[", paste0('"', values, '"', collapse = ", "), "]")
writeLines(c(
  "{",
  paste0('  "exposure": ', quoted(spell(exposure)), ","),
  paste0('  "outcome": ', quoted(spell(outcome)), ","),
  paste0('  "frequency": [', paste(ifelse(is.na(frequency), "null", frequency), collapse = ", "), "],"),
  paste0('  "actions": ', quoted(codes)),
  "}"
), arguments[2])
