# Rscript make.R <folder of MendelianRandomization's sources> <folder of shared/data>
# Writes expected.json beside this script: numbers only.
library(methods)
library(robustbase)
library(Matrix)
library(jsonlite)

arguments <- commandArgs(trailingOnly = TRUE)
sources <- file.path(arguments[1], "R")
data <- arguments[2]
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))

for (file in c("1Data.R", "AllClasses.R", "AllGenerics.R", "new-methods.R", "ExtraFunctions.R", "getter-methods.R")) {
  source(file.path(sources, file))
}
for (method in c("ivw", "egger", "median", "mbe", "maxlik", "divw", "pivw", "conmix")) {
  source(file.path(sources, paste0("mr_", method, "-methods.R")))
}

lipids <- read.delim(file.path(data, "mr-lipids-chd", "lipids_chd_28snps.tsv"))
calcium <- read.delim(file.path(data, "mr-lipids-chd", "calcium_fastgluc_6snps.tsv"))
rho <- as.matrix(read.delim(file.path(data, "mr-lipids-chd", "calc_rho_6x6.tsv"), header = FALSE))
dimnames(rho) <- NULL
sbp <- read.delim(file.path(data, "mr-sbp-cad", "SBP_CAD.tsv"))

# Residuals smaller than their errors, signs of both kinds.
set.seed(4)
k <- 20
simulated <- data.frame(
  bx = rnorm(k, 0, 0.1), bxse = runif(k, 0.008, 0.015), byse = runif(k, 0.01, 0.03)
)
simulated$by <- 0.4 * simulated$bx + rnorm(k, 0, 0.5 * simulated$byse)

input <- function(bx, bxse, by, byse, ...) mr_input(bx = bx, bxse = bxse, by = by, byse = byse, ...)
sets <- list(
  ldl = with(lipids, input(ldlc, ldlcse, chdlodds, chdloddsse)),
  hdl = with(lipids, input(hdlc, hdlcse, chdlodds, chdloddsse)),
  sbp = with(sbp, input(bx, bxse, by, byse)),
  underdispersed = with(simulated, input(bx, bxse, by, byse)),
  calcium = with(calcium, input(calcium, calciumse, fastgluc, fastglucse, correlation = rho))
)
# Without an effect on the exposure there is no ratio.
usable <- lipids$hdlc != 0
sets$hdl <- with(lipids[usable, ], input(hdlc, hdlcse, chdlodds, chdloddsse))

slots <- function(object) {
  names <- setdiff(slotNames(object), c("Correlation", "CIRange", "ValidSNPs", "Exposure", "Outcome"))
  lapply(setNames(names, names), function(name) slot(object, name))
}
cases <- list()
run <- function(set, name, call) {
  set.seed(1)
  cases[[length(cases) + 1]] <<- list(set = set, name = name, result = slots(call(sets[[set]])))
}
for (set in c("ldl", "hdl", "sbp", "underdispersed")) {
  for (model in c("random", "fixed")) {
    run(set, paste0("ivw.", model), function(i) mr_ivw(i, model = model))
    run(set, paste0("ivw.", model, ".delta"), function(i) mr_ivw(i, model = model, weights = "delta"))
    run(set, paste0("ivw.", model, ".penalised"), function(i) mr_ivw(i, model = model, penalized = TRUE))
    run(set, paste0("ivw.", model, ".robust"), function(i) mr_ivw(i, model = model, robust = TRUE))
  }
  run(set, "ivw.psi", function(i) mr_ivw(i, model = "random", weights = "delta", psi = 0.3))
  run(set, "ivw.delta.penalised", function(i) mr_ivw(i, model = "random", weights = "delta", penalized = TRUE))
  run(set, "ivw.robust.penalised", function(i) mr_ivw(i, model = "random", robust = TRUE, penalized = TRUE))
  run(set, "ivw.t", function(i) mr_ivw(i, model = "random", distribution = "t-dist", alpha = 0.1))
  run(set, "egger.normal", function(i) mr_egger(i))
  run(set, "egger.penalised.normal", function(i) mr_egger(i, penalized = TRUE))
  run(set, "egger.robust.normal", function(i) mr_egger(i, robust = TRUE))
  run(set, "egger.penalised.robust.normal", function(i) mr_egger(i, robust = TRUE, penalized = TRUE))
  for (weighting in c("simple", "weighted", "penalized")) {
    run(set, paste0("median.", weighting), function(i) mr_median(i, weighting = weighting))
  }
  for (stderror in c("delta", "simple")) {
    for (weighting in c("weighted", "unweighted")) {
      run(set, paste("mbe", weighting, stderror, sep = "."), function(i) {
        mr_mbe(i, weighting = weighting, stderror = stderror, iterations = 4000)
      })
    }
  }
  run(set, "mbe.phi", function(i) mr_mbe(i, phi = 0.5, iterations = 4000))
  for (over in c(TRUE, FALSE)) {
    run(set, paste0("divw.", over), function(i) mr_divw(i, over.dispersion = over))
    run(set, paste0("pivw.", over), function(i) mr_pivw(i, over.dispersion = over))
    run(set, paste0("pivw.normal.", over), function(i) {
      mr_pivw(i, over.dispersion = over, Boot.Fieller = FALSE, lambda = 2)
    })
    run(set, paste0("pivw.selection.", over), function(i) {
      p <- 2 * pnorm(-abs(slot(i, "betaX") / slot(i, "betaXse")) * 0.9)
      mr_pivw(i, over.dispersion = over, Boot.Fieller = FALSE, delta = 5, sel.pval = p)
    })
  }
  # A grid of the ratios' own scale.
  step <- if (set == "ldl" || set == "hdl") 0.01 else 0.001
  run(set, "conmix", function(i) mr_conmix(i, CIStep = step))
}
run("calcium", "ivw.random", function(i) mr_ivw(i))
run("calcium", "egger.normal", function(i) mr_egger(i))

# Maximum likelihood: where the package ends, and what it has reached there.
objective <- function(par, i, psi) {
  bx <- slot(i, "betaX"); by <- slot(i, "betaY"); sx <- slot(i, "betaXse"); sy <- slot(i, "betaYse")
  n <- length(bx)
  ex <- (bx - par[1:n]) / sx
  ey <- (by - par[n + 1] * par[1:n]) / sy
  sum(ex^2 - 2 * psi * ex * ey + ey^2) / (1 - psi^2) / 2
}
likelihood <- list()
for (set in c("ldl", "hdl", "sbp", "underdispersed")) {
  for (psi in c(0, 0.3)) {
    i <- sets[[set]]
    bx <- slot(i, "betaX")
    start <- c(bx, sum(bx * slot(i, "betaY") / slot(i, "betaYse")^2) / sum(bx^2 / slot(i, "betaYse")^2))
    package <- slots(mr_maxlik(i, model = "random", psi = psi))
    # BFGS from the package's start, with scaled parameters.
    best <- optim(start, objective, i = i, psi = psi, method = "BFGS",
      control = list(maxit = 10000, reltol = 1e-15, parscale = pmax(abs(start), 1e-3)))
    likelihood[[length(likelihood) + 1]] <- list(set = set, psi = psi,
      package = package[c("Estimate", "StdError", "RSE", "Heter.Stat")],
      bfgs = list(estimate = best$par[length(bx) + 1], objective = best$value))
  }
}

numbers <- lapply(sets, function(i) list(bx = slot(i, "betaX"), bxse = slot(i, "betaXse"),
  by = slot(i, "betaY"), byse = slot(i, "betaYse")))
numbers$calcium$rho <- as.vector(t(rho))
out <- list(made_by = "conformance/mendelianrandomization/make.R", R = R.version.string,
  underdispersed = numbers$underdispersed, cases = cases, likelihood = likelihood)
write_json(out, file.path(here, "expected.json"), auto_unbox = TRUE, digits = NA, na = "null", pretty = 0)
