# Reach of a target in R, for the golden tests: who was at risk from when to when, and what survival and etm make of it.
#
# In: NAME/spells.csv, NAME/people.csv (optional). Out: NAME/expected.csv, NAME/flow.csv. Called by NAME/make.R.
# Follows the words of the design (section 4: Months, Following someone, Who counts; section 5: Reach), and shares no code
# with outgrow. Stops where survfit, etm and, if all are seen from month 0, cmprsk disagree.

suppressPackageStartupMessages({
  library(survival)
  library(etm)
  library(cmprsk)
})

month_number <- function(x) ifelse(is.na(x), NA, 12L * as.integer(substr(x, 1, 4)) + as.integer(substr(x, 6, 7)))

read_table <- function(path) {
  table <- read.csv(path, colClasses = "character", na.strings = "")
  for (name in intersect(names(table), c("start", "end", "observed_from", "observed_until", "exited")))
    table[[name]] <- month_number(table[[name]])
  table
}

# One row a person: what became of them ("read" steps of the flow) and, where counted, entry, stop, status, group.
people_at_risk <- function(spells, people = NULL, role, toward, after_last = NULL, by = NULL) {
  last_month <- max(spells$start, spells$end, na.rm = TRUE)
  title <- tolower(spells$title)
  rows <- lapply(split(seq_len(nrow(spells)), spells$person), function(i) {
    person <- spells$person[i[1]]
    known <- function(name) {
      value <- people[[name]][match(person, people$person)]
      if (is.null(value) || length(value) == 0) NA else value
    }
    answer <- function(step, entry = NA, stop = NA, status = NA)
      data.frame(person = person, step = step, entry = entry, stop = stop, status = status,
                 group = if (is.null(by)) "" else known(by))
    in_role <- spells$start[i][title[i] %in% role]
    if (length(in_role) == 0) return(answer("not_in_role"))
    zero <- min(in_role)
    target <- min(spells$start[i][title[i] %in% toward], Inf)
    seen_from <- max(zero, known("observed_from"), na.rm = TRUE)
    if (target <= seen_from) return(answer("already_there"))

    until <- known("observed_until")
    then <- if (!is.null(after_last)) after_last else if (is.na(until)) "censor" else "between"
    ended <- !anyNA(spells$end[i])
    after_end <- if (ended) max(spells$end[i]) + 1
    left <- min(known("exited"), if (ended && then == "exit") after_end, Inf, na.rm = TRUE)
    followed <- if (!is.na(until)) until
                else if (!ended || then == "between") last_month
                else if (then == "censor") after_end
                else Inf # "exit": they leave in after_end, before anything else ends their follow-up

    if (target <= left && target <= followed) { stop <- target; status <- "target" }
    else if (left <= followed) { stop <- left; status <- "exit" }
    else { stop <- followed; status <- "censored" }
    if (stop <= seen_from) return(answer("no_follow_up"))
    answer("counted", seen_from - zero, stop - zero, status)
  })
  do.call(rbind, rows)
}

# The value of a step function at `times`, given its jumps; `before` where none has happened yet.
step_at <- function(times, jumps, values, before = 0) c(before, values)[findInterval(times, jumps) + 1]

agree <- function(a, b, what, tolerance = 1e-9) {
  if (length(a) != length(b) || anyNA(c(a, b)) || max(abs(a - b)) > tolerance) stop(what, " disagree")
}

reach_curve <- function(counted, group = "", start_at_risk = 10) {
  at_risk_at <- function(t) sum(counted$entry < t & t <= counted$stop)
  # Seen late: the curve starts with the first month for which enough are at risk, and forgets what came before.
  starts <- 1
  if (any(counted$entry > 0)) {
    enough <- Filter(function(t) at_risk_at(t) >= start_at_risk, seq_len(max(counted$stop)))
    if (length(enough) == 0) return(NULL)
    starts <- enough[1]
  }
  seen <- counted[counted$stop >= starts, ]
  seen$entry <- pmax(seen$entry, starts - 1)
  months <- sort(unique(seen$stop))
  at_risk <- vapply(months, at_risk_at, 0)
  events <- vapply(months, function(t) sum(counted$stop == t & counted$status == "target"), 0)
  exits <- any(seen$status == "exit")
  states <- c("role", "target", if (exits) "exit")

  # survival: Aalen-Johansen by states, each person one row (entry, stop]
  seen$event <- factor(seen$status, c("censored", states[-1]))
  seen$before <- factor("role", states)
  fit <- survfit(Surv(entry, stop, event) ~ 1, data = seen, id = person, istate = before)
  column <- match("target", fit$states)
  estimate <- step_at(months, fit$time, fit$pstate[, column])
  shown <- fit$time %in% months
  agree(fit$time[shown], months, "months of survfit")
  agree(fit$n.risk[shown, match("role", fit$states)], at_risk, "people at risk in survfit")
  agree(fit$n.event[shown, column], events, "events in survfit")

  # etm: the same, and its Greenwood-type variance
  rows <- data.frame(id = seen$person, from = "role", to = seen$status, entry = seen$entry, exit = seen$stop)
  tra <- matrix(FALSE, length(states), length(states), dimnames = list(states, states))
  tra["role", -1] <- TRUE
  other <- etm(rows, state.names = states, tra = tra, cens.name = "censored", s = 0, t = "last", covariance = TRUE)
  agree(step_at(months, other$time, other$est["role", "target", ]), estimate, "estimates of survfit and etm")
  variance <- other$cov["role target", "role target", ]
  std_error <- sqrt(step_at(months, other$time, variance))
  moved <- other$time
  agree(other$n.risk[, "role"], vapply(moved, at_risk_at, 0), "people at risk in etm")

  # etm once more, on everyone's whole follow-up, from the start of the curve on
  whole <- data.frame(id = counted$person, from = "role", to = counted$status, entry = counted$entry, exit = counted$stop)
  again <- etm(whole, state.names = states, tra = tra, cens.name = "censored", s = starts - 1, t = "last")
  agree(step_at(months, again$time, again$est["role", "target", ]), estimate, "etm from the start of the curve on")
  agree(sqrt(step_at(months, again$time, again$cov["role target", "role target", ])), std_error, "its errors")

  if (!exits) { # Kaplan-Meier
    km <- survfit(Surv(entry, stop, status == "target") ~ 1, data = seen)
    agree(1 - step_at(months, km$time, km$surv, 1), estimate, "Kaplan-Meier and Aalen-Johansen")
    below_one <- estimate < 1 - 1e-12
    greenwood <- step_at(months, km$time, km$surv, 1) * step_at(months, km$time, km$std.err)
    agree(greenwood[below_one], std_error[below_one], "Greenwood's errors in survfit and etm")
  }
  if (all(counted$entry == 0)) {
    third <- cuminc(seen$stop, seen$status, cencode = "censored")[["1 target"]]
    agree(timepoints(list("1 target" = third), months)$est[1, ], estimate, "estimates of survfit and cuminc")
  }

  # bounds on the complementary log-log scale, as in summary.etm(ci.fun = "cloglog"); none where nobody or everybody has moved
  inside <- estimate > 1e-12 & estimate < 1 - 1e-12
  z <- qnorm(0.975)
  below <- ifelse(inside, 1 - estimate, NA)
  half <- z * std_error / (below * log(below))
  lower <- 1 - below^exp(half)
  upper <- 1 - below^exp(-half)
  theirs <- suppressWarnings(summary( # warns of log(0) where everybody has moved
    other, tr.choice = "role target", ci.fun = "cloglog"))[["role target"]]
  agree(step_at(months, theirs$time, theirs$lower)[inside], lower[inside], "lower bounds here and in etm")
  agree(step_at(months, theirs$time, theirs$upper)[inside], upper[inside], "upper bounds here and in etm")
  stopifnot(all(lower[inside] < estimate[inside]), all(upper[inside] > estimate[inside]))

  message(sprintf("  group '%s': %d counted, from month %d, %d months, end %.6f; largest difference of errors, etm and survfit: %.2g",
                  group, nrow(counted), starts, length(months), estimate[length(months)],
                  max(abs(std_error - step_at(months, fit$time, fit$std.err[, column])), na.rm = TRUE)))
  data.frame(group = group, months = months, estimate = estimate, std_error = std_error,
             lower = lower, upper = upper, at_risk = at_risk, events = events)
}

full <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))

# Make expected.csv and flow.csv of a data set in `folder`, from its tables in `tables`.
make_golden <- function(folder, role, toward, after_last = NULL, by = NULL, tables = folder) {
  spells <- read_table(file.path(tables, "spells.csv"))
  people_file <- file.path(tables, "people.csv")
  people <- if (file.exists(people_file)) read_table(people_file)
  message(basename(normalizePath(folder)))
  rows <- people_at_risk(spells, people, role, toward, after_last, by)
  counted <- rows[rows$step == "counted", ]
  curves <- list(reach_curve(counted))
  if (!is.null(by))
    curves <- c(curves, lapply(sort(unique(counted$group)), function(g) reach_curve(counted[counted$group == g, ], g)))
  expected <- do.call(rbind, curves)
  for (name in setdiff(names(expected), "group")) expected[[name]] <- full(expected[[name]])
  write.csv(expected, file.path(folder, "expected.csv"), row.names = FALSE, quote = FALSE)
  count <- function(step) sum(rows$step == step)
  write.csv(data.frame(read = nrow(rows), not_in_role = count("not_in_role"), already_there = count("already_there"),
                       no_follow_up = count("no_follow_up"), counted = count("counted")),
            file.path(folder, "flow.csv"), row.names = FALSE, quote = FALSE)
  print(table(counted$status, counted$group))
}

# The folder of the script that Rscript runs.
this_folder <- function() dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
