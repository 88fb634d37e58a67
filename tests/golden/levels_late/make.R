# Occupancy, tenure and weighted reach of manager from analyst: most people are seen late.
# Run: Rscript tests/golden/levels_late/make.R
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
for (script in c("tenure.R", "weights.R")) source(file.path(here, "..", script), chdir = TRUE)

role <- "analyst"
make_occupancy(here, role)
make_tenure(here, role)
make_weighted(here, role, toward = "manager")
