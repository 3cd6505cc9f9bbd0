# Rscript make.R <folder of the sources of mr.raps> <folder of the shared data> > expected.json
# `asPublished` runs the package as it is. `repaired` replaces max(0, v) by pmax(0, v) in its robust over-dispersed fit
# and solves for tau2 to 1e-14: there the package takes the largest variance of all variants for each of them.
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(jsonlite))
sources <- file.path(arguments[1], "R", c("loss.R", "core.R"))
for (file in sources) source(file)
repair <- new.env()
# The losses have corners at their tuning constants, over which integrate() is good to 1e-6 only.
repair$integrate <- function(f, lower, upper) {
  at <- c(-Inf, -4.685, -1.345, 0, 1.345, 4.685, Inf)
  pieces <- sapply(seq_len(6), function(i) stats::integrate(f, at[i], at[i + 1], rel.tol = 1e-11)$value)
  list(value = sum(pieces))
}
for (file in sources) {
  text <- readLines(file)
  text <- gsub("sqrt(max(0, tau2", "sqrt(pmax(0, tau2", text, fixed = TRUE)
  text <- gsub("tol = bound.tau2 * .Machine$double.eps^0.25", "tol = 1e-14", text, fixed = TRUE)
  text <- gsub("niter = 20", "niter = 500", text, fixed = TRUE)
  eval(parse(text = text), repair)
}
data <- read.delim(file.path(arguments[2], "mr-presso-radial-mvmr-raps", "bmi.sbp.tsv"), check.names = FALSE)
fit <- function(run, rows, overdispersed, loss) {
  d <- data[rows, ]
  out <- suppressWarnings(run(d$beta.exposure, d$beta.outcome, d$se.exposure, d$se.outcome,
    over.dispersion = overdispersed, loss.function = loss, pruning = FALSE, suppress.warning = TRUE))
  list(beta = out$beta.hat, standardError = out$beta.se, tau2 = out$tau2.hat, tau2StandardError = out$tau2.se)
}
result <- list()
sets <- list(all = rep(TRUE, nrow(data)), genomeWide = data$pval.selection < 5e-8)
for (set in names(sets)) for (overdispersed in c(FALSE, TRUE)) for (loss in c("l2", "huber", "tukey")) {
  result[[length(result) + 1]] <- list(set = set, overdispersion = overdispersed, loss = loss,
    asPublished = fit(mr.raps.mle, sets[[set]], overdispersed, loss),
    repaired = fit(repair$mr.raps.mle, sets[[set]], overdispersed, loss))
}
cat(toJSON(result, digits = NA, auto_unbox = TRUE, pretty = TRUE))
