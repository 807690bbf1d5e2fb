-- Null where nobody did: it runs, ended by its own time, or was ended before this was asked.
ALTER TABLE emergencies ADD COLUMN ended_by text;
