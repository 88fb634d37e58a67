# Reach of director or head of social from social media manager: resumes, nothing known but the jobs.
# Run: Rscript tests/golden/resumes/make.R
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "..", "reach.R"))

make_golden(this_folder(), role = "social media manager", toward = c("director", "head of social"))
