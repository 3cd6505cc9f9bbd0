# Rscript make.R <folder of TwoSampleMR's sources> <folder of shared/data>
# Writes expected.json beside this script: numbers only.
library(jsonlite)

arguments <- commandArgs(trailingOnly = TRUE)
data <- arguments[2]
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
for (file in c("mr.R", "mr_mode.R", "mr-grip.R")) source(file.path(arguments[1], "R", file))

lipids <- read.delim(file.path(data, "mr-lipids-chd", "lipids_chd_28snps.tsv"))
bmi <- read.delim(file.path(data, "mr-bmi-chd-twosamplemr", "bmi_chd_harmonised_79snps.tsv"))
bmi <- bmi[bmi$mr_keep, ]
sbp <- read.delim(file.path(data, "mr-sbp-cad", "SBP_CAD.tsv"))
set.seed(4)
k <- 20
simulated <- data.frame(
  bx = rnorm(k, 0, 0.1), bxse = runif(k, 0.008, 0.015), byse = runif(k, 0.01, 0.03)
)
simulated$by <- 0.4 * simulated$bx + rnorm(k, 0, 0.5 * simulated$byse)
sets <- list(
  ldl = with(lipids, list(ldlc, chdlodds, ldlcse, chdloddsse)),
  bmi = with(bmi, list(beta.exposure, beta.outcome, se.exposure, se.outcome)),
  sbp = with(sbp, list(bx, by, bxse, byse)),
  underdispersed = with(simulated, list(bx, by, bxse, byse))
)
methods <- c("mr_two_sample_ml", "mr_egger_regression", "mr_egger_regression_bootstrap", "mr_simple_median",
  "mr_weighted_median", "mr_penalised_weighted_median", "mr_ivw", "mr_ivw_mre", "mr_ivw_fe",
  "mr_simple_mode", "mr_weighted_mode", "mr_simple_mode_nome", "mr_weighted_mode_nome", "mr_sign", "mr_uwr",
  "mr_grip")
parameters <- default_parameters()
cases <- list()
for (set in names(sets)) {
  for (method in methods) {
    set.seed(1)
    # Enough draws that only ours add to the Monte-Carlo error.
    parameters$nboot <- if (grepl("mode", method)) 4000 else 20000
    result <- do.call(get(method), c(sets[[set]], list(parameters)))
    keep <- intersect(names(result), c("b", "se", "pval", "nsnp", "Q", "Q_df", "Q_pval", "b_i", "se_i", "pval_i",
      "b.adj", "se.adj", "pval.adj"))
    cases[[length(cases) + 1]] <- list(set = set, method = method, result = result[keep])
  }
  one <- do.call(mr_wald_ratio, c(lapply(sets[[set]], `[`, 1), list(parameters)))
  cases[[length(cases) + 1]] <- list(set = set, method = "mr_wald_ratio", result = one)
}

# Egger bootstrap with the weighted regression that MR-Egger itself uses, by lm().
bootstrap <- list()
for (set in names(sets)) {
  set.seed(2)
  s <- sets[[set]]
  slopes <- t(vapply(1:4000, function(b) {
    x <- rnorm(length(s[[1]]), s[[1]], s[[3]])
    y <- rnorm(length(s[[2]]), s[[2]], s[[4]]) * sign(x)
    as.numeric(coef(lm(y ~ abs(x), weights = s[[4]]^-2)))
  }, numeric(2)))
  bootstrap[[length(bootstrap) + 1]] <- list(set = set, mean = mean(slopes[, 2]), sd = sd(slopes[, 2]),
    intercept = mean(slopes[, 1]), intercept_sd = sd(slopes[, 1]), draws = 4000)
}
out <- list(made_by = "conformance/twosamplemr/make.R", R = R.version.string,
  underdispersed = list(bx = simulated$bx, bxse = simulated$bxse, by = simulated$by, byse = simulated$byse),
  cases = cases, egger_bootstrap = bootstrap)
write_json(out, file.path(here, "expected.json"), auto_unbox = TRUE, digits = NA, na = "null", pretty = 0)
