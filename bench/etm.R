# etm: Aalen-Johansen with its Greenwood-type covariance from one row a person in memory.
suppressMessages(library(etm))
args <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(args[1])
long <- data.frame(id = seq_len(nrow(rows)), from = "waiting", to = c("cens", "reached", "exit")[rows$outcome + 1],
                   entry = 0, exit = rows$month, stringsAsFactors = FALSE)
states <- c("waiting", "reached", "exit")
moves <- matrix(FALSE, 3, 3, dimnames = list(states, states))
moves["waiting", c("reached", "exit")] <- TRUE
seconds <- numeric(as.integer(args[2]))
for (i in seq_along(seconds)) seconds[i] <- system.time(
  fit <- etm(long, state.names = states, tra = moves, cens.name = "cens", s = 0))[["elapsed"]]
estimate <- trprob(fit, "waiting reached"); error <- sqrt(trcov(fit, "waiting reached"))
points <- paste0('"', fit$time, '": [', format(estimate, digits = 17, scientific = FALSE, trim = TRUE), ", ",
                 format(error, digits = 17, scientific = FALSE, trim = TRUE), "]", collapse = ", ")
cat(sprintf('{"seconds": [%s], "people": %d, "curve": {%s}, "version": "%s"}\n',
            paste(seconds, collapse = ", "), nrow(rows), points, as.character(packageVersion("etm"))))
