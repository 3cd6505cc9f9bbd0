# Rscript make.R FOLDER_OF_SHARED_DATA > expected.json
# AER's ivreg with its diagnostics, sandwich's HC1, and by matrix algebra of base R what they do not give: Sanderson-Windmeijer F,
# two-step Hansen J, ends of Anderson-Rubin sets (by uniroot on lm), and stacked sandwich errors of logistic second stages (by numDeriv).
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({ library(jsonlite); library(AER); library(sandwich); library(numDeriv) })

projected <- function(columns, on) on %*% solve(crossprod(on), crossprod(on, columns))

sanderson <- function(X, Z, W) {
  n <- nrow(X); p <- ncol(X)
  left <- function(m) m - projected(m, W)
  X <- left(X); Z <- left(Z)
  sapply(seq_len(p), function(j) {
    e <- X[, j]
    if (p > 1) {
      others <- X[, -j, drop = FALSE]
      e <- e - others %*% solve(crossprod(others, projected(others, Z)), crossprod(others, projected(X[, j], Z)))
    }
    part <- projected(e, Z)
    (sum(part^2) / (ncol(Z) - p + 1)) / (sum((e - part)^2) / (n - ncol(Z) - ncol(W)))
  })
}

hansen <- function(y, X, Z, W, u) {
  Zall <- cbind(W, Z); Xall <- cbind(W, X)
  S <- solve(crossprod(Zall * as.vector(u)))
  ZX <- crossprod(Zall, Xall); Zy <- crossprod(Zall, y)
  b <- solve(t(ZX) %*% S %*% ZX, t(ZX) %*% S %*% Zy)
  g <- Zy - ZX %*% b
  as.vector(t(g) %*% S %*% g)
}

anderson <- function(y, x, Z, W, from, to) {
  p <- function(b) { r <- y - b * x; a <- anova(lm(r ~ W - 1), lm(r ~ W + Z - 1)); a$`Pr(>F)`[2] - 0.05 }
  uniroot(p, c(from, to), tol = 1e-13)$root
}

logistic <- function(y, X, Z, W, control) {
  Q <- cbind(W, Z); p <- ncol(X); m <- ncol(Q)
  pi <- solve(crossprod(Q), crossprod(Q, X))
  design <- function(pi) { fitted <- Q %*% pi; if (control) cbind(X, X - fitted, W) else cbind(fitted, W) }
  D <- design(pi)
  fit <- glm(y ~ D - 1, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))
  theta <- c(as.vector(pi), coef(fit))
  scores <- function(theta) {
    pi <- matrix(theta[seq_len(m * p)], m); b <- theta[-seq_len(m * p)]; D <- design(pi)
    first <- do.call(cbind, lapply(seq_len(p), function(e) Q * as.vector(X[, e] - Q %*% pi[, e])))
    cbind(first, D * as.vector(y - plogis(D %*% b)))
  }
  A <- jacobian(function(t) colSums(scores(t)), theta)
  V <- solve(A) %*% crossprod(scores(theta)) %*% t(solve(A))
  at <- m * p + seq_len(p)
  list(beta = unname(coef(fit)[seq_len(p)]), standardError = unname(sqrt(diag(vcov(fit)))[seq_len(p)]), robust = sqrt(diag(V))[at])
}

run <- function(y, X, Z, W, binary) {
  n <- length(y); W <- cbind(rep(1, n), W); p <- ncol(X)
  fit <- ivreg(y ~ X + W - 1 | Z + W - 1)
  s <- summary(fit, diagnostics = TRUE)
  d <- s$diagnostics
  robust <- sqrt(diag(vcovHC(fit, type = "HC1")))
  partial <- sapply(seq_len(p), function(j) anova(lm(X[, j] ~ W - 1), lm(X[, j] ~ W + Z - 1))$F[2])
  list(
    beta = unname(coef(fit)[1:p]), standardError = unname(s$coefficients[1:p, 2]), pValue = unname(s$coefficients[1:p, 4]),
    robust = unname(robust[1:p]), firstStageF = partial, conditionalF = sanderson(X, Z, W),
    wuHausman = unname(d["Wu-Hausman", c("statistic", "p-value")]), wuHausmanDf = unname(d["Wu-Hausman", c("df1", "df2")]),
    sargan = unname(d["Sargan", c("statistic", "p-value")]),
    hansen = hansen(y, X, Z, W, residuals(fit)),
    substitution = logistic(binary, X, Z, W, FALSE), control = logistic(binary, X, Z, W, TRUE)
  )
}

set.seed(20261124)
n <- 250
g <- sapply(c(0.2, 0.35, 0.5, 0.3, 0.4), function(f) rbinom(n, 2, f))
age <- round(rnorm(n, 50, 9), 1); sex <- rbinom(n, 1, 0.5)
u <- rnorm(n)
x1 <- round(as.vector(g %*% c(0.7, 0.5, 0.1, 0, 0.3)) + 0.02 * age + u + rnorm(n), 4)
x2 <- round(as.vector(g %*% c(0.1, -0.4, 0.6, 0.6, 0)) + 0.3 * sex - 0.5 * u + rnorm(n), 4)
y <- round(0.5 * x1 - 0.3 * x2 + 0.01 * age + u + rnorm(n) * (1 + 0.3 * abs(x1)), 4)
case <- rbinom(n, 1, plogis(0.6 * x1 - 0.4 * x2 + 0.5 * u - 1))
W <- cbind(age, sex)
one <- run(y, cbind(x1), g, W, case)
W1 <- cbind(1, W)
one$anderson <- c(anderson(y, x1, g, W1, one$beta - 2, one$beta - 0.01), anderson(y, x1, g, W1, one$beta + 0.01, one$beta + 3))
course <- read.delim(file.path(arguments[1], "mr-lipids-chd", "coursedata_onesample.tsv"))
shared <- run(course$y, cbind(course$x), as.matrix(course[, c("g1", "g2", "g3", "g4")]), NULL, course$y.bin)

cat(toJSON(list(
  data = list(g = t(g), age = age, sex = sex, x1 = x1, x2 = x2, y = y, case = case),
  one = one, two = run(y, cbind(x1, x2), g, W, case), course = shared
), digits = NA, auto_unbox = TRUE))
cat("\n")
