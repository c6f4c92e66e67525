-- Every order of the list of cases can be read from an index, whatever the number of cases: those of
-- what changes with the status stand behind it, and a list over several statuses merges them.
CREATE INDEX applications_in_order ON applications (status, id);
CREATE INDEX applications_changed ON applications (status, updated_at, id);
CREATE INDEX applications_amount ON applications (amount_fen, id);
CREATE INDEX applications_applicant ON applications (applicant_name, id);
DROP INDEX applications_updated;
-- No statement reads it: the planner prefers the order by status.
DROP INDEX applications_waiting;
