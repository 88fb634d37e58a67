# Weighted reach and occupancy in R, for the golden tests; errors by leaving folds of people out.
#
# In: NAME/spells.csv, NAME/people.csv with weights. Out: NAME/reach_weighted.csv, NAME/occupancy_weighted.csv,
# NAME/occupancy_weighted_start.csv. Called by NAME/make.R.

source("occupancy.R")

# Reach as curves of the states "role", "target" and "exit", one row a person: who counts is reach.R's.
reach_rows <- function(careers, role, toward, after_last = NULL) {
  spells <- careers$spells
  spells$title <- spells$name
  rows <- people_at_risk(spells, careers$people, role, toward, after_last)
  rows <- rows[rows$step == "counted", ]
  data.frame(id = rows$person, person = rows$person, weight = as.numeric(known_of(careers$people, "weight", rows$person)),
             start = rows$entry, stop = rows$stop, from = "role", to = rows$status)
}

make_weighted <- function(folder, role, toward, after_last = NULL) {
  careers <- read_careers(folder)
  name <- basename(normalizePath(folder))

  rows <- reach_rows(careers, role, toward, after_last)
  after <- curve_start(rows)
  states <- c("role", "target", if (any(cut_at(rows, after)$to == "exit")) "exit")
  curves <- state_curves(rows, states, c("target", "exit"), after, weighted = TRUE, folds = TRUE)
  table <- curve_rows(curves, c("state", "months", "estimate", "std_error_folds", "at_risk", "events"))
  table <- table[table$state == "target", ]
  table$at_risk <- curves$at_risk[, "role"]
  write_golden(table[-1], folder, "reach_weighted.csv")
  message(sprintf("%s, weighted reach: %d counted, from month %d, %d months, %d events, %d folds, end %.4f", name, nrow(rows), after,
                  length(curves$months), sum(table$events), curves$folds$folds, table$estimate[nrow(table)]))

  rows <- occupancy_rows(careers, role, after_last)
  after <- curve_start(rows)
  states <- states_of(rows, after)
  curves <- state_curves(rows, states, states[is_left(states)], after, weighted = TRUE, folds = TRUE)
  write_golden(curve_rows(curves, c("state", "months", "estimate", "std_error_folds", "at_risk", "events")), folder,
               "occupancy_weighted.csv")
  write_golden(data.frame(state = curves$states, estimate = curves$start, std_error_folds = curves$folds$start), folder,
               "occupancy_weighted_start.csv")
  message(sprintf("%s, weighted occupancy: from month %d with %d people, %d states, %d months, %d folds", name, after,
                  curves$people, length(curves$states), length(curves$months), curves$folds$folds))
}
