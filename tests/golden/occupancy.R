# Occupancy by title of the main job in R, for the golden tests.
#
# In: NAME/spells.csv, NAME/people.csv (optional). Out: NAME/occupancy.csv, NAME/occupancy_start.csv. Called by make_occupancy.R and
# by NAME/make.R.

source("states.R")

between_jobs <- "between jobs"

# One row for each person and state held: from `start` to `stop`, months since zero.
occupancy_rows <- function(careers, role, after_last = NULL) {
  followed <- people_followed(careers, role, after_last)
  of_person <- split(careers$spells, careers$spells$person)
  rows <- lapply(seq_len(nrow(followed)), function(i) {
    who <- followed[i, ]
    months <- who$seen_from:who$stop
    state <- main_job(join_same_title(of_person[[who$person]]), months)
    state[is.na(state)] <- between_jobs
    if (who$leaves) state[length(state)] <- if (is.na(who$reason)) "left" else paste0("left: ", who$reason)
    changes <- which(state[-1] != state[-length(state)]) + 1
    ends <- unique(c(changes, length(state)))
    data.frame(id = who$person, person = who$person, weight = who$weight,
               start = months[c(1, changes)][seq_along(ends)] - who$zero, stop = months[ends] - who$zero,
               from = state[ends - 1], to = ifelse(ends %in% changes, state[ends], "censored"))
  })
  do.call(rbind, rows)
}

is_left <- function(states) states == "left" | startsWith(states, "left: ")

# Month after which the curves start: 0, or with late entry the first with enough under observation after it.
curve_start <- function(rows, start_at_risk = 10) {
  if (all(rows$start[!duplicated(rows$id)] == 0)) return(0)
  for (s in 0:(max(rows$stop) - 1)) if (sum(rows$start <= s & s < rows$stop) >= start_at_risk) return(s)
  stop("never enough at risk")
}

states_of <- function(rows, after) {
  rows <- cut_at(rows, after)
  states <- sort(setdiff(c(rows$from, rows$to), "censored"), method = "radix")
  c(states[!is_left(states)], states[is_left(states)])
}

make_occupancy <- function(folder, role, after_last = NULL, tables = folder, suffix = "", title_levels = NULL) {
  rows <- occupancy_rows(read_careers(tables, title_levels), role, after_last)
  after <- curve_start(rows)
  states <- states_of(rows, after)
  curves <- state_curves(rows, states, states[is_left(states)], after, errors = TRUE)
  write_golden(curve_rows(curves, c("state", "months", "estimate", "std_error", "lower", "upper", "at_risk", "events")),
               folder, paste0("occupancy", suffix, ".csv"))
  p <- curves$start
  write_golden(data.frame(state = curves$states, estimate = p, std_error = sqrt(p * (1 - p) / curves$people)),
               folder, paste0("occupancy", suffix, "_start.csv"))
  message(sprintf("%s, occupancy from '%s': %d counted, curves from month %d with %d people, %d states, %d months, %d moves",
                  basename(normalizePath(folder)), paste(role, collapse = "', '"), length(unique(rows$id)), after, curves$people,
                  length(curves$states), length(curves$months), sum(curves$events)))
}
