# Rscript make.R: simulates a score with two covariates, binary, quantitative and survival outcomes (with ties), and
# evaluates it with R's own functions, pROC and survival. Only numbers are stored.
library(jsonlite)
library(survival)
suppressMessages(library(pROC))
set.seed(20261122)
n <- 400
score <- round(rnorm(n), 2)
other <- round(0.6 * score + rnorm(n), 2)
age <- round(rnorm(n, 55, 8), 1)
sex <- rbinom(n, 1, 0.5)
height <- 170 + 2 * score - 0.05 * age + 8 * sex + rnorm(n, 0, 5)
cc <- rbinom(n, 1, plogis(-1.2 + 0.7 * score + 0.03 * (age - 55) + 0.2 * sex))
event_time <- rexp(n, 0.05 * exp(0.5 * score + 0.02 * (age - 55)))
censor <- runif(n, 2, 40)
time <- ceiling(pmin(event_time, censor))
event <- as.integer(event_time <= censor)
data <- list(score = score, other = other, age = age, sex = sex, height = height, cc = cc, time = time, event = event)
g <- function(f) glm(f, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
se <- function(m) unname(sqrt(diag(vcov(m))))
nag <- function(m, m0) as.numeric((1 - exp(2 * (logLik(m0) - logLik(m)) / n)) / (1 - exp(2 * logLik(m0) / n)))
null <- g(cc ~ 1)
full <- g(cc ~ age + sex + score)
base <- g(cc ~ age + sex)
z <- as.vector(scale(score))
lee <- function(r2, K, P) {
  t <- qnorm(1 - K); d <- dnorm(t); m <- d / K
  theta <- m * (P - K) / (1 - K) * (m * (P - K) / (1 - K) - t)
  C <- (K * (1 - K))^2 / (d^2 * P * (1 - P))
  C * r2 / (1 + theta * C * r2)
}
P <- mean(cc)
r2 <- function(f) summary(lm(f))$r.squared
logistic <- list(
  coef = unname(coef(full)), covariance = as.vector(vcov(full)), logLik = as.numeric(logLik(full)),
  nullLogLik = as.numeric(logLik(null)), nagelkerke = nag(full, null), nagelkerkeBase = nag(base, null),
  nagelkerkeScore = nag(g(cc ~ score), null), perSd = {
    m <- g(cc ~ age + sex + z)
    c(coef(m)[["z"]], se(m)[4], summary(m)$coefficients[4, 4])
  },
  observed = r2(cc ~ score), liability = lee(r2(cc ~ score), 0.05, P),
  addedLiability = lee(r2(cc ~ age + sex + score) - r2(cc ~ age + sex), 0.05, P))
linear <- list(
  r2 = r2(height ~ score), base = r2(height ~ age + sex), full = r2(height ~ age + sex + score),
  perSd = unname(c(summary(lm(height ~ age + sex + z))$coefficients[4, ], confint(lm(height ~ age + sex + z))[4, ])))
ra <- roc(cc, score, quiet = TRUE, direction = "<")
rb <- roc(cc, other, quiet = TRUE, direction = "<")
test <- roc.test(ra, rb, method = "delong", paired = TRUE)
discrimination <- list(auc = as.numeric(auc(ra)), variance = var(ra, method = "delong"), ci = as.numeric(ci.auc(ra, method = "delong")),
  other = as.numeric(auc(rb)), z = unname(test$statistic), p = test$p.value,
  difference = as.numeric(auc(ra)) - as.numeric(auc(rb)), covariance = cov(ra, rb, method = "delong"))
risk <- plogis(-1 + 0.9 * score)
lp <- qlogis(risk)
cal <- g(cc ~ lp)
large <- g(cc ~ offset(lp))
before <- plogis(-1 + 0.02 * (age - 55))
up <- function(a, b, who) mean((b > a)[who]); down <- function(a, b, who) mean((b < a)[who])
nriParts <- function(a, b) {
  e <- cc == 1
  ue <- up(a, b, e); de <- down(a, b, e); un <- up(a, b, !e); dn <- down(a, b, !e)
  c(ue - de, dn - un, sqrt((ue + de - (ue - de)^2) / sum(e) + (un + dn - (un - dn)^2) / sum(!e)))
}
cut2 <- function(p) (p >= 0.2) + (p >= 0.4)
gain <- risk - before
quality <- list(slope = coef(cal)[["lp"]], slopeSe = se(cal)[2], intercept = coef(cal)[[1]], interceptSe = se(cal)[1],
  large = coef(large)[[1]], largeSe = se(large)[1], brier = mean((risk - cc)^2), brierSe = sd((risk - cc)^2) / sqrt(n),
  scaled = 1 - mean((risk - cc)^2) / (P * (1 - P)),
  continuousNri = nriParts(before, risk), categoricalNri = nriParts(cut2(before), cut2(risk)),
  idi = mean(gain[cc == 1]) - mean(gain[cc == 0]),
  idiSe = sqrt(var(gain[cc == 1]) / sum(cc) + var(gain[cc == 0]) / sum(1 - cc)),
  netBenefit = sapply(c(0.1, 0.2, 0.3), function(t) (sum(risk >= t & cc == 1) - sum(risk >= t & cc == 0) * t / (1 - t)) / n))
r <- rank(score)
decile <- floor((2 * r - 1) * 10 / (2 * n)) + 1
middle <- decile %in% 5:6
strata <- sapply(c(1, 3, 9, 10), function(d) {
  use <- decile == d | middle
  m <- glm(cc[use] ~ as.numeric(decile[use] == d) + age[use] + sex[use], family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
  c(sum(decile == d), sum(cc[decile == d]), coef(m)[2], se(m)[2])
})
top <- score >= sort(score, decreasing = TRUE)[round(0.2 * n)]
mt <- g(cc ~ top + age + sex)
topShare <- c(sum(top), coef(mt)[2], se(mt)[2])
ctl <- coxph.control(eps = 1e-11, iter.max = 100, toler.chol = 1e-13)
cox <- lapply(c(efron = "efron", breslow = "breslow"), function(ties) {
  m <- coxph(Surv(time, event) ~ age + sex + score, ties = ties, control = ctl)
  list(coef = unname(coef(m)), covariance = as.vector(vcov(m)), logLik = m$loglik, score = m$score)
})
conc <- concordance(Surv(time, event) ~ score, reverse = TRUE)
fifth <- floor((2 * r - 1) * 5 / (2 * n)) + 1
lr <- survdiff(Surv(time, event) ~ fifth)
km <- summary(survfit(Surv(time, event) ~ 1), censored = TRUE)
med <- summary(survfit(Surv(time, event) ~ 1))$table
survivalNumbers <- list(cox = cox, concordance = unname(conc$concordance), concordanceSe = sqrt(conc$var[[1]]),
  counts = unname(conc$count[1:3]), logRank = lr$chisq, observed = unname(lr$obs), expected = unname(lr$exp),
  km = list(time = km$time, atRisk = km$n.risk, survival = km$surv, se = km$std.err, lower = km$lower, upper = km$upper),
  median = unname(med[c("median", "0.95LCL", "0.95UCL")]))
out <- list(data = data, logistic = logistic, linear = linear, discrimination = discrimination, quality = quality,
  strata = strata, topShare = topShare, survival = survivalNumbers)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
write(toJSON(out, auto_unbox = TRUE, digits = I(17)), file.path(folder, "expected.json"))
