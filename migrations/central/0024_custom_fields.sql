-- What a school prints beside the usual: set for a course, or told with a completion; a certificate keeps its own.
ALTER TABLE courses ADD COLUMN custom_fields jsonb;
ALTER TABLE completions ADD COLUMN custom_fields jsonb;
ALTER TABLE certificates ADD COLUMN custom_fields jsonb;
-- What a template's package says of itself, to be listed: who signs, and what it needs of a course.
ALTER TABLE template_versions ADD COLUMN about jsonb NOT NULL DEFAULT '{}';
