# What occupancy.R, tenure.R and weights.R share: careers by month, and curves of several states by survival, by etm and by hand.
#
# Follows the words of the design (section 4: Months, Following someone, Main job; section 5: Reach and occupancy), and shares no
# code with outgrow. Stops where survfit, etm and the recursion written out here disagree.

source("reach.R")

level_order <- c("trainee", "assistant", "specialist", "senior", "lead", "manager", "head", "director", "vice_president", "chief")
aside_marks <- c("part-time", "side", "board", "advisory", "volunteer")
bridged_gap <- 1 # months without a job that the job before lasts on through, if there is a next one
fold_count <- 50

fold_text <- function(x) tolower(gsub("[[:space:]]+", " ", trimws(x)))

# Spells and people of a data set, without spells that start when their person is no longer seen or has left. `title_levels` are the
# levels of titles (folded) where the set has none of its own.
read_careers <- function(tables, title_levels = NULL) {
  path <- file.path(tables, "spells.csv")
  spells <- read_table(path)
  day <- substr(read.csv(path, colClasses = "character")$start, 9, 10)
  stopifnot(all(day == "") || all(day != "")) # a month alone is not before or after a day in it
  spells$day <- ifelse(day == "", 0, suppressWarnings(as.integer(day)))
  spells$last <- ifelse(is.na(spells$end), Inf, spells$end)
  spells$name <- fold_text(spells$title)
  if (is.null(spells$level)) spells$level <- if (is.null(title_levels)) NA else unname(title_levels[spells$name])
  spells$level <- match(spells$level, level_order)
  marks <- if (is.null(spells$marks)) rep("", nrow(spells)) else ifelse(is.na(spells$marks), "", tolower(spells$marks))
  carries <- function(any_of) vapply(strsplit(marks, ";", fixed = TRUE), function(own) any(trimws(own) %in% any_of), NA)
  spells$aside <- carries(aside_marks)
  spells$start_unknown <- carries("start-unknown")
  people_file <- file.path(tables, "people.csv")
  people <- if (file.exists(people_file)) read_table(people_file)
  if (!is.null(people)) {
    row <- match(spells$person, people$person)
    gone <- pmin(if (is.null(people$observed_until)) Inf else people$observed_until[row],
                 if (is.null(people$exited)) Inf else people$exited[row], na.rm = TRUE)
    kept <- spells[is.na(gone) | spells$start <= gone, ]
    stopifnot(max(kept$start, kept$end, na.rm = TRUE) == max(spells$start, spells$end, na.rm = TRUE))
    spells <- kept
  }
  list(spells = spells, people = people)
}

# What is known of persons, NA where nothing is.
known_of <- function(people, name, persons) {
  value <- people[[name]]
  if (is.null(value)) rep(NA, length(persons)) else value[match(persons, people$person)]
}

# One row a person followed after entering `role` (titles; "any" is every job): `zero`, `seen_from` and `stop` as month numbers,
# `leaves` (for good, in month `stop`), `reason`, `weight`. Who is followed from when to when is reach.R's, with no target.
people_followed <- function(careers, role, after_last = NULL) {
  spells <- careers$spells
  spells$title <- spells$name
  if (identical(role, "any")) role <- unique(spells$name)
  rows <- people_at_risk(spells, careers$people, role, character(0), after_last)
  rows <- rows[rows$step == "counted", ]
  held <- spells[spells$name %in% role, ]
  zero <- as.vector(tapply(held$start, held$person, min)[rows$person])
  weight <- known_of(careers$people, "weight", rows$person)
  data.frame(person = rows$person, zero = zero, seen_from = zero + rows$entry, stop = zero + rows$stop,
             leaves = rows$status == "exit", reason = known_of(careers$people, "exit_reason", rows$person),
             weight = if (all(is.na(weight))) 1 else as.numeric(weight))
}

# Spells of one person, the one first that is the main job wherever it covers a month.
by_priority <- function(s) {
  key <- ifelse(is.na(s$level), 0, s$level)
  s[order(s$aside, -s$start, -s$day, -key, -s$last, s$title, method = "radix"), ]
}

# Spells of one person, with the same title and level at the same employer twice in a row as one spell: from the first start to the last end,
# and with everything else of the first. In a row by start, day, end and title.
join_same_title <- function(s) {
  employer <- if (is.null(s$organisation)) "" else fold_text(ifelse(is.na(s$organisation), "", s$organisation))
  # levels that titles tell are the same for the same title
  s$job <- paste(s$name, employer, s$level, sep = "\n")
  s <- s[order(s$start, s$day, s$last, s$job, method = "radix"), ]
  into <- 1
  kept <- rep(TRUE, nrow(s))
  for (i in seq_len(nrow(s))[-1]) {
    if (s$job[i] == s$job[into] && s$start[i] <= s$last[into] + bridged_gap + 1) {
      if (s$aside[i] != s$aside[into]) stop("a job and one beside it would be one")
      s$last[into] <- max(s$last[into], s$last[i])
      kept[i] <- FALSE
    } else into <- i
  }
  s[kept, ]
}

# Title of a person's main job in each of `months`, NA where they have none; short gaps between jobs are bridged.
main_job <- function(s, months) {
  all_months <- seq(min(s$start, months), max(months) + bridged_gap + 1)
  title <- rep(NA_character_, length(all_months))
  s <- by_priority(s)
  for (i in rev(seq_len(nrow(s)))) # whatever comes first is written last
    title[all_months >= s$start[i] & all_months <= s$last[i]] <- s$name[i]
  runs <- rle(is.na(title))
  run_end <- cumsum(runs$lengths)
  for (i in which(runs$values & runs$lengths <= bridged_gap))
    if (i > 1 && i < length(runs$values)) { # a job before and a job after
      from <- run_end[i - 1]
      title[from + seq_len(runs$lengths[i])] <- title[from]
    }
  title[match(months, all_months)]
}

# First five hexadecimal digits of the MD5 of a person, modulo 50.
fold_of <- function(persons) {
  once <- unique(persons)
  file <- tempfile()
  digits <- vapply(once, function(person) {
    writeBin(charToRaw(enc2utf8(person)), file)
    substr(tools::md5sum(file), 1, 5)
  }, "")
  (strtoi(digits, 16L) %% fold_count)[match(persons, once)]
}

# Rows of follow-up: `id`, `person`, `start`, `stop`, `from`, `to` ("censored" where they were last seen in `from`), `weight`.
# Curves start after month `after`: with the distribution over states of those then followed, or in the states they start in.
shares <- function(rows, states, after, weighted) {
  there <- rows[rows$start <= after & after < rows$stop, ]
  weight <- if (weighted) there$weight else rep(1, nrow(there))
  share <- vapply(states, function(state) sum(weight[there$from == state]), 0) / sum(weight)
  list(share = share, people = nrow(there))
}

cut_at <- function(rows, after) {
  rows <- rows[rows$stop > after, ]
  rows$start <- pmax(rows$start, after)
  rows
}

# The recursion of Aalen and Johansen with Greenwood-type variance, written out: p and V after each of `months`.
by_hand <- function(rows, states, months, p, people, weighted = FALSE) {
  size <- length(states)
  weight <- if (weighted) rows$weight else rep(1, nrow(rows))
  from <- match(rows$from, states)
  to <- match(rows$to, states)
  V <- (diag(p, size) - p %o% p) / people # the sampling of the starting states
  estimate <- variance <- matrix(0, length(months), size, dimnames = list(NULL, states))
  for (i in seq_along(months)) {
    at_risk <- rows$start < months[i] & months[i] <= rows$stop
    A <- diag(size)
    added <- matrix(0, size, size)
    for (h in unique(from[at_risk])) {
      Y <- sum(weight[at_risk & from == h])
      a <- vapply(seq_len(size), function(j) sum(weight[rows$stop == months[i] & from == h & to %in% j]), 0) / Y
      a[h] <- 1 - sum(a)
      A[h, ] <- a
      added <- added + p[h]^2 * (diag(a, size) - a %o% a) / Y
    }
    V <- t(A) %*% V %*% A + added
    p <- as.vector(p %*% A)
    estimate[i, ] <- p
    variance[i, ] <- diag(V)
  }
  list(estimate = estimate, variance = variance)
}

# survfit's estimates after each of `months`: a column a state. `counts` are its people at risk and moves.
by_survfit <- function(rows, states, months, p, weighted = FALSE) {
  rows$event <- factor(rows$to, c("censored", states))
  rows$before <- factor(rows$from, states)
  rows$w <- if (weighted) rows$weight else 1
  rows <- rows[order(rows$id, rows$start), ]
  # the order of its states first, to say where people start in that order
  order_of <- survfit(Surv(start, stop, event) ~ 1, data = rows, id = id, istate = before, weights = w, se.fit = FALSE)$states
  fit <- survfit(Surv(start, stop, event) ~ 1, data = rows, id = id, istate = before, weights = w, se.fit = FALSE, p0 = p[order_of])
  column <- match(states, fit$states)
  at <- function(m) vapply(seq_along(states), function(j) step_at(months, fit$time, m[, column[j]], p[[j]]), rep(0, length(months)))
  counts <- function(m) vapply(column, function(j) { x <- m[match(months, fit$time), j]; ifelse(is.na(x), 0, x) }, rep(0, length(months)))
  list(estimate = matrix(at(fit$pstate), length(months)), at_risk = matrix(counts(fit$n.risk), length(months)),
       events = matrix(counts(fit$n.event), length(months)), time = fit$time)
}

# etm's estimates and variances after each of `months`: those of P(after, t), by where people start.
by_etm <- function(rows, states, months, p, people, after) {
  code <- paste0("s", seq_along(states)) # titles may hold blanks, and etm's names of covariances are parted by one
  size <- length(states)
  moves <- rows[rows$to != "censored", ]
  tra <- matrix(FALSE, size, size, dimnames = list(code, code))
  tra[cbind(match(moves$from, states), match(moves$to, states))] <- TRUE
  # etm takes no last sighting in a state that can never be left: let it be left, even if nobody does
  for (h in setdiff(match(rows$from, states), match(moves$from, states))) tra[h, setdiff(seq_len(size), h)[1]] <- TRUE
  data <- data.frame(id = rows$id, from = code[match(rows$from, states)],
                     to = ifelse(rows$to == "censored", "censored", code[match(rows$to, states)]),
                     entry = rows$start, exit = rows$stop)
  fit <- withCallingHandlers(
    etm(data, state.names = code, tra = tra, cens.name = "censored", s = after, t = "last", covariance = TRUE),
    warning = function(w) if (startsWith(conditionMessage(w), "You may have specified more")) invokeRestart("muffleWarning"))
  starts <- which(p > 0)
  start_covariance <- (diag(p, size) - p %o% p) / people
  estimate <- variance <- matrix(0, length(months), size)
  for (j in seq_len(size)) {
    to_j <- matrix(vapply(starts, function(g) fit$est[code[g], code[j], ], rep(0, length(fit$time))), length(fit$time))
    estimate[, j] <- step_at(months, fit$time, as.vector(to_j %*% p[starts]), p[j])
    of_starts <- apply(to_j, 1, function(P) drop(P %*% start_covariance[starts, starts] %*% P))
    of_moves <- 0
    for (g in starts) for (h in starts)
      of_moves <- of_moves + p[g] * p[h] * fit$cov[paste(code[g], code[j]), paste(code[h], code[j]), ]
    variance[, j] <- step_at(months, fit$time, of_starts + of_moves, start_covariance[j, j])
  }
  list(estimate = estimate, variance = variance)
}

# Delete-a-fold jackknife: estimates once more without each fold that has someone, people's weights and starting states included.
fold_errors <- function(rows, states, months, after, weighted) {
  fold <- fold_of(rows$person)
  left_out <- lapply(sort(unique(fold)), function(k) {
    rest <- rows[fold != k, ]
    p <- shares(rest, states, after, weighted)$share
    once <- by_survfit(rest, states, months, p, weighted)$estimate
    agree(once, by_hand(rest, states, months, p, 1, weighted)$estimate, "estimates without a fold")
    rbind(p, once)
  })
  K <- length(left_out)
  mean_of_all <- Reduce(`+`, left_out) / K
  error <- sqrt((K - 1) / K * Reduce(`+`, lapply(left_out, function(theta) (theta - mean_of_all)^2)))
  list(start = error[1, ], error = error[-1, , drop = FALSE], folds = K)
}

# Bounds on the complementary log-log scale; none where the estimate is 0 or 1.
bounds <- function(estimate, std_error, sign) {
  inside <- estimate > 1e-12 & estimate < 1 - 1e-12
  below <- ifelse(inside, 1 - estimate, NA)
  1 - below^exp(sign * qnorm(0.975) * std_error / (below * log(below)))
}

# Curves of all states of `rows`, of which nobody leaves the `absorbing`, started after month `after`; the three ways must agree.
state_curves <- function(rows, states, absorbing, after = 0, weighted = FALSE, errors = FALSE, folds = FALSE) {
  whole <- rows
  rows <- cut_at(rows, after)
  months <- sort(unique(rows$stop)) # every row ends with a move or a last sighting
  begun <- shares(rows, states, after, weighted)
  p <- begun$share
  hand <- by_hand(rows, states, months, p, begun$people, weighted)
  theirs <- by_survfit(rows, states, months, p, weighted)
  agree(theirs$estimate, hand$estimate, "estimates of survfit and by hand")
  stopifnot(all(months %in% theirs$time), abs(rowSums(theirs$estimate) - 1) < 1e-9)
  at_risk <- sapply(states, function(h) vapply(months, function(t) sum(rows$start < t & t <= rows$stop & rows$from == h), 0))
  events <- sapply(states, function(h) vapply(months, function(t) sum(rows$stop == t & rows$to == h), 0))
  if (!weighted) {
    agree(theirs$at_risk, at_risk, "people at risk in survfit")
    agree(theirs$events, events, "moves in survfit")
  }
  if (errors) {
    other <- by_etm(rows, states, months, p, begun$people, after)
    agree(other$estimate, theirs$estimate, "estimates of survfit and etm")
    agree(other$variance, hand$variance, "variances of etm and by hand", 1e-12)
    # etm once more, on whole histories: it forgets by itself what came before
    ever <- union(states, setdiff(c(whole$from, whole$to), "censored"))
    again <- by_etm(whole, ever, months, c(p, rep(0, length(ever) - length(p))), begun$people, after)
    agree(again$estimate[, seq_along(states)], theirs$estimate, "etm on whole histories")
    agree(again$variance[, seq_along(states)], hand$variance, "its variances", 1e-12)
    last_seen <- rows$stop[rows$to == "censored"]
    if (all(rows$start[!duplicated(rows$id)] == after) && all(last_seen == max(months))) {
      p_t <- theirs$estimate
      agree(hand$variance, p_t * (1 - p_t) / begun$people, "variance of uncensored data and p (1 - p) / n", 1e-12)
      message("  nobody is censored before the end: variance is p (1 - p) / n")
    }
  }
  # whoever came into a state that nobody leaves is in it from then on; survfit and etm count them no more
  stopifnot(!rows$from %in% absorbing)
  for (h in intersect(absorbing, states)) at_risk[, h] <- cumsum(events[, h]) - events[, h]
  left <- if (folds) fold_errors(rows, states, months, after, weighted)
  list(states = states, months = months, start = p, people = begun$people, estimate = theirs$estimate,
       std_error = sqrt(pmax(if (errors) other$variance else hand$variance, 0)), at_risk = at_risk, events = events, folds = left)
}

# Long table of curves, one row a month and state.
curve_rows <- function(curves, columns) {
  size <- length(curves$states)
  by_row <- function(m) as.vector(t(m))
  table <- data.frame(state = rep(curves$states, length(curves$months)), months = rep(curves$months, each = size),
                      estimate = by_row(curves$estimate), std_error = by_row(curves$std_error))
  table$lower <- bounds(table$estimate, table$std_error, 1)
  table$upper <- bounds(table$estimate, table$std_error, -1)
  inside <- !is.na(table$lower)
  stopifnot(table$lower[inside] <= table$estimate[inside], table$upper[inside] >= table$estimate[inside])
  table$at_risk <- by_row(curves$at_risk)
  table$events <- by_row(curves$events)
  if (!is.null(curves$folds)) table$std_error_folds <- by_row(curves$folds$error)
  table[columns]
}

write_golden <- function(table, folder, file) {
  for (name in setdiff(names(table), "state")) table[[name]] <- full(table[[name]])
  write.csv(table, file.path(folder, file), row.names = FALSE, quote = FALSE)
}
