# Reach of manager from analyst: nobody leaves, everyone seen long enough gets there.
# Run: Rscript tests/golden/single_event/make.R
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "..", "reach.R"))

make_golden(this_folder(), role = "analyst", toward = "manager", after_last = "between")
