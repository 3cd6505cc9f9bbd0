# Rscript make.R <folder of the sources of MR-PRESSO> <folder of the shared data> > expected.json
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(jsonlite))
source(file.path(arguments[1], "R", "mr_presso.R"))
shared <- arguments[2]

run <- function(data, exposures, outcome, outcomeSd, exposureSds, simulations) {
  result <- suppressWarnings(mr_presso(
    BetaOutcome = outcome, BetaExposure = exposures, SdOutcome = outcomeSd, SdExposure = exposureSds,
    data = data, OUTLIERtest = TRUE, DISTORTIONtest = TRUE, NbDistribution = simulations, seed = 4
  ))
  main <- result$`Main MR results`
  tests <- result$`MR-PRESSO results`
  list(
    simulations = simulations,
    raw = unname(as.matrix(main[main$`MR Analysis` == "Raw", 3:6])),
    corrected = unname(as.matrix(main[main$`MR Analysis` == "Outlier-corrected", 3:6])),
    global = tests$`Global Test`,
    outlierRss = tests$`Outlier Test`$RSSobs,
    outlierP = as.character(tests$`Outlier Test`$Pvalue),
    outliers = tests$`Distortion Test`$`Outliers Indices`,
    distortion = unname(tests$`Distortion Test`$`Distortion Coefficient`),
    distortionP = tests$`Distortion Test`$Pvalue
  )
}

table <- function(...) read.delim(file.path(shared, ...), check.names = FALSE)
lipids <- table("mr-lipids-chd", "lipids_chd_28snps.tsv")
stats <- table("mr-presso-radial-mvmr-raps", "presso_SummaryStats.tsv")
cat(toJSON(list(
  lipids = run(lipids, "ldlc", "chdlodds", "chdloddsse", "ldlcse", 3000),
  example = run(stats, "E1_effect", "Y_effect", "Y_se", "E1_se", 2000),
  exampleTwo = run(stats, c("E1_effect", "E2_effect"), "Y_effect", "Y_se", c("E1_se", "E2_se"), 1500)
), digits = NA, auto_unbox = TRUE, pretty = TRUE))
