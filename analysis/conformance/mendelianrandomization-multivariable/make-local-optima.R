# Rscript make-local-optima.R FOLDER_OF_MENDELIANRANDOMIZATION_SOURCES FOLDER_OF_SHARED_DATA > local-optima.json
# The least BIC that MVmr_cML finds, from its one start, in perturbed copies of the lipid data.
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({ library(jsonlite); library(Rcpp) })
invisible(sourceCpp(file.path(arguments[1], "src", "mvmrcML.cpp")))
lipids <- read.delim(file.path(arguments[2], "mr-lipids-chd", "lipids_chd_28snps.tsv"))
bx <- as.matrix(lipids[, c("ldlc", "hdlc", "trig")]); sx <- as.matrix(lipids[, c("ldlcse", "hdlcse", "trigse")])
precision <- lapply(1:28, function(i) diag(1 / c(sx[i, ], lipids$chdloddsse[i])^2))
set.seed(9)
runs <- lapply(1:20, function(run) {
  x <- round(bx + rnorm(84) * sx, 5); y <- round(lipids$chdlodds + rnorm(28) * lipids$chdloddsse, 5)
  fit <- MVmr_cML(x, as.matrix(y), sx, precision, 17723, 0:14, maxit = 100000, thres = 1e-7)
  list(betaExposures = unname(t(x)), betaOutcome = y, bic = min(fit$BIC_vec))
})
cat(toJSON(list(standardErrorExposures = unname(t(sx)), standardErrorOutcome = lipids$chdloddsse, sampleSize = 17723, runs = runs), digits = NA, auto_unbox = TRUE))
cat("\n")
