-- What was erased, for whom, and what had to stay; append only.
CREATE TABLE erasures (
  erasure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  learner_id text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  reason text NOT NULL,
  erased_by text NOT NULL,
  kept jsonb NOT NULL
);
CREATE INDEX certificates_learner ON certificates (learner_id);
CREATE INDEX certificates_to_archive ON certificates (jurisdiction, issued_at) WHERE archived_at IS NULL;
CREATE INDEX station_events_addresses ON station_events ((fact->>'kind')) WHERE fact->>'kind' = 'address_corrected';
