# Rscript make.R <folder of TwoSampleMR> <folder of psych> <folder of mRnd> <folder of mrSampleOverlap> <folder of the shared data>
# Stores numbers only. TwoSampleMR's steiger.R draws a wireframe with lattice, which this does not need.
args <- commandArgs(TRUE)
library(jsonlite)
sources <- function(folder, ...) for (f in c(...)) source(file.path(folder, "R", f))
sources(args[1], "mr.R", "rucker.R", "steiger.R", "add_rsq.r")
psych_test <- new.env()
sys.source(file.path(args[2], "R", "r.test.R"), psych_test)
r_test <- psych_test$r.test
# The namespaces that the sources name are replaced by what they use of them.
body_text <- function(f) paste(deparse(f), collapse = "\n")
mr_steiger <- eval(parse(text = gsub("psych::r.test", "r_test", body_text(mr_steiger), fixed = TRUE)))
steiger_sensitivity <- eval(parse(text = gsub("lattice::wireframe", "(function(...) NULL)", body_text(steiger_sensitivity), fixed = TRUE)))
source(file.path(args[3], "functions.R"))
tibble <- function(...) list(...)
sys.source(file.path(args[4], "R", "estimate_overlap_bias.R"), environment())

data <- args[5]
parameters <- default_parameters()
ldl <- read.delim(file.path(data, "mr-lipids-chd", "lipids_chd_28snps.tsv"))
bmi <- read.delim(file.path(data, "mr-bmi-chd-twosamplemr", "bmi_chd_harmonised_79snps.tsv"))
sets <- list(
  ldl = list(bx = ldl$ldlc, sx = ldl$ldlcse, by = ldl$chdlodds, sy = ldl$chdloddsse),
  bmi = list(bx = bmi$beta.exposure, sx = bmi$se.exposure, by = bmi$beta.outcome, sy = bmi$se.outcome)
)

regressions <- lapply(sets, function(d) with(d, {
  y <- by * sign(bx); x <- abs(bx)
  fits <- list(ivw = lm(y ~ 0 + x, weights = 1 / sy^2), egger = lm(y ~ x, weights = 1 / sy^2))
  influence <- lapply(fits, function(m) list(
    residual = unname(resid(m)), leverage = unname(hatvalues(m)), studentised = unname(rstudent(m)),
    cooks = unname(cooks.distance(m))))
  loo <- lapply(c(ivw = mr_ivw, egger = mr_egger_regression), function(method) {
    rows <- lapply(seq_along(bx), function(i) method(bx[-i], by[-i], sx[-i], sy[-i], parameters))
    list(b = sapply(rows, `[[`, "b"), se = sapply(rows, `[[`, "se"), p = sapply(rows, `[[`, "pval"), q = sapply(rows, `[[`, "Q"))
  })
  objective <- function(t) sum((by - t * bx)^2 / (sy^2 + t^2 * sx^2))
  ml <- optimise(objective, c(-20, 20), tol = 1e-12)
  e <- mr_egger_regression(bx, by, sx, sy, parameters)
  i <- mr_ivw(bx, by, sx, sy, parameters)
  funnel <- summary(lm(I(by / sy * sign(bx)) ~ I(abs(bx) / sy)))
  v <- (sy / bx)^2; r <- by / bx
  star <- (r - sum(r / v) / sum(1 / v)) / sqrt(v - 1 / sum(1 / v))
  kendall <- cor.test(star, v, method = "kendall", exact = FALSE, continuity = FALSE)
  list(
    q = list(ivw = i$Q, egger = e$Q, maximumLikelihood = ml$objective, difference = i$Q - e$Q),
    p = list(ivw = i$Q_pval, egger = e$Q_pval),
    intercept = list(b = e$b_i, se = e$se_i, p = e$pval_i),
    i2gx = c(Isq(abs(bx), sx), Isq(abs(bx) / sy, sx / sy)),
    influence = influence, loo = loo,
    funnel = list(intercept = coef(funnel)[1, 1], t = coef(funnel)[1, 3] * min(1, funnel$sigma)),
    kendall = list(tau = unname(kendall$estimate), z = unname(kendall$statistic), p = kendall$p.value))
}))

n_x <- bmi$samplesize.exposure; n_y <- bmi$samplesize.outcome
direction <- function(r_x, r_y, nx, ny, ...) {
  s <- mr_steiger(rep(NA, length(r_x)), rep(NA, length(r_x)), nx, ny, r_x, r_y, ...)
  s[c("r2_exp", "r2_out", "r2_exp_adj", "r2_out_adj", "steiger_test", "steiger_test_adj", "vz", "vz0", "vz1", "sensitivity_ratio")]
}
by_effect <- list(x = get_r_from_bsen(bmi$beta.exposure, bmi$se.exposure, n_x), y = get_r_from_bsen(bmi$beta.outcome, bmi$se.outcome, n_y))
small_n <- 40
p_small <- c(0.5, 0.01, 1e-6, 1e-12)
cases <- 60801; controls <- 123504; prevalence <- 0.06
lor <- get_r_from_lor(bmi$beta.outcome, bmi$eaf.outcome, cases, controls, prevalence)
standardised <- 2 * bmi$beta.exposure^2 * bmi$eaf.exposure * (1 - bmi$eaf.exposure)
steiger <- list(
  effect = list(rX = by_effect$x, rY = by_effect$y, overall = direction(by_effect$x, by_effect$y, n_x, n_y),
    reliable = direction(by_effect$x, by_effect$y, n_x, n_y, r_xxo = 0.7, r_yyo = 0.9),
    p = r_test(n = n_x, n2 = n_y, r12 = abs(by_effect$x), r34 = abs(by_effect$y))$z),
  pValue = list(p = p_small, n = small_n, r = get_r_from_pn(p_small, rep(small_n, 4)), rX = get_r_from_pn(bmi$pval.exposure, n_x)),
  liability = list(cases = cases, controls = controls, prevalence = prevalence, r = lor),
  standardised = standardised
)

overlap <- list(
  continuous = estimate_overlap_bias(361194, 1125328, 196, 0.068, exp_f = 134, ols_bias = 0.2, overlap_prop = 0.3),
  binary = estimate_overlap_bias(361194, 1125328, 196, 0.068, exp_f = 134, case_prop = 0.035, ols_bias = 0.2, overlap_prop = 0.3))
power <- list(
  continuous = results(50000, 0.05, 1.3, 1.41, 0.01, 1, 10.8^2, NA)$Value,
  continuousN = results(50000, 0.05, 1.3, 1.41, 0.01, 1, 10.8^2, 0.8)$Value,
  binary = results_binary(100000, 0.05, 0.02, 0.3, 1.1, NA)$Value,
  binaryN = results_binary(100000, 0.05, 0.02, 0.3, 1.1, 0.8)$Value)

out <- list(regressions = regressions, steiger = steiger, overlap = overlap, power = power)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
write(toJSON(out, auto_unbox = TRUE, digits = I(16), na = "null"), file.path(folder, "expected.json"))
