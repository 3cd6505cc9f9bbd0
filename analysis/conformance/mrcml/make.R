# Rscript make.R <folder of the sources of MRcML> <folder of MendelianRandomization> <folder of the shared data> > expected.json
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages({ library(jsonlite); library(glmnet) })
for (file in list.files(file.path(arguments[1], "R"), full.names = TRUE)) source(file)
shared <- arguments[3]
lipids <- read.delim(file.path(shared, "mr-lipids-chd", "lipids_chd_28snps.tsv"), check.names = FALSE)
pressure <- read.delim(file.path(shared, "mr-sbp-cad", "SBP_CAD.tsv"), check.names = FALSE)
sets <- list(
  lipids = with(lipids, list(bx = ldlc, sx = ldlcse, by = chdlodds, sy = chdloddsse)),
  pressure = with(pressure, list(bx = bx, sx = bxse, by = by, sy = byse)))
n <- 17723
cml <- function(d, starts, most) {
  r <- suppressWarnings(mr_cML(d$bx, d$by, d$sx, d$sy, K_vec = 0:most, n = n, random_start = starts, maxit = 500,
    random_seed = 1))
  list(starts = starts, bic = r$BIC_vec, bicTheta = r$BIC_theta, bicSe = r$BIC_se, invalid = r$BIC_invalid,
    maTheta = r$MA_BIC_theta, maSe = r$MA_BIC_se)
}
perturbed <- function(d, count, starts, most) {
  r <- suppressWarnings(mr_cML_DP(d$bx, d$by, d$sx, d$sy, K_vec = 0:most, n = n, num_pert = count, random_start = 10,
    random_start_pert = starts, maxit = 100, random_seed = 1))
  r[c("MA_BIC_DP_theta", "MA_BIC_DP_se", "BIC_DP_theta", "BIC_DP_se", "GOF1_p", "GOF2_p")]
}
# MR-Lasso's method is an S4 method; only its definition is taken.
captured <- NULL
setMethod <- function(name, signature, definition) captured <<- definition
source(file.path(arguments[2], "R", "mr_lasso-methods.R"))
setClass("Input", representation(betaX = "numeric", betaY = "numeric", betaXse = "numeric", betaYse = "numeric",
  exposure = "character", outcome = "character"))
setMethod <- methods::setMethod
setMethod("$", "Input", function(x, name) as.character(seq_along(x@betaX)))
new <- function(class, ...) if (class == "MRLasso") list(...) else methods::new(class, ...)
ci_normal <- function(type, mean, se, alpha) mean + c(l = -1, u = 1)[[type]] * se * qnorm(1 - alpha / 2)
lasso <- function(d, ...) {
  r <- captured(new("Input", betaX = d$bx, betaY = d$by, betaXse = d$sx, betaYse = d$sy, exposure = "x", outcome = "y"), ...)
  list(beta = r$Estimate, standardError = r$StdError, valid = as.integer(r$ValidSNPs), lambda = r$Lambda,
    regression = r$RegEstimate, intercepts = r$RegIntercept)
}
cat(toJSON(list(
  n = n,
  cml = list(lipidsOnce = cml(sets$lipids, 0, 26), lipids = cml(sets$lipids, 40, 26),
    pressure = cml(sets$pressure, 6, 40)),
  perturbed = list(count = 150, most = 8, lipidsOnce = perturbed(sets$lipids, 150, 0, 8),
    lipids = perturbed(sets$lipids, 150, 10, 8)),
  lasso = list(lipids = lasso(sets$lipids), pressure = lasso(sets$pressure),
    lipidsGiven = lasso(sets$lipids, lambda = 0.2))
), digits = NA, auto_unbox = TRUE, pretty = FALSE))
