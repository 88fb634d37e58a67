# Groups compared from a landmark on, in R, for the golden tests: curves by survfit, tests by cmprsk::cuminc and survdiff.
#
# In: NAME/spells.csv, NAME/people.csv; for nlsy, those of a folder given. Out: NAME/compare.csv (tests),
# NAME/compare_curves.csv, NAME/compare_people.csv (who is in a group and who is not).
# Who is followed from when to when is reach.R's. At the landmark of L months: entry <= L and stop > L, in a group that is known.
# Run: python tests/golden/nlsy/export.py FOLDER; Rscript tests/golden/compare.R FOLDER
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "reach.R"))

# Of those counted: why somebody is in no group, in this order; empty for those who are compared.
left_out <- function(rows, landmark)
  ifelse(rows$entry > landmark, "first seen after the landmark",
  ifelse(rows$stop <= landmark & rows$status == "target", "reached the target by the landmark",
  ifelse(rows$stop <= landmark & rows$status == "exit", "left for good by the landmark",
  ifelse(rows$stop <= landmark, "not followed past the landmark",
  ifelse(is.na(rows$group), "the group is unknown", "")))))

group_curve <- function(rows, group) {
  one <- rows[rows$group == group, ]
  months <- sort(unique(one$stop))
  states <- c("role", "target", if (any(one$status == "exit")) "exit")
  one$event <- factor(one$status, c("censored", states[-1]))
  one$before <- factor("role", states)
  fit <- survfit(Surv(rep(0, nrow(one)), stop, event) ~ 1, data = one, id = person, istate = before)
  column <- match("target", fit$states)
  counted <- function(status) vapply(months, function(t) sum(one$stop == t & one$status %in% status), 0)
  data.frame(group = group, months = months,
             estimate = step_at(months, fit$time, fit$pstate[, column]),
             std_error = step_at(months, fit$time, fit$std.err[, column]), # all start together: Greenwood's
             at_risk = vapply(months, function(t) sum(one$stop >= t), 0), events = counted("target"))
}

compare <- function(name, role, toward, by, landmarks, after_last = NULL, tables = file.path(here, name)) {
  spells <- read_table(file.path(tables, "spells.csv"))
  people <- read_table(file.path(tables, "people.csv"))
  if (is.null(role)) role <- unique(tolower(spells$title)) # any job
  rows <- people_at_risk(spells, people, role, toward, after_last, by)
  rows <- rows[rows$step == "counted", ]
  asked <- if (is.null(after_last)) "" else after_last
  found <- lapply(landmarks, function(landmark) {
    why <- left_out(rows, landmark)
    there <- rows[why == "", ]
    two <- length(unique(there$group)) == 2
    causes <- setdiff(unique(there$status), "censored")
    gray <- cuminc(there$stop, there$status, there$group, cencode = "censored")$Tests["target", ]
    tests <- data.frame(landmark = landmark, after_last = asked, name = "Gray", statistic = gray[["stat"]], df = gray[["df"]],
                        p_value = gray[["pv"]])
    if (identical(causes, "target")) {
      rank <- survdiff(Surv(stop, status == "target") ~ group, data = there)
      df <- length(rank$n) - 1
      tests <- rbind(tests, data.frame(landmark = landmark, after_last = asked, name = "log-rank", statistic = rank$chisq, df = df,
                                       p_value = pchisq(rank$chisq, df, lower.tail = FALSE)))
    }
    curves <- do.call(rbind, lapply(sort(unique(there$group)), group_curve, rows = there))
    sizes <- c(table(there$group), table(why[why != ""]))
    list(tests = tests, curves = cbind(landmark = landmark, after_last = asked, curves),
         people = data.frame(landmark = landmark, after_last = asked, who = names(sizes), people = as.integer(sizes)))
  })
  message(name, ": ", nrow(rows), " counted")
  lapply(c(tests = "tests", curves = "curves", people = "people"), function(part) do.call(rbind, lapply(found, `[[`, part)))
}

written <- function(name, ...) {
  found <- list(...)
  for (part in c("tests", "curves", "people")) {
    table <- do.call(rbind, lapply(found, `[[`, part))
    for (column in intersect(names(table), c("statistic", "p_value", "estimate", "std_error"))) table[[column]] <- full(table[[column]])
    file <- c(tests = "compare.csv", curves = "compare_curves.csv", people = "compare_people.csv")[[part]]
    write.csv(table, file.path(here, name, file), row.names = FALSE, quote = FALSE)
  }
  print(do.call(rbind, lapply(found, `[[`, "tests")), digits = 15)
}

written("groups", compare("groups", "analyst", "manager", "team", c(0, 12, 30), "exit"),
        compare("groups", "analyst", "manager", "team", c(0, 24), "between"))
written("levels", compare("levels", "analyst", "manager", "sex", c(0, 18, 40)))
written("nlsy", compare("nlsy", NULL, "managers", "ethnicity", c(0, 24), tables = commandArgs(TRUE)[1]))
