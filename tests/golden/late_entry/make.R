# Reach of manager from analyst: most people are seen late.
# Run: Rscript tests/golden/late_entry/make.R
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "..", "reach.R"))

make_golden(this_folder(), role = "analyst", toward = "manager")
