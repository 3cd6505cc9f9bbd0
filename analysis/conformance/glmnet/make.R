# Rscript make.R > expected.json: elastic nets of glmnet on simulated columns, some of them nearly collinear.
suppressMessages({library(glmnet); library(jsonlite)})
set.seed(20261122)
n <- 80
base <- matrix(rnorm(n * 6), n)
x <- round(cbind(base, base[, 1:3] + 0.1 * matrix(rnorm(n * 3), n)) %*% diag(1:9), 4)
y <- round(3 + x %*% c(1, 0, -0.3, 0, 0.1, 0, 0.05, 0, 0) + rnorm(n), 4)
lambdas <- c(1, 0.3, 0.1, 0.03, 0.01)
fits <- lapply(c(1, 0.5, 0.05), function(alpha) {
  fit <- glmnet(x, y, alpha = alpha, lambda = lambdas, thresh = 1e-20, maxit = 1e7)
  list(alpha = alpha, intercept = unname(fit$a0), coefficients = t(as.matrix(unname(fit$beta))))
})
cat(toJSON(list(columns = t(x), y = as.numeric(y), lambdas = lambdas, fits = fits), digits = 15, auto_unbox = TRUE))
