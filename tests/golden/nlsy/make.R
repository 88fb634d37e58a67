# Reach of managers from sales in the National Longitudinal Survey, 1980 to 1987.
# Run: python tests/golden/nlsy/export.py FOLDER; Rscript tests/golden/nlsy/make.R FOLDER
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "..", "reach.R"))

make_golden(this_folder(), role = "sales", toward = "managers", tables = commandArgs(TRUE)[1])
