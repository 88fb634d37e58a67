# Reach of manager from analyst by team: whoever has no job any more has left.
# Run: Rscript tests/golden/groups/make.R
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "..", "reach.R"))

make_golden(this_folder(), role = "analyst", toward = "manager", after_last = "exit", by = "team")
