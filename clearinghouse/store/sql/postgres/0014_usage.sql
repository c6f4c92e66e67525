-- What the centre says of the use a claim rests on: open, confirmed or denied. The words are in the record.
ALTER TABLE claims ADD COLUMN usage_said TEXT NOT NULL DEFAULT 'open';
CREATE INDEX claims_by_centre ON claims (centre, status);
