# Rscript mr-peer.R <folder of the packages' sources> <effects of 100 variants, TSV> <effects of 28 variants, TSV> <simulations>
# Prints CPU seconds (user and system) as JSON. Functions are sourced, so that the packages need no installation.
args <- commandArgs(TRUE)
for (f in c("mr.R", "mr_mode.R", "mr-grip.R")) source(file.path(args[1], "TwoSampleMR", "R", f))
source(file.path(args[1], "MR-PRESSO", "R", "mr_presso.R"))
seconds <- function(expression) sum(system.time(expression)[c("user.self", "sys.self", "user.child", "sys.child")], na.rm = TRUE)
d <- read.delim(args[2])
parameters <- default_parameters()
run <- function(names) for (name in names) get(name)(d$bx, d$by, d$sx, d$sy, parameters)
usual <- c("mr_ivw", "mr_egger_regression", "mr_weighted_median", "mr_simple_mode", "mr_weighted_mode")
others <- c(
  "mr_ivw_fe", "mr_two_sample_ml", "mr_egger_regression_bootstrap", "mr_simple_median", "mr_penalised_weighted_median",
  "mr_simple_mode_nome", "mr_weighted_mode_nome", "mr_sign", "mr_uwr", "mr_grip"
)
run("mr_ivw")
first <- seconds(run(usual))
all <- first + seconds(run(others))
p <- read.delim(args[3])
presso <- seconds(suppressWarnings(mr_presso(
  BetaOutcome = "by", BetaExposure = "bx", SdOutcome = "sy", SdExposure = "sx", data = p,
  OUTLIERtest = TRUE, DISTORTIONtest = TRUE, NbDistribution = as.integer(args[4]), seed = 1
)))
cat(sprintf('{"usual": %.4f, "all": %.4f, "presso": %.4f, "r": "%s"}\n', first, all, presso, getRversion()))
