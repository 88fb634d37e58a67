# Occupancy of the sets that already had a question of reach: the same role and settings; and from the first job on.
# Run: Rscript tests/golden/make_occupancy.R FOLDER, with the nlsy careers of nlsy/export.py in FOLDER
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "occupancy.R"), chdir = TRUE)

at <- function(name) file.path(here, name)
make_occupancy(at("ties_exits"), role = "analyst")
make_occupancy(at("late_entry"), role = "analyst")
make_occupancy(at("groups"), role = "analyst", after_last = "exit")
# resumes are full of jobs that start together, of which the higher is the main one: levels by hand, from the rules of labelling
# (anything called manager is a manager; head of is head; craft titles, freelance, coordinator and plain practitioners are specialists)
levels <- c("social media manager" = "manager", "director" = "director", "head of social" = "head", "head of social care" = "head",
            "director of photography" = "specialist", "social media coordinator" = "specialist", "copywriter" = "specialist",
            "freelance writer" = "specialist")
make_occupancy(at("resumes"), role = "social media manager", title_levels = levels)
make_occupancy(at("resumes"), role = "any", suffix = "_any", title_levels = levels)
make_occupancy(at("single_event"), role = "analyst", after_last = "between")
nlsy <- commandArgs(TRUE)[1]
make_occupancy(at("nlsy"), role = "sales", tables = nlsy)
make_occupancy(at("nlsy"), role = "any", tables = nlsy, suffix = "_any")
