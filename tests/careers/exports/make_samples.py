"""Write the samples: one export of each format with the traps of that format, about people who do not exist.

    python tests/careers/exports/make_samples.py

What each is to be read as is in samples/expected.json, which was written by hand.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

HERE = Path(__file__).parent / "samples"

#: Traps: BOM, notes before the header, CRLF, quoted newlines and quotes, a job twice, years alone, two roles at one
#: company, an entity in a title, no end, an empty row, a row without a title.
POSITIONS = (
    "\ufeffNotes:\r\n"
    '"Positions that you have hidden are in this file, too, and so on, over\r\nseveral lines."\r\n'
    "\r\n"
    "Company Name,Title,Description,Location,Started On,Finished On\r\n"
    'Plantagon,"Head of R&amp;D, ""Labs""","Built it.\r\nRan it.",Malmö,Mar 2019,\r\n'
    "Plantagon,Researcher,,Malmö,2014,Feb 2019\r\n"
    "Plantagon,Researcher,,Malmö,2014,Feb 2019\r\n"
    "\r\n"
    "Zoë's Café,Barista,,,2012,2013\r\n"
    "Nobody,,,,Jan 2010,Jun 2010\r\n"
)
LINKEDIN = {
    "Positions.csv": POSITIONS,
    "Skills.csv": "Name\nResearch\nTeam; Leadership\nResearch\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nLund,2008,2012,,MSc Biology,\n",
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry\n"
    'Ada,Nobody,,Street 1,"Jan 5, 1986",Head,Text,Biotechnology\n',
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
    'Bo,Nobody,X,Y,"Good.\nVery.","01/02/20, 10:00 AM",VISIBLE\n',
    "Volunteering.csv": "Company Name,Role,Cause,Started On,Finished On,Description\nRed Cross,Driver,,Jan 2016,Dec 2016,\n",
    "Jobs/Job Applications.csv": "Company Name,Job Title\nSecret,Other\n",
}
#: Headers in another case and order, with blanks; no file that would be empty.
FOLDER = {
    "positions.CSV": "TITLE, started on ,finished on,COMPANY NAME\nAnalyst,Jun 2015,May 2018,Acme\nManager,Jun 2018,,Acme\n",
    "Education.csv": "School Name,Degree Name\nLund,\n",
}
RESUME = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.2.1/schema.json",
    "basics": {"name": "Cy Nobody", "email": "cy@example.org", "x-custom": {"deep": [1, {"er": None}]}},
    "work": [
        {
            "name": "Acme",
            "position": "Social Media Manager",
            "startDate": "2020-03-15",
            "endDate": None,
            "summary": "Ran the channels.",
            "highlights": ["Grew them.", None, 3],
            "keywords": ["Instagram", "Copy; editing"],
        },
        {"company": "Old Name Ltd", "position": "Intern", "startDate": 2016, "endDate": "2017"},
        {"name": "Acme", "position": "Editor", "startDate": "2018-01", "endDate": "Present"},
        "not an object",
        {"name": "Acme", "position": ["a", "list"], "startDate": "2015"},
    ],
    "volunteer": [{"organization": "Shelter", "position": "Helper", "startDate": "2019", "endDate": ""}],
    "education": [{"institution": "Lund", "area": "History", "studyType": "BA"}, {"area": None, "studyType": "PhD"}],
    "skills": [{"name": "Web", "keywords": ["HTML", "CSS"]}, {"name": "Writing", "keywords": []}, {"name": None}],
    "projects": None,
    "meta": {"lastModified": "2024-02-10T08:00:00Z", "version": "v1.2.1"},
}
#: lastModified is that of the schema's sample, and older than the jobs; sections that are null.
STALE = {
    "basics": {},
    "work": [{"name": "Acme", "position": "Analyst", "startDate": "2021-05"}],
    "skills": None,
    "meta": {"lastModified": "2017-12-24T15:53:00"},
}
CANDIDATE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- one profile for each language -->
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="http://www.hr-xml.org/3"
  xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:eures="http://www.europass_eures.eu/1.0">
 <CandidatePerson><PersonName><oa:GivenName>Di</oa:GivenName></PersonName><hr:BirthDate>1990-04-01</hr:BirthDate></CandidatePerson>
 <CandidateProfile languageCode="en">
  <EmploymentHistory>
   <EmployerHistory>
    <hr:OrganizationName>Burda &amp; Co</hr:OrganizationName>
    <PositionHistory>
     <PositionTitle typeCode="FREETEXT">Web developer</PositionTitle>
     <eures:EmploymentPeriod>
      <eures:StartDate><hr:FormattedDateTime>2019-09-01</hr:FormattedDateTime></eures:StartDate>
      <eures:EndDate><hr:FormattedDateTime>2021</hr:FormattedDateTime></eures:EndDate>
      <hr:CurrentIndicator>false</hr:CurrentIndicator>
     </eures:EmploymentPeriod>
     <oa:Description>&lt;p&gt;Made &lt;b&gt;pages&lt;/b&gt; &amp;amp; tests.&lt;/p&gt;</oa:Description>
     <JobCategoryCode listName="ESCO_Occupations">http://data.europa.eu/esco/occupation/c40a2919</JobCategoryCode>
     <JobCategoryCode listName="ISCO-08">2513</JobCategoryCode>
    </PositionHistory>
    <PositionHistory>
     <PositionTitle typeCode="URI" languageID="http://data.europa.eu/esco/occupation/f2b15a0e">Team lead</PositionTitle>
     <eures:EmploymentPeriod>
      <eures:StartDate><hr:FormattedDateTime>2022-01</hr:FormattedDateTime></eures:StartDate>
      <hr:CurrentIndicator>true</hr:CurrentIndicator>
     </eures:EmploymentPeriod>
    </PositionHistory>
   </EmployerHistory>
   <EmployerHistory>
    <hr:OrganizationName>Kitchen</hr:OrganizationName>
    <EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2017-02</hr:FormattedDateTime></eures:StartDate>
     <eures:EndDate><hr:FormattedDateTime>2018-03-31T00:00:00</hr:FormattedDateTime></eures:EndDate></EmploymentPeriod>
    <PositionHistory><PositionTitle>Cook</PositionTitle>
     <JobCategoryCode>http://data.europa.eu/esco/isco/C5120</JobCategoryCode></PositionHistory>
   </EmployerHistory>
   <EmployerHistory>
    <hr:OrganizationName>Unsaid</hr:OrganizationName>
    <PositionHistory><PositionTitle>Clerk</PositionTitle><eures:EmploymentPeriod>
      <eures:StartDate><hr:DateText>Unknown</hr:DateText></eures:StartDate></eures:EmploymentPeriod></PositionHistory>
    <PositionHistory><PositionTitle>Porter</PositionTitle><eures:EmploymentPeriod>
      <eures:StartDate><hr:FormattedDateTime>2010-01</hr:FormattedDateTime></eures:StartDate>
      <hr:CurrentIndicator>false</hr:CurrentIndicator></eures:EmploymentPeriod></PositionHistory>
   </EmployerHistory>
  </EmploymentHistory>
  <EducationHistory><EducationOrganizationAttendance><EducationDegree><hr:DegreeName>BSc</hr:DegreeName></EducationDegree>
  </EducationOrganizationAttendance></EducationHistory>
  <PersonQualifications>
   <PersonCompetency><CompetencyID>en</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID></PersonCompetency>
   <PersonCompetency><CompetencyID>x</CompetencyID><hr:TaxonomyID>other</hr:TaxonomyID>
    <hr:CompetencyName>SQL</hr:CompetencyName></PersonCompetency>
  </PersonQualifications>
 </CandidateProfile>
 <CandidateProfile languageCode="de"><EmploymentHistory><EmployerHistory><hr:OrganizationName>Burda</hr:OrganizationName>
  <PositionHistory><PositionTitle>Webentwickler</PositionTitle></PositionHistory></EmployerHistory></EmploymentHistory></CandidateProfile>
</Candidate>
"""
PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en">
 <DocumentInfo><DocumentType>ECV</DocumentType><LastUpdateDate>2015-06-30T10:00:00.000Z</LastUpdateDate></DocumentInfo>
 <LearnerInfo>
  <Identification><Demographics><Birthdate year="1980" month="--07" day="---14"/></Demographics></Identification>
  <WorkExperienceList>
   <WorkExperience><Period><From year="2012" month="--08" day="---01"/><Current>true</Current></Period>
    <Position><Code>2432</Code><Label>Press officer</Label></Position>
    <Activities>&lt;p&gt;Wrote.&lt;/p&gt;</Activities><Employer><Name>City</Name></Employer></WorkExperience>
   <WorkExperience><WorkExperience><Period><From year="2009"/><To year="2012" month="--07"/></Period>
    <Position><Label>Journalist</Label></Position><Employer><Name>Paper</Name></Employer></WorkExperience></WorkExperience>
   <WorkExperience><Period><From year="2008"/><To year="2009"/><Current>true</Current></Period>
    <Position><Label>Trainee</Label></Position></WorkExperience>
  </WorkExperienceList>
  <EducationList><Education><Title>MA Politics</Title></Education></EducationList>
 </LearnerInfo>
</SkillsPassport>
"""
LEARNER = """<?xml version="1.0" encoding="ISO-8859-1"?>
<europass:learnerinfo xmlns:europass="http://europass.cedefop.europa.eu/Europass/V2.0">
 <docinfo><issuedate>2008-01-01</issuedate></docinfo>
 <workexperiencelist>
  <workexperience id="we1"><period><from><year>2002</year><month>--08</month></from>
    <to><year>2003</year><month>--09</month></to></period>
   <position><label>Caf\xe9 manager</label></position><employer><name>B\xe4r</name></employer></workexperience>
 </workexperiencelist>
</europass:learnerinfo>
"""


def write_zip(path: Path, files: dict[str, str]) -> None:
    """Write a zip that is the same bytes everywhere."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 20, 12, 0, 0)), text.encode())


def write_folder(path: Path, files: dict[str, str]) -> None:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_bytes(text.encode())


def make(folder: Path) -> None:
    """Write every sample into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_zip(folder / "Complete_LinkedInDataExport_05-20-2024.zip.zip", LINKEDIN)
    write_folder(folder / "linkedin_folder", FOLDER)
    inner = {f"Basic export/{name}": text for name, text in FOLDER.items()}
    write_zip(folder / "linkedin_inner.zip", inner | {"__MACOSX/Basic export/._positions.CSV": "\0\5\x16\7"})
    write_zip(folder / "linkedin_no_positions.zip", {name: LINKEDIN[name] for name in ("Profile.csv", "Skills.csv")})
    (folder / "positions_alone.csv").write_bytes(POSITIONS.encode())
    (folder / "resume.json").write_bytes(json.dumps(RESUME, indent=1).encode())
    (folder / "resume_stale.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(STALE).encode())
    (folder / "resume_wide.json").write_bytes(json.dumps(STALE).encode("utf-16"))
    (folder / "candidate.xml").write_bytes(CANDIDATE.encode())
    (folder / "passport.xml").write_bytes(b"\xef\xbb\xbf" + PASSPORT.encode())
    (folder / "learner.xml").write_bytes(LEARNER.encode("latin-1"))
    many = folder / "many"
    write_folder(many / "b person", FOLDER)
    write_folder(many / "c" / "export", FOLDER | {"Skills.csv": "Name\nPython\n"})
    write_zip(many / "a.zip", LINKEDIN)
    write_zip(many / "a (1).zip", LINKEDIN)
    (many / "d.json").write_bytes(json.dumps(RESUME).encode())
    (many / "e.xml").write_bytes(PASSPORT.encode())
    (many / "f.xml").write_bytes(PASSPORT[:900].encode())
    (many / "notes.txt").write_bytes(b"Ask Ada Nobody for hers.\n")
    (many / ".DS_Store").write_bytes(b"\0")


if __name__ == "__main__":
    make(HERE)
