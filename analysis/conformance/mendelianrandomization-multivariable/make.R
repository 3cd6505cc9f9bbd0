# Rscript make.R FOLDER_OF_MENDELIANRANDOMIZATION_SOURCES FOLDER_OF_SHARED_DATA > expected.json
# Numbers of mr_mvivw, mr_mvegger, mr_mvmedian, mr_mvlasso and mr_mvcML for a data set made here and for one of the shared data.
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({
  library(jsonlite); library(methods); library(quantreg); library(glmnet); library(numDeriv); library(Rcpp)
})
code <- function(name) file.path(arguments[1], "R", paste0(name, ".R"))
for (name in c("1Data", "AllClasses", "AllGenerics", "ExtraFunctions", "getter-methods")) source(code(name))
for (name in c("ivw", "egger", "median", "lasso", "cML")) source(code(paste0("mr_mv", name, "-methods")))
sourceCpp(file.path(arguments[1], "src", "mvmrcML.cpp"))

set.seed(20261123)
k <- 40
overlap <- matrix(c(1, 0.4, -0.2, 0.4, 1, 0.3, -0.2, 0.3, 1), 3)
truth <- matrix(rnorm(3 * k, 0, 0.05), k) + rnorm(k, 0, 0.02)
standard_errors <- matrix(runif(3 * k, 0.004, 0.009), k)
effects <- truth + matrix(rnorm(3 * k), k) %*% chol(overlap) * standard_errors
outcome_se <- runif(k, 0.006, 0.012)
outcome <- as.vector(truth %*% c(0.4, -0.3, 0)) + rnorm(k, 0, outcome_se) + c(rep(0.06, 6), rep(0, k - 6))
linkage <- 0.6^abs(outer(1:k, 1:k, "-"))
sample_size <- 30000

input <- function(bx, sx, by, sy, rho = matrix(NA)) {
  new("MRMVInput", betaX = bx, betaY = by, betaXse = sx, betaYse = sy, exposure = paste0("x", 1:ncol(bx)), outcome = "y",
      snps = paste0("v", seq_along(by)), effect_allele = "", other_allele = "", eaf = NA_real_, correlation = rho)
}
ivw <- function(r) list(beta = r@Estimate, standardError = r@StdError, ciLower = r@CILower, pValue = r@Pvalue, rse = r@RSE, q = r@Heter.Stat[1], conditionalF = r@CondFstat)
egger <- function(r) list(beta = r@Estimate, standardError = r@StdError.Est, pValue = r@Pvalue.Est, intercept = r@Intercept,
  interceptStandardError = r@StdError.Int, interceptPValue = r@Pvalue.Int, rse = r@RSE, q = r@Heter.Stat[1])
lasso <- function(r) list(beta = r@Estimate, standardError = r@StdError, valid = r@ValidSNPs, lambda = r@Lambda)

# mr_mvcML stops when the estimates move by less than 1e-4 in a round of slow block descent: here they come to rest.
cml <- function(o, n, joint) {
  covariances <- invcov_mvmr(o@betaXse, o@betaYse, joint)
  fit <- MVmr_cML(o@betaX, as.matrix(o@betaY), o@betaXse, covariances, n, 0:ceiling(nrow(o@betaX) / 2), maxit = 1000000, thres = 1e-12)
  valid <- setdiff(seq_along(o@betaY), fit$BIC_invalid)
  list(beta = as.vector(fit$BIC_theta), standardError = MVcML_SdTheta(o@betaX, as.matrix(o@betaY), covariances, as.vector(fit$BIC_theta), valid),
       invalid = as.list(as.vector(fit$BIC_invalid)))
}

run <- function(bx, sx, by, sy, n, correlation) {
  plain <- input(bx, sx, by, sy)
  linked <- input(bx, sx, by, sy, linkage[seq_along(by), seq_along(by)])
  set.seed(1)
  medians <- mr_mvmedian(plain, iterations = 10000)
  joint <- diag(ncol(bx) + 1); joint[1:ncol(bx), 1:ncol(bx)] <- correlation
  bic <- cml(plain, n, diag(ncol(bx) + 1)); bic_correlated <- cml(plain, n, joint)
  set.seed(2)
  perturbed <- MVmr_cML_DP(bx, as.matrix(by), sx, invcov_mvmr(sx, sy, diag(ncol(bx) + 1)), n, 0:ceiling(nrow(bx) / 2),
                           num_pert = 300, maxit = 100000, thres = 1e-7)
  stopped <- mr_mvcML(plain, n = n, DP = FALSE, maxit = 100000)
  list(
    n = n, correlation = as.vector(correlation),
    ivw = ivw(mr_mvivw(plain)), ivwFixedT = ivw(mr_mvivw(plain, model = "fixed", distribution = "t-dist")),
    ivwLinked = ivw(mr_mvivw(linked)),
    conditionalF = condFstat(bx, sx, rep(n, ncol(bx)), diag(nrow(bx)), diag(ncol(bx))),
    conditionalFCorrelated = condFstat(bx, sx, rep(n, ncol(bx)), diag(nrow(bx)), correlation),
    egger = egger(mr_mvegger(plain)), eggerToSecond = egger(mr_mvegger(plain, orientate = 2)),
    eggerLinked = egger(mr_mvegger(linked)),
    median = list(beta = medians@Estimate, standardError = medians@StdError),
    lasso = lasso(mr_mvlasso(plain)), lassoToThird = lasso(mr_mvlasso(plain, orientate = 3)),
    cmlBic = bic, cmlBicCorrelated = bic_correlated, cmlStopped = stopped@Estimate,
    cmlPerturbed = list(beta = as.vector(perturbed$BIC_DP_theta), standardError = as.vector(perturbed$BIC_DP_se))
  )
}

lipids <- read.delim(file.path(arguments[2], "mr-lipids-chd", "lipids_chd_28snps.tsv"))
columns <- function(names) unname(as.matrix(lipids[, names]))
cat(toJSON(list(
  simulated = c(
    list(betaExposures = t(effects), standardErrorExposures = t(standard_errors), betaOutcome = outcome,
         standardErrorOutcome = outcome_se, linkage = as.vector(linkage)),
    run(effects, standard_errors, outcome, outcome_se, sample_size, overlap)
  ),
  lipids = run(columns(c("ldlc", "hdlc", "trig")), columns(c("ldlcse", "hdlcse", "trigse")), lipids$chdlodds,
               lipids$chdloddsse, 17723, matrix(c(1, -0.1, 0.2, -0.1, 1, -0.45, 0.2, -0.45, 1), 3))
), digits = NA, auto_unbox = TRUE, pretty = 1))
cat("\n")
