# Hazard ratios in R, for the golden tests: coxph with Breslow's ties by month, glm of the Poisson family by year since entry.
#
# In: NAME/spells.csv, NAME/people.csv; for nlsy, those of a folder given. Out: NAME/hazards.csv, NAME/hazard_checks.csv and
# NAME/hazards_by_time.csv.
# Who is followed from when to when is reach.R's. A person's time at risk is cut at every spell start and every anniversary of
# entry; years since the first spell and the calendar year are those of the first month after a cut.
# Run: python tests/golden/nlsy/export.py FOLDER; Rscript tests/golden/hazards.R FOLDER
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "reach.R"))

career_band <- function(months) {
  years <- months %/% 12
  ifelse(years < 5, "under 5 years", ifelse(years < 10, "5 to 9 years", ifelse(years < 15, "10 to 14 years", "15 years or more")))
}

period <- function(month) {
  first <- ((month - 1) %/% 12) %/% 5 * 5 # reach.R numbers the months of a year from 1
  paste(first, "to", first + 4)
}

# One row for each stretch of time at risk between two cuts.
stretches <- function(rows, spells, people, role, columns) {
  title <- tolower(spells$title)
  found <- lapply(seq_len(nrow(rows)), function(i) {
    row <- rows[i, ]
    own <- spells[spells$person == row$person, ]
    zero <- min(own$start[title[spells$person == row$person] %in% role])
    begin <- zero + row$entry
    end <- zero + row$stop
    cuts <- sort(unique(c(begin, own$start, zero + 12 * (0:60))))
    cuts <- cuts[cuts >= begin & cuts < end]
    stops <- c(cuts[-1], end)
    known <- lapply(setNames(columns, columns), function(name) {
      value <- people[[name]][match(row$person, people$person)]
      rep(if (is.na(value)) "unknown" else value, length(cuts))
    })
    data.frame(c(list(person = rep(row$person, length(cuts)), start = cuts - zero, stop = stops - zero,
                      event = as.integer(stops == end & row$status == "target"),
                      career = career_band(cuts + 1 - min(own$start)), period = period(cuts + 1)), known))
  })
  do.call(rbind, found)
}

# The category that others are held against: the first of an order if anyone in it reached the target, else that of most events.
reference <- function(values, events, first = NULL) {
  by <- tapply(events, values, sum)
  if (!is.null(first) && first %in% names(by) && by[[first]] > 0) first else names(by)[which.max(by)]
}

# Rows of R's models: those at risk, cut, without categories in which nobody reached the target; and these by year since entry.
modelled <- function(name, role, toward, columns, known = character(), after_last = NULL, tables = file.path(here, name)) {
  spells <- read_table(file.path(tables, "spells.csv"))
  people <- read_table(file.path(tables, "people.csv"))
  if (is.null(role)) role <- unique(tolower(spells$title))
  rows <- people_at_risk(spells, people, role, toward, after_last)
  data <- stretches(rows[rows$step == "counted", ], spells, people, role, known)
  # a category in which nobody reached the target says nothing of the others
  repeat {
    empty <- FALSE
    for (column in columns) {
      by <- tapply(data$event, data[[column]], sum)
      gone <- data[[column]] %in% names(by)[by == 0]
      empty <- empty || any(gone)
      data <- data[!gone, ]
    }
    if (!empty) break
  }
  for (column in columns) {
    first <- if (column == "career") "under 5 years"
    data[[column]] <- relevel(factor(data[[column]]), reference(data[[column]], data$event, first))
  }
  data$piece <- data$start %/% 12
  years <- data[data$piece %in% data$piece[data$event == 1], ]
  by <- tapply(years$event, years$piece, sum)
  years$late <- as.integer((cumsum(by) - by >= sum(by) / 2)[as.character(years$piece)])
  years$piece <- factor(years$piece)
  years$months <- years$stop - years$start
  list(data = data, years = years)
}

# Ratios of one covariate by band of time since entry (ends in months): survSplit cuts the rows, and each value has an indicator in
# each band, which is main effect and interaction in other words. Coefficients are of rows without values that have no event in a
# band (theirs would be without end); the test is of all rows, against one ratio for all time.
by_time <- function(name, role, toward, timed, others, ends, known = character(), after_last = NULL,
                    tables = file.path(here, name)) {
  rows <- modelled(name, role, toward, c(timed, others), known, after_last, tables)
  split <- survSplit(Surv(start, stop, event) ~ ., rows$data, cut = ends, episode = "band")
  split$months <- split$stop - split$start
  split$piece <- split$start %/% 12
  levels <- levels(split[[timed]])
  bands <- seq_along(c(0, ends))
  cells <- expand.grid(value = levels[-1], band = bands, stringsAsFactors = FALSE)
  fitted <- function(data, model, constant, cells, epsilon = 1e-11) {
    data$ratios <- if (constant) {
      sapply(levels[-1], function(value) as.integer(data[[timed]] == value))
    } else {
      mapply(function(value, band) as.integer(data[[timed]] == value & data$band == band), cells$value, cells$band)
    }
    if (!constant) colnames(data$ratios) <- paste0("|", cells$value, "|", cells$band)
    suppressWarnings(if (model == "cox") {
      coxph(reformulate(c("ratios", others), "Surv(start, stop, event)"), data, ties = "breslow",
            control = coxph.control(eps = 1e-11, iter.max = 100, toler.chol = 1e-13))
    } else {
      years <- data[data$piece %in% data$piece[data$event == 1], ]
      years$piece <- factor(years$piece)
      glm(reformulate(c("piece", "ratios", others, "offset(log(months))"), "event"), "poisson", years,
          control = glm.control(epsilon = epsilon, maxit = 200))
    })
  }
  by <- tapply(split$event, list(split[[timed]], split$band), sum)
  # indexed by names, since factors would be by their codes
  told <- split[by[cbind(as.character(split[[timed]]), as.character(split$band))] > 0, ]
  in_band <- by[cbind(cells$value, as.character(cells$band))]
  all_cells <- cells
  cells <- cells[!is.na(in_band) & in_band > 0, ]
  do.call(rbind, lapply(c("cox", "poisson"), function(model) {
    # glm's errors are those of the step before its last, so that it goes on; nothing is collinear here
    fit <- fitted(told, model, FALSE, cells, 1e-14)
    whole <- fitted(split, model, FALSE, all_cells)
    alone <- fitted(split, model, TRUE, all_cells)
    statistic <- 2 * as.numeric(logLik(whole) - logLik(alone))
    freedom <- sum(!is.na(coef(whole))) - sum(!is.na(coef(alone)))
    names <- paste0("ratios|", cells$value, "|", cells$band)
    from <- c(0, ends)[cells$band]
    found <- data.frame(covariate = timed, value = cells$value, from_months = from, reference = levels[1],
                        coefficient = coef(fit)[names], std_error = sqrt(diag(vcov(fit)))[names])
    for (other in others) {
      names <- paste0(other, levels(split[[other]])[-1])
      found <- rbind(found, data.frame(covariate = other, value = levels(split[[other]])[-1], from_months = NA,
                                       reference = levels(split[[other]])[1], coefficient = coef(fit)[names],
                                       std_error = sqrt(diag(vcov(fit)))[names]))
    }
    cbind(asked = paste(c(paste0(timed, ":time"), others), collapse = "+"), ends = paste(ends, collapse = " "),
          after_last = if (is.null(after_last)) "" else after_last, model = model, found, statistic = statistic,
          freedom = freedom, p_value = pchisq(statistic, freedom, lower.tail = FALSE), empty = sum(by == 0, na.rm = TRUE),
          events = sum(split$event))
  }))
}

by_time_written <- function(name, ...) {
  table <- rbind(...)
  print(table[c("model", "covariate", "value", "from_months", "coefficient", "std_error", "statistic", "freedom")],
        row.names = FALSE, digits = 6)
  for (column in c("coefficient", "std_error", "statistic", "p_value")) table[[column]] <- full(table[[column]])
  write.csv(table, file.path(here, name, "hazards_by_time.csv"), row.names = FALSE, quote = FALSE, na = "")
}

control <- glm.control(epsilon = 1e-14, maxit = 200)

hazards <- function(name, role, toward, columns, known = character(), after_last = NULL, tables = file.path(here, name)) {
  rows <- modelled(name, role, toward, columns, known, after_last, tables)
  data <- rows$data
  years <- rows$years
  cox <- coxph(reformulate(columns, "Surv(start, stop, event)"), data, ties = "breslow",
               control = coxph.control(eps = 1e-11, iter.max = 100, toler.chol = 1e-13))
  poisson <- glm(reformulate(c("piece", columns, "offset(log(months))"), "event"), "poisson", years, control = control)
  alone <- glm(event ~ piece + offset(log(months)), "poisson", years, control = control)
  told <- function(fit, model, statistic) {
    found <- do.call(rbind, lapply(columns, function(column) {
      levels <- levels(data[[column]])
      names <- paste0(column, levels[-1])
      data.frame(model = model, covariate = column, value = levels[-1], reference = levels[1],
                 coefficient = coef(fit)[names], std_error = sqrt(diag(vcov(fit))[names]))
    }))
    cbind(asked = paste(columns, collapse = "+"), after_last = if (is.null(after_last)) "" else after_last, found,
          likelihood_ratio = statistic, events = sum(data$event), person_months = sum(data$stop - data$start))
  }
  rbind(told(cox, "cox", 2 * diff(cox$loglik)), told(poisson, "poisson", alone$deviance - poisson$deviance))
}

# Whether the ratios of each covariate are the same in both halves of the events: anova of the model and of that with ratios of each
# half. A category without events in one half has a coefficient without end, which is a parameter all the same. Under a
# smaller epsilon glm no longer sees what is collinear.
checks <- function(name, role, toward, columns, known = character(), after_last = NULL, tables = file.path(here, name)) {
  years <- modelled(name, role, toward, columns, known, after_last, tables)$years
  fitted <- function(more) {
    suppressWarnings(glm(reformulate(c("piece", columns, more, "offset(log(months))"), "event"), "poisson", years,
                         control = glm.control(epsilon = 1e-11, maxit = 200)))
  }
  do.call(rbind, lapply(columns, function(column) {
    years$turned <<- sapply(levels(years[[column]])[-1], function(level) years$late * (years[[column]] == level))
    by_half <- tapply(years$event, list(years[[column]], years$late), sum)
    test <- anova(fitted(NULL), fitted("turned"), test = "Chisq")
    data.frame(asked = paste(columns, collapse = "+"), after_last = if (is.null(after_last)) "" else after_last,
               covariate = column, empty_halves = sum(by_half == 0, na.rm = TRUE), statistic = full(test$Deviance[2]),
               freedom = test$Df[2], p_value = full(test[["Pr(>Chi)"]][2]))
  }))
}

checked <- function(name, ...) {
  table <- rbind(...)
  print(table, row.names = FALSE)
  write.csv(table, file.path(here, name, "hazard_checks.csv"), row.names = FALSE, quote = FALSE)
}

written <- function(name, ...) {
  table <- rbind(...)
  print(table[c("model", "covariate", "value", "reference", "coefficient", "std_error")], row.names = FALSE, digits = 6)
  for (column in c("coefficient", "std_error", "likelihood_ratio")) table[[column]] <- full(table[[column]])
  write.csv(table, file.path(here, name, "hazards.csv"), row.names = FALSE, quote = FALSE)
}

written("groups", hazards("groups", "analyst", "manager", c("team", "period"), "team", "exit"),
        hazards("groups", "analyst", "manager", "team", "team", "between"))
written("levels", hazards("levels", "analyst", "manager", c("sex", "career", "period"), "sex"))
written("levels_late", hazards("levels_late", "analyst", "manager", "period"))
written("nlsy", hazards("nlsy", NULL, "managers", c("ethnicity", "education"), c("ethnicity", "education"),
                        tables = commandArgs(TRUE)[1]))

checked("groups", checks("groups", "analyst", "manager", c("team", "period"), "team", "exit"))
checked("levels", checks("levels", "analyst", "manager", c("sex", "career", "period"), "sex"))
checked("nlsy", checks("nlsy", NULL, "managers", c("ethnicity", "education"), c("ethnicity", "education"),
                       tables = commandArgs(TRUE)[1]))

by_time_written("groups", by_time("groups", "analyst", "manager", "team", "period", c(24, 60), "team", "exit"))
by_time_written("levels", by_time("levels", "analyst", "manager", "sex", "period", c(24, 60), "sex"),
                by_time("levels", "analyst", "manager", "career", "sex", 36, "sex"))
by_time_written("nlsy", by_time("nlsy", NULL, "managers", "ethnicity", "education", 36, c("ethnicity", "education"),
                                tables = commandArgs(TRUE)[1]))
