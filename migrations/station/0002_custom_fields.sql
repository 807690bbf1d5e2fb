-- What a school prints beside the usual, as JSON; null for most.
ALTER TABLE certificates ADD COLUMN custom_fields TEXT;
