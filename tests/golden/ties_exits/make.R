# Reach of manager from analyst: ends, exits and targets in few months.
# Run: Rscript tests/golden/ties_exits/make.R
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "..", "reach.R"))

make_golden(this_folder(), role = "analyst", toward = "manager")
