# Stays in a role and the ways out of it in R, for the golden tests.
#
# In: NAME/spells.csv, NAME/people.csv (optional). Out: NAME/tenure.csv, NAME/tenure_weighted.csv. Called by NAME/make.R.

source("states.R")

stay_states <- c("in the role", "up", "sideways", "out", "unknown")

# Spells of one person in the role, by the stay they belong to: overlapping, touching, or with a bridged gap between them.
number_stays <- function(held) {
  held <- held[order(held$start), ]
  so_far <- c(-Inf, cummax(held$last)[-nrow(held)])
  held$stay <- cumsum(held$start > so_far + bridged_gap + 1)
  held
}

# How a stay ends whose spells are `held`, in the month after its last: "up", "sideways", "out" or "unknown".
way_out <- function(held, others, left_it) {
  next_jobs <- others[others$start <= left_it + bridged_gap & others$last >= left_it, ]
  if (nrow(next_jobs) == 0) return("out")
  started_last <- held[held$start == max(held$start), ]
  started_last <- started_last[started_last$day == max(started_last$day), ]
  before <- by_priority(started_last)$level[1]
  # where two of the stay start together, no rule for them may matter
  if (!identical(before, by_priority(transform(started_last, aside = FALSE))$level[1])) stop("two last spells of a stay")
  after <- by_priority(next_jobs)$level[1]
  if (is.na(before) || is.na(after)) "unknown" else if (after > before) "up" else "sideways"
}

# One row a stay: months since its first.
tenure_rows <- function(careers, role, after_last = NULL) {
  followed <- people_followed(careers, role, after_last)
  of_person <- split(careers$spells, careers$spells$person)
  counts <- c(stays = 0, began_before = 0, no_follow_up = 0)
  rows <- list()
  for (person in unique(careers$spells$person[careers$spells$name %in% role])) {
    s <- of_person[[person]]
    held <- number_stays(s[s$name %in% role, ])
    others <- s[!s$name %in% role, ]
    who <- followed[match(person, followed$person), ]
    observed_from <- known_of(careers$people, "observed_from", person)
    for (k in unique(held$stay)) {
      own <- held[held$stay == k, ]
      start <- min(own$start)
      left_it <- max(own$last) + 1
      counts["stays"] <- counts["stays"] + 1
      unknown <- any(own$start_unknown & own$start == start)
      if (!is.na(observed_from) && (start < observed_from || (start == observed_from && unknown))) {
        counts["began_before"] <- counts["began_before"] + 1
        next
      }
      if (unknown) stop("start-unknown, but not in the first month seen")
      if (is.na(who$stop) || who$stop <= start) {
        counts["no_follow_up"] <- counts["no_follow_up"] + 1
        next
      }
      if (left_it < who$stop || (left_it == who$stop && !who$leaves)) { stop <- left_it; to <- way_out(own, others, left_it) }
      else if (who$leaves) { stop <- who$stop; to <- "out" }
      else { stop <- who$stop; to <- "censored" }
      rows[[length(rows) + 1]] <- data.frame(id = paste(person, k), person = person, weight = who$weight, start = 0,
                                             stop = stop - start, from = stay_states[1], to = to)
    }
  }
  list(rows = do.call(rbind, rows), counts = counts)
}

make_tenure <- function(folder, role, after_last = NULL, tables = folder) {
  found <- tenure_rows(read_careers(tables), role, after_last)
  rows <- found$rows
  states <- setdiff(stay_states, if (!any(rows$to == "unknown")) "unknown")
  curves <- state_curves(rows, states, states[-1], errors = TRUE, folds = TRUE)
  columns <- c("state", "months", "estimate", "std_error", "lower", "upper", "at_risk", "events", "std_error_folds")
  write_golden(curve_rows(curves, columns), folder, "tenure.csv")
  heavy <- state_curves(rows, states, states[-1], weighted = TRUE, folds = TRUE)
  columns <- c("state", "months", "estimate", "std_error_folds", "at_risk", "events")
  write_golden(curve_rows(heavy, columns), folder, "tenure_weighted.csv")
  message(sprintf("%s, tenure in '%s': %d stays, %d began before, %d without follow-up, %d counted of %d people; %d folds; %s",
                  basename(normalizePath(folder)), paste(role, collapse = "', '"), found$counts[["stays"]],
                  found$counts[["began_before"]], found$counts[["no_follow_up"]], nrow(rows), length(unique(rows$person)),
                  curves$folds$folds, paste(names(table(rows$to)), table(rows$to), collapse = ", ")))
}
