# bigsnpr's own functions around its own C++ samplers, without the packages that only run its loops in parallel.
loadReference <- function(bigsnpr, bigstatsr, roptim) {
  suppressMessages({ library(Rcpp); library(bigassertr); library(foreach) })
  include <- c(file.path(bigstatsr, "inst/include"), file.path(roptim, "inst/include"), file.path(bigsnpr, "src"),
    sapply(c("rmio", "bigsparser", "RcppArmadillo"), function(name) system.file("include", package = name)))
  Sys.setenv(PKG_CPPFLAGS = paste(c(paste0("-I", include), "-DARMA_64BIT_WORD=1", "-DARMA_DONT_PRINT_OPENMP_WARNING"),
    collapse = " "), PKG_LIBS = "-llapack -lblas")
  # LDpred2-auto first: RcppArmadillo's header must come before Rcpp's.
  files <- c("ldpred2-auto.cpp", "ldpred2.cpp", "lassosum2.cpp", "ld-scores-sfbm.cpp")
  lines <- unlist(lapply(file.path(bigsnpr, "src", files), readLines))
  sourceCpp(code = paste(lines, collapse = "\n"), env = globalenv())
  assign("rows_along", function(x) seq_len(nrow(x)), globalenv())
  assign("cols_along", function(x) seq_len(ncol(x)), globalenv())
  assign("assert_cores", function(...) NULL, globalenv())
  assign("%dorng%", foreach::`%do%`, globalenv())
  assign("%dopar%", foreach::`%do%`, globalenv())
  assign("seq_log", function(from, to, length.out) exp(seq(log(from), log(to), length.out = length.out)), globalenv())
  for (file in c("LDpred2.R", "lassosum2.R")) {
    lines <- grep("register_parallel", readLines(file.path(bigsnpr, "R", file)), invert = TRUE, value = TRUE)
    eval(parse(text = lines), globalenv())
  }
}
