# R's survival on counting-process rows, (start, stop] with one id a person: the form that takes late entry.
suppressMessages(library(survival))
args <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(args[1])
rows$id <- seq_len(nrow(rows)); rows$entry <- 0
rows$status <- factor(rows$outcome, 0:2, labels = c("censored", "reached", "exit"))
seconds <- numeric(as.integer(args[2]))
for (i in seq_along(seconds)) seconds[i] <- system.time(fit <- survfit(Surv(entry, month, status) ~ 1, data = rows, id = id))[["elapsed"]]
at <- which(fit$states == "reached")
points <- paste0('"', fit$time, '": [', format(fit$pstate[, at], digits = 17, scientific = FALSE, trim = TRUE), "]", collapse = ", ")
cat(sprintf('{"seconds": [%s], "people": %d, "curve": {%s}, "version": "%s"}\n',
            paste(seconds, collapse = ", "), nrow(rows), points, as.character(packageVersion("survival"))))
