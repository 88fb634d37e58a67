"""Write the samples: one table of each system with the traps of that system, about people who do not exist.

    python tests/careers/records/make_samples.py

What each is to be read as is in samples/expected.json, which was worked out by hand from the comments here.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent / "samples"

#: Newest first, as the page shows it. 101 changes the department only in 2019; two rows of 2022-02-01, of which the newer one
#: stands above; a row without a title continues the job; month first, which only 04/17 shows. 102 left and has one job. 103
#: has no day at all. Names of people are never read.
BAMBOOHR = (
    '"Employee #","Last Name, First Name","Date","Location","Division","Department","Job Title","Reports To",'
    '"Termination Date"\r\n'
    '"101","Nobody, Ada","02/01/2022","Lehi","Growth","Brand","Head of Marketing","Bo Nobody",""\r\n'
    '"101","Nobody, Ada","02/01/2022","Lehi","Growth","Brand","Marketing Lead","Bo Nobody",""\r\n'
    '"101","Nobody, Ada","06/05/2020","Lehi","Growth","Brand","","Cy Nobody",""\r\n'
    '"101","Nobody, Ada","01/01/2019","Lehi","Growth","Brand","Social Media Specialist","Bo Nobody",""\r\n'
    '"101","Nobody, Ada","04/17/2017","Lehi","Growth","Social","Social Media Specialist","Bo Nobody",""\r\n'
    '"102","Nobody, Bo","03/01/2018","Lehi","Growth","Social","Editor","Ada Nobody","08/15/2021"\r\n'
    '"103","Nobody, Cy","","Lehi","Growth","Social","Editor","Ada Nobody",""\r\n'
)

#: 1: the hire row has the title of today. 2: a leave and its return, a termination, a rehire after years at another legal
#: entity, and leaving for good. 3: a transfer to another legal entity in the same title. 4: promoted in the same title, as one
#: alone may be. 5: a second job beside the first. 6: there before the system was, by the original hire date. 11 to 16 hold one
#: title, five of whom are renamed in one month; 11 then moves; 16 keeps it. 7 has a row in the year 3019.
_WORKDAY_ROWS = (
    "1,Ada Nobody,2015-01-01,Hire,Marketing Director,,Firm A,North,Yes,2015-01-01,",
    "1,Ada Nobody,2016-07-01,Promote Employee,Marketing Specialist,,Firm A,North,Yes,2015-01-01,",
    "1,Ada Nobody,2018-07-01,Promote Employee,Marketing Director,,Firm A,North,Yes,2015-01-01,",
    "2,Bo Nobody,2015-01-05,Hire,Analyst,,Firm A,North,Yes,2015-01-05,",
    "2,Bo Nobody,2016-03-01,Leave of Absence,Analyst,,Firm A,North,Yes,2015-01-05,",
    "2,Bo Nobody,2016-09-01,Return from Leave,Analyst,,Firm A,North,Yes,2015-01-05,",
    "2,Bo Nobody,2017-02-28,Terminate Employee,Analyst,,Firm A,North,Yes,2015-01-05,Voluntary",
    "2,Bo Nobody,2019-05-01,Rehire,Senior Analyst,,Firm B,North,Yes,2015-01-05,",
    "2,Bo Nobody,2020-01-31,Terminate Employee,Senior Analyst,,Firm B,North,Yes,2015-01-05,Retirement",
    "3,Cy Nobody,2018-01-01,Hire,Analyst,,Firm A,North,Yes,2018-01-01,",
    "3,Cy Nobody,2019-01-01,Transfer Employee,Analyst,,Firm B,South,Yes,2018-01-01,",
    "4,Di Nobody,2018-03-01,Hire,Senior Editor,,Firm A,North,Yes,2018-03-01,",
    "4,Di Nobody,2020-03-01,Promote Employee,Senior Editor,,Firm A,North,Yes,2018-03-01,",
    "5,Ed Nobody,2018-03-01,Hire,Editor,,Firm A,North,Yes,2018-03-01,",
    "5,Ed Nobody,2018-06-01,Add Additional Job,Lecturer,,Firm A,North,No,2018-03-01,",
    "5,Ed Nobody,2019-06-01,Promote Employee,Senior Editor,,Firm A,North,Yes,2018-03-01,",
    "6,Fi Nobody,2016-01-01,Change Job,Accountant,,Firm A,North,Yes,2009-05-04,",
    "7,Gi Nobody,3019-01-01,Hire,Accountant,,Firm A,North,Yes,,",
    *(f"{who},X Nobody,2014-0{who - 10}-01,Hire,Social Media Manager,,Firm A,North,Yes,," for who in range(11, 17)),
    *(f"{who},X Nobody,2019-03-01,Change Job,Community Manager,,Firm A,North,Yes,," for who in range(11, 16)),
    "11,X Nobody,2021-03-01,Promote Employee,Head of Community,,Firm A,North,Yes,,",
)
WORKDAY = (
    "Employee ID,Worker,Effective Date,Business Process Type,Business Title,Management Level,Company,"
    "Supervisory Organization,Primary Job,Original Hire Date,Termination Reason\n" + "\n".join(_WORKDAY_ROWS) + "\n"
)
#: Names of a firm's own for half of the columns; an end that is to come.
WORKDAY_JOBS = (
    "Employee ID\tJob Profile\tStart Date\tEnd Date\tGrade\tCompany\n"
    "1\tAccountant\t2015-01-01\t2017-12-31\tP2\tFirm A\n"
    "1\tFinance Manager\t2018-01-01\t2031-12-31\tM1\tFirm A\n"
)
WORKDAY_JOBS_MAP = '[columns]\nlevel = "Grade"\n\n[values.level]\nP2 = "senior"\nM1 = "manager"\n'
#: Times of day; 2154 for no end; a position beside another; a break; leaving on a day of its own.
DYNAMICS = (
    "Personnel number;Position;Title;Assignment start;Assignment end;Legal entity;Primary position;Employment end date;"
    "Reason code\n"
    "000001;P1;Accountant;1/1/2015 12:00:00 AM;12/31/2017 11:59:59 PM;USMF;Yes;;\n"
    "000001;P2;Senior Accountant;1/1/2018 12:00:00 AM;12/31/2154 11:59:59 PM;USMF;Yes;;\n"
    "000001;P9;Works Council Member;5/13/2016 12:00:00 AM;12/31/2154 11:59:59 PM;USMF;No;;\n"
    "000002;P1;Accountant;2/1/2018 12:00:00 AM;6/30/2019 11:59:59 PM;USMF;Yes;3/31/2023 11:59:59 PM;Retirement\n"
    "000002;P1;Accountant;2/1/2020 12:00:00 AM;12/31/2154 11:59:59 PM;USMF;Yes;3/31/2023 11:59:59 PM;Retirement\n"
)
#: A missing wave, a wave written twice, a wave with no job, a wave that is no year.
PANEL = (
    "pid,year,occupation,weight\n"
    "1,1990,clerk,1.5\n1,1991,clerk,1.7\n1,1993,nurse,1.9\n2,1991,,2\n2,1990,cook,2\n2,1990,waiter,2\n3,x,cook,1\n"
)
#: Waves that are numbers, two years apart; columns of 0 and 1; two states at once; a state of 2.
PANEL_STATES = (
    "id,round,occ1,occ2,occ3,sex\na,1,1,0,0,f\na,2,0,1,0,f\na,3,0,0,0,f\nb,1,1,1,0,m\nb,2,0,0,2,m\nb,3,0,0,1,m\n"
)
PANEL_STATES_MAP = (
    'rows = "waves"\nattributes = ["sex"]\n\n[columns]\nperson = "id"\nwave = "round"\n\n'
    '[states]\nocc1 = "clerk"\nocc2 = "nurse"\nocc3 = "cook"\n\n[values.wave]\n1 = "1990"\n2 = "1992"\n3 = "1994"\n'
)
#: A list of somebody's own: German headers, days first, a constant employer, a status that says what people are now.
OWN = (
    "Mitarbeiternummer;Name;G\u00fcltig ab;Stellenbezeichnung;Status;Abteilung;Geschlecht\n"
    "1;Nobody;01.03.2015;Referent Kommunikation;aktiv;K;w\n"
    "1;Nobody;01.09.2018;Leiter Kommunikation;aktiv;K;w\n"
    "2;Nobody;15.04.2016;Sachbearbeiter;ausgeschieden;L;m\n"
    "2;Nobody;15.04.2017;Teamleiter;ausgeschieden;L;m\n"
)
OWN_MAP = (
    'rows = "changes"\ndates = "day-first"\nattributes = ["Geschlecht"]\n\n[columns]\nperson = "Mitarbeiternummer"\n'
    'changed = "G\u00fcltig ab"\ntitle = "Stellenbezeichnung"\nevent = "Status"\ndepartment = "Abteilung"\n\n'
    '[constants]\norganisation = "Beispiel GmbH"\n'
)
SAMPLES = {
    "bamboohr.csv": BAMBOOHR,
    "workday.csv": WORKDAY,
    "workday_jobs.tsv": WORKDAY_JOBS,
    "workday_jobs.toml": WORKDAY_JOBS_MAP,
    "dynamics.csv": DYNAMICS,
    "panel.csv": PANEL,
    "panel_states.csv": PANEL_STATES,
    "panel_states.toml": PANEL_STATES_MAP,
    "own.csv": OWN,
    "own.toml": OWN_MAP,
}


def make(folder: Path) -> None:
    """Write every sample into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in SAMPLES.items():
        (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    make(HERE)
