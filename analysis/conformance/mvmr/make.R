# Rscript make.R FOLDER_OF_MVMR_SOURCES FOLDER_OF_SHARED_DATA > expected.json
# Numbers of MVMR for a data set made here and for two of the shared data.
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(jsonlite))
for (file in list.files(file.path(arguments[1], "R"), pattern = "[.]R$", full.names = TRUE)) {
  if (!grepl("package|rawdat|qhet", file)) source(file)
}

set.seed(20261122)
k <- 40
overlap <- matrix(c(1, 0.4, -0.2, 0.4, 1, 0.3, -0.2, 0.3, 1), 3)
truth <- matrix(rnorm(3 * k, 0, 0.05), k) + rnorm(k, 0, 0.02)
standard_errors <- matrix(runif(3 * k, 0.004, 0.009), k)
errors <- matrix(rnorm(3 * k), k) %*% chol(overlap) * standard_errors
effects <- truth + errors
outcome_se <- runif(k, 0.006, 0.012)
outcome <- as.vector(truth %*% c(0.4, -0.3, 0)) + rnorm(k, 0, outcome_se) + c(rep(0.06, 4), rep(0, k - 4))

run <- function(bx, sx, by, sy, correlation) {
  input <- suppressWarnings(format_mvmr(bx, by, sx, sy))
  result <- list()
  sink(tempfile())
  zero <- suppressWarnings(list(ivw = ivw_mvmr(input), strength = strength_mvmr(input), pleiotropy = pleiotropy_mvmr(input)))
  covariances <- phenocov_mvmr(correlation, sx)
  with <- list(strength = strength_mvmr(input, covariances), pleiotropy = pleiotropy_mvmr(input, covariances))
  sink()
  list(
    beta = unname(zero$ivw[, 1]), standardError = unname(zero$ivw[, 2]), pValue = unname(zero$ivw[, 4]),
    strength = unname(unlist(zero$strength)), qA = zero$pleiotropy$Qstat, qAPValue = zero$pleiotropy$Qpval,
    correlation = as.vector(correlation),
    strengthWithCovariance = unname(unlist(with$strength)), qAWithCovariance = with$pleiotropy$Qstat,
    cooks = unname(cooks.distance(lm(by ~ -1 + bx, weights = sy^-2)))
  )
}

lipids <- read.delim(file.path(arguments[2], "mr-lipids-chd", "lipids_chd_28snps.tsv"))
pressure <- read.delim(file.path(arguments[2], "mr-presso-radial-mvmr-raps", "rawdat_mvmr.tsv"))
lipid_correlation <- matrix(c(1, -0.1, 0.2, -0.1, 1, -0.45, 0.2, -0.45, 1), 3)
columns <- function(data, names) unname(as.matrix(data[, names]))

cat(toJSON(list(
  simulated = c(
    list(
      betaExposures = t(effects), standardErrorExposures = t(standard_errors),
      betaOutcome = outcome, standardErrorOutcome = outcome_se
    ),
    run(effects, standard_errors, outcome, outcome_se, overlap)
  ),
  lipids = run(columns(lipids, c("ldlc", "hdlc", "trig")), columns(lipids, c("ldlcse", "hdlcse", "trigse")),
               lipids$chdlodds, lipids$chdloddsse, lipid_correlation),
  pressure = run(columns(pressure, c("LDL_beta", "HDL_beta", "Trg_beta")), columns(pressure, c("LDL_se", "HDL_se", "Trg_se")),
                 pressure$SBP_beta, pressure$SBP_se, lipid_correlation)
), digits = NA, auto_unbox = TRUE, pretty = 1))
cat("\n")
