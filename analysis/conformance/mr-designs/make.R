# Rscript make.R: simulates small data and computes them by other means; prints expected.json (numbers only).
library(jsonlite)
set.seed(20)
k <- 12
bx <- round(rnorm(k, 0.08, 0.03), 4); sx <- round(runif(k, 0.005, 0.01), 4)
sy <- round(runif(k, 0.01, 0.02), 4)
rho <- round(0.97^abs(outer(1:k, 1:k, "-")), 6)
by <- round(0.4 * bx + as.numeric(t(chol(rho)) %*% rnorm(k)) * sy * 0.6, 4)

# Burgess et al. 2017, as the paper describes it: components of the weighted correlation by prcomp.
pc <- function(share) {
  phi <- (bx / sy) %o% (bx / sy) * rho
  p <- prcomp(phi, scale. = FALSE)
  n <- which(cumsum(p$sdev^2 / sum(p$sdev^2)) > share)[1]
  w <- p$rotation[, 1:n, drop = FALSE]
  x <- as.numeric(bx %*% w); y <- as.numeric(by %*% w)
  omega <- solve(t(w) %*% ((sy %o% sy) * rho) %*% w)
  b <- as.numeric((x %*% omega %*% y) / (x %*% omega %*% x))
  r <- y - b * x
  list(components = n, beta = b, fixed = as.numeric(1 / sqrt(x %*% omega %*% x)), q = as.numeric(r %*% omega %*% r))
}

# Two studies' steps of a mediation: 20 variants of the exposure, 20 of the mediator alone, effects on all three traits.
n <- 40
gx <- c(rnorm(20, 0.08, 0.03), rep(0, 20)); gm <- c(rep(0, 20), rnorm(20, 0.08, 0.03))
sd <- function() round(runif(n, 0.008, 0.012), 4)
se <- list(x = sd(), m = sd(), y = sd())
truth <- list(x = gx, m = 0.5 * gx + gm, y = 0.3 * gx + 0.4 * (0.5 * gx + gm))
b <- Map(function(t, s) round(t + rnorm(n) * s, 5), truth, se)
first <- 1:20; second <- 21:40
slope <- function(y, x, s, rows) {
  m <- summary(lm(y ~ 0 + x, weights = 1 / s^2, subset = rows))
  c(coef(m)[1, 1], coef(m)[1, 2] / min(1, m$sigma))
}
alpha <- slope(b$m, b$x, se$m, first)
beta <- slope(b$y, b$m, se$y, second)
total <- slope(b$y, b$x, se$y, first)
joint <- summary(lm(b$y ~ 0 + b$x + b$m, weights = 1 / se$y^2))
direct <- c(coef(joint)[1, 1], coef(joint)[1, 2] / min(1, joint$sigma))
product <- c(alpha[1] * beta[1], sqrt(alpha[1]^2 * beta[2]^2 + beta[1]^2 * alpha[2]^2))
difference <- c(total[1] - direct[1], sqrt(total[2]^2 + direct[2]^2))
# Delta method by numerical gradients.
delta <- function(f, at, errors) {
  gradient <- sapply(seq_along(at), function(i) {
    h <- 1e-5; up <- at; up[i] <- up[i] + h; down <- at; down[i] <- down[i] - h
    (f(up) - f(down)) / (2 * h)
  })
  c(f(at), sqrt(sum((gradient * errors)^2)))
}
shares <- list(
  product = delta(function(v) v[1] * v[2] / v[3], c(alpha[1], beta[1], total[1]), c(alpha[2], beta[2], total[2])),
  difference = delta(function(v) (v[1] - v[2]) / v[1], c(total[1], direct[1]), c(total[2], direct[2]))
)
cat(toJSON(list(
  principalComponents = list(
    input = list(bx = bx, sx = sx, by = by, sy = sy, rho = as.numeric(rho)),
    share99 = pc(0.99), share90 = pc(0.9), share999 = pc(0.999)
  ),
  mediation = list(
    input = list(b = b, se = se), alpha = alpha, beta = beta, total = total, direct = direct,
    product = product, difference = difference, shares = shares
  )
), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
