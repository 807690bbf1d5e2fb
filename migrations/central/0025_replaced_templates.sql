-- What came in the place of a version: courses without a template of their own follow from the first one.
ALTER TABLE template_versions ADD COLUMN replaced_by text COLLATE "C";
