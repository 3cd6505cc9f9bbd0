# Rscript make.R <sources of bigsnpr> <of bigstatsr> <of roptim> <shared data> > expected.json, bigsparser and rmio installed
arguments <- commandArgs(trailingOnly = TRUE)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "reference.R"))
loadReference(arguments[1], arguments[2], arguments[3])
suppressMessages({ library(jsonlite); library(Matrix) })
shared <- arguments[4]
SEEDS <- 60

# Panels store single precision.
single <- function(x) { x[] <- readBin(writeBin(as.double(x), raw(), size = 4), "double", length(x), size = 4); x }
sfbm <- function(blocks) bigsparser::as_SFBM(as(as(bdiag(blocks), "generalMatrix"), "CsparseMatrix"))

over <- function(runs, digits = 5) {
  values <- do.call(cbind, runs)
  list(mean = signif(rowMeans(values), digits), sd = signif(apply(values, 1, sd), 3))
}
scale <- function(d) sqrt(d$n_eff * d$beta_se^2 + d$beta^2)
closedForm <- function(blocks, d, h2) {
  R <- as.matrix(bdiag(blocks))
  diag(R) <- diag(R) + nrow(R) / (h2 * d$n_eff)
  solve(R, d$beta / scale(d)) * scale(d)
}
lasso <- function(corr, d, ...) {
  made <- snp_lassosum2(corr, d, tol = 1e-14, maxiter = 1e6, ...)
  grid <- attr(made, "grid_param")
  list(lambda = grid$lambda, delta = grid$delta, nonZero = colSums(made != 0), weights = signif(t(made), 11))
}
grid <- function(corr, d, p, h2, sparse, burnIn = 100, iterations = 400, seeds = 100) {
  runs <- lapply(seq_len(seeds), function(seed) {
    set.seed(seed)
    snp_ldpred2_grid(corr, d, data.frame(p = p, h2 = h2, sparse = sparse), burn_in = burnIn, num_iter = iterations)[, 1]
  })
  c(list(p = p, h2 = h2, sparse = sparse, burnIn = burnIn, iterations = iterations, seeds = seeds,
    diverged = sum(sapply(runs, anyNA))), over(runs))
}
auto <- function(corr, d, p = 0.05, h2 = 0.05, burnIn = 500, iterations = 500, ...) {
  runs <- lapply(seq_len(SEEDS), function(seed) {
    set.seed(seed)
    snp_ldpred2_auto(corr, d, h2_init = h2, vec_p_init = p, burn_in = burnIn, num_iter = iterations, ...)[[1]]
  })
  kept <- function(name) lapply(runs, function(r) tail(r[[name]], iterations))
  path <- function(name) {
    if (anyNA(kept(name)[[1]])) return(NULL)
    list(mean = mean(sapply(kept(name), mean)), sd = sd(sapply(kept(name), mean)),
      within = mean(sapply(kept(name), sd)), withinSd = sd(sapply(kept(name), sd)))
  }
  c(list(p = p, h2 = h2, burnIn = burnIn, iterations = iterations, seeds = SEEDS),
    beta = list(over(lapply(runs, function(r) r$beta_est))), pip = list(over(lapply(runs, function(r) r$postp_est), 4)),
    sparse = list(if (!is.null(runs[[1]]$beta_est_sparse)) over(lapply(runs, function(r) r$beta_est_sparse))),
    range = list(over(lapply(runs, function(r) diff(range(r$corr_est))))),
    heritability = list(path("path_h2_est")), causalShare = list(path("path_p_est")), alpha = list(path("path_alpha_est")))
}

# 800 variants of four dense blocks, 20,000 people.
folder <- file.path(shared, "prs-sim-chr22")
sums <- read.delim(file.path(folder, "sim_sumstats.tsv"))
blocks <- lapply(1:4, function(b) single(unname(as.matrix(read.table(file.path(folder, sprintf("ld_block%d.tsv.gz", b)))))))
corr <- sfbm(blocks)
even <- data.frame(beta = sums$BETA, beta_se = sums$SE, n_eff = sums$N)
# Fewer people for some variants, a trait in other units.
share <- 1 - 0.7 * ((seq_len(nrow(sums)) * 0.618) %% 1)
uneven <- data.frame(beta = even$beta * 100, beta_se = even$beta_se * 100 / sqrt(share), n_eff = round(even$n_eff * share))
units <- data.frame(beta = even$beta * 100, beta_se = even$beta_se * 100, n_eff = even$n_eff)

# 517 people of a case-control study in their own LD, cut into blocks of 300 kb.
example <- file.path(shared, "geno-bigsnpr-example")
status <- read.table(file.path(example, "example.fam"))[[6]] - 1
bim <- read.table(file.path(example, "example.bim"))
people <- length(status)
bytes <- readBin(file.path(example, "example.bed"), "raw", file.size(file.path(example, "example.bed")))[-(1:3)]
codes <- matrix(as.integer(rbind(as.integer(bytes) %% 4, as.integer(bytes) %/% 4 %% 4, as.integer(bytes) %/% 16 %% 4,
  as.integer(bytes) %/% 64)), ncol = nrow(bim))[seq_len(people), ]
stopifnot(all(codes != 1))
dosage <- matrix(c(2, NA, 1, 0)[codes + 1], nrow = people)
fits <- t(apply(dosage, 2, function(x) {
  x <- x - mean(x)
  b <- sum(x * status) / sum(x^2)
  c(b, sqrt(sum((status - mean(status) - b * x)^2) / (people - 2) / sum(x^2)))
}))
study <- data.frame(beta = fits[, 1], beta_se = fits[, 2], n_eff = people)
exampleBlocks <- lapply(split(seq_len(nrow(bim)), (bim[[4]] - 1) %/% 300000), function(v) single(cor(dosage[, v])))
exampleCorr <- sfbm(exampleBlocks)
every <- seq(1, nrow(bim), by = 10)
lassoExample <- lasso(exampleCorr, study, delta = c(0.1, 1), nlambda = 4, lambda.min.ratio = 0.2)
lassoExample$weights <- lassoExample$weights[, every]

# LD that leaves effects open: 50 variants that are nearly one.
open <- local({
  m <- 50
  R <- single(matrix(0.995, m, m) + diag(0.005, m))
  corr <- sfbm(list(R))
  beta <- 0.02 + 0.001 * sin(seq_len(m))
  d <- data.frame(beta = beta, beta_se = sqrt((1 - beta^2) / 1000), n_eff = 1000)
  list(exact = closedForm(list(R), d, 0.5), diverged = grid(corr, d, 1, 0.5, FALSE, seeds = 5)$diverged)
})

likelihood <- local({
  set.seed(1)
  logs <- rnorm(60); logs <- logs - mean(logs)
  beta <- rnorm(60) * exp(0.4 * logs) * 0.02
  fit <- function(par, bounds) as.vector(MLE_alpha(as.matrix(par), 0:59, logs, beta, bounds))
  list(logs = logs, beta = beta,
    free = fit(c(0, 4e-4), c(-0.5, 1.5)), lowVariance = fit(c(0, 1e-5), c(-0.5, 1.5)), fixed = fit(c(0.3, 4e-4), c(0.3, 0.3)),
    atBound = fit(c(0, 4e-4), c(-0.5, 0.2)))
})

cat(toJSON(digits = NA, auto_unbox = TRUE, null = "null", list(
  infinitesimal = list(h2 = 0.05, even = signif(snp_ldpred2_inf(corr, even, 0.05), 11), evenClosed = closedForm(blocks, even, 0.05),
    unevenClosed = closedForm(blocks, uneven, 0.05), example = closedForm(exampleBlocks, study, 0.3)[every]),
  lassosum2 = list(even = lasso(corr, even, delta = c(0.001, 0.1), nlambda = 6), uneven = lasso(corr, uneven, delta = 0.5, nlambda = 4),
    example = lassoExample),
  grid = list(grid(corr, even, 0.003, 0.05, FALSE), grid(corr, even, 0.05, 0.05, FALSE), grid(corr, even, 0.05, 0.05, TRUE),
    grid(corr, even, 0.05, 0.015, TRUE), grid(corr, uneven, 0.05, 0.05, FALSE), grid(corr, even, 1, 0.05, FALSE)),
  auto = list(
    plain = auto(corr, even, use_MLE = FALSE),
    likelihood = auto(corr, even),
    noJumps = auto(corr, even, allow_jump_sign = FALSE, shrink_corr = 0.95, use_MLE = FALSE),
    robust = auto(corr, even, allow_jump_sign = FALSE, shrink_corr = 0.95),
    fixedAlpha = auto(corr, uneven, allow_jump_sign = FALSE, shrink_corr = 0.95, alpha_bounds = c(-0.5, -0.5)),
    bounded = auto(corr, even, use_MLE = FALSE, p_bounds = c(0.01, 0.05), sparse = TRUE),
    units = auto(corr, units, allow_jump_sign = FALSE, shrink_corr = 0.95)["alpha"]),
  open = open, likelihood = likelihood)))
