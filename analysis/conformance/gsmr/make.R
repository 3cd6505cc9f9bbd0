# Rscript make.R <folder of the sources of gsmr2> > expected.json
# The example data of gsmr2 (LDL cholesterol on coronary artery disease) are cut to what the tests need: effects that
# pass its filters and their LD. `eps`, which it adds to the variances, is set to 0. Its mixture of chi-squares is the
# package survey's saddle point; here Imhof's integral (doi:10.1093/biomet/48.3-4.419) is taken, which is exact.
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(jsonlite))
source(file.path(arguments[1], "R", "gsmr.R"))
load(file.path(arguments[1], "data", "gsmr.rdata"))
eps <- 0
pchisqsum <- function(x, df, a, method, lower.tail) {
  f <- function(u) {
    theta <- 0.5 * rowSums(atan(outer(u, a))) - 0.5 * x * u
    sin(theta) / (u * exp(0.25 * rowSums(log1p(outer(u, a)^2))))
  }
  0.5 + integrate(f, 0, Inf, subdivisions = 10000, rel.tol = 1e-9, abs.tol = 1e-12, stop.on.error = FALSE)$value / pi
}
d <- gsmr_data
d$SNP <- as.character(d$SNP)
# LD of simulated people of an AR(1) block structure: the package's own reference sample is people's genotypes.
set.seed(4)
small <- d[order(d$bzx_pval), ]
small <- small[!is.na(small$bzy_se), ]
small <- small[seq_len(60), ]
m <- nrow(small)
rho <- diag(m)
for (i in seq_len(m - 1)) if (i %% 3 != 0) rho[i, i + 1] <- rho[i + 1, i] <- runif(1, -0.2, 0.2)
dimnames(rho) <- list(small$SNP, small$SNP)
run <- function(heidi, beta, data = small, ld = rho) suppressMessages(suppressWarnings({
  r <- gsmr(data$bzx, data$bzx_se, data$bzx_pval, data$bzy, data$bzy_se, data$bzy_pval, ld, data$SNP,
    n_ref = 1e9, heidi_outlier_flag = heidi, gwas_thresh = 5e-8, single_snp_heidi_thresh = 0.01,
    multi_snps_heidi_thresh = 0.01, nsnps_thresh = 10, ld_r2_thresh = 0.05, ld_fdr_thresh = 0.05, gsmr2_beta = beta)
  list(beta = r$bxy, standardError = r$bxy_se, p = r$bxy_pval, removed = r$pleio_snps)
}))
one <- diag(m); dimnames(one) <- dimnames(rho)
cat(toJSON(list(
  variantId = small$SNP, betaExposure = small$bzx, standardErrorExposure = small$bzx_se,
  betaOutcome = small$bzy, standardErrorOutcome = small$bzy_se,
  correlation = as.numeric(rho),
  none = run(FALSE, 0), single = run(TRUE, 0), global = run(TRUE, 1),
  independentNone = run(FALSE, 0, ld = one), independentGlobal = run(TRUE, 1, ld = one),
  globalP = sapply(1:5, function(t) heidi_pvalue(small$bzx, small$bzx_se, small$bzy, small$bzy_se, rho, t, TRUE)$multi_het_pval)
), digits = NA, auto_unbox = TRUE))
