-- Rows come in the order of time, so a summary of blocks finds them as well as an entry for each, and costs next to nothing.
DROP INDEX verification_logs_at;
CREATE INDEX verification_logs_at ON verification_logs USING brin (at) WITH (pages_per_range = 16);
