# Occupancy, tenure and weighted reach of manager from analyst: days, and whoever has no job any more has left.
# Run: Rscript tests/golden/levels_exit/make.R
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
for (script in c("tenure.R", "weights.R")) source(file.path(here, "..", script), chdir = TRUE)

role <- "analyst"
make_occupancy(here, role, after_last = "exit")
make_tenure(here, role, after_last = "exit")
make_weighted(here, role, toward = "manager", after_last = "exit")
