# Rscript make.R <folder of simex> <folder of the shared data>
# MR-Egger corrected by simex, 20 runs of 1000 simulations: their mean and spread give the Monte-Carlo error.
args <- commandArgs(TRUE)
library(jsonlite)
for (f in list.files(file.path(args[1], "R"), full.names = TRUE)) source(f)
ldl <- read.delim(file.path(args[2], "mr-lipids-chd", "lipids_chd_28snps.tsv"))
sbp <- read.delim(file.path(args[2], "mr-sbp-cad", "SBP_CAD.tsv"))
run <- function(bx, sx, by, sy, runs) {
  d <- data.frame(y = by * sign(bx), x = abs(bx))
  # simex updates the model, which then looks for its weights in the global environment.
  w <<- 1 / sy^2
  naive <<- lm(y ~ x, data = d, weights = w, x = TRUE)
  fits <- lapply(seq_len(runs), function(seed) {
    set.seed(seed)
    s <- simex(naive, "x", as.matrix(sx), B = 1000, asymptotic = FALSE)
    c(coef(s)[c("x", "(Intercept)")], sqrt(diag(s$variance.jackknife))[c("x", "(Intercept)")])
  })
  m <- do.call(rbind, fits)
  list(naive = unname(coef(naive)[2:1]), mean = unname(colMeans(m)), sd = unname(apply(m, 2, sd)), runs = runs)
}
out <- list(ldl = run(ldl$ldlc, ldl$ldlcse, ldl$chdlodds, ldl$chdloddsse, 20),
            sbp = run(sbp$bx, sbp$bxse, sbp$by, sbp$byse, 20))
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
write(toJSON(out, auto_unbox = TRUE, digits = I(16)), file.path(folder, "expected.json"))
