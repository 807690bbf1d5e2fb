-- Instants are bigint milliseconds since 1970 UTC; business dates are date; ids are text in byte order.

CREATE TABLE settings (
  key text PRIMARY KEY,
  value jsonb NOT NULL
);

-- The feed: writers add to feed_pending; one sequencer at a time moves committed rows to feed, which holds the place of
-- the last change of every subject.
CREATE TABLE feed_pending (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  subject_id text COLLATE "C" NOT NULL
);
CREATE TABLE feed (
  kind text NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (kind, subject_id)
);
CREATE UNIQUE INDEX feed_position ON feed (position);

CREATE TABLE people (
  user_id text COLLATE "C" PRIMARY KEY,
  display_name text NOT NULL,
  roles jsonb NOT NULL,
  pin_hash text NOT NULL,
  active boolean NOT NULL
);

CREATE TABLE stations (
  station_id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  public_key text NOT NULL,
  paired_at bigint NOT NULL,
  last_seen_at bigint,
  revoked_at bigint,
  revoked_reason text,
  applied_through bigint NOT NULL DEFAULT 0
);
CREATE TABLE pairing_codes (
  code_hash text PRIMARY KEY,
  made_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint,
  station_id text COLLATE "C" REFERENCES stations ON DELETE RESTRICT
);

CREATE TABLE rule_packs (
  jurisdiction text PRIMARY KEY,
  version text NOT NULL,
  pack jsonb NOT NULL
);
CREATE TABLE stock_items (
  stock_item_id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  numbered boolean NOT NULL,
  reorder_at integer NOT NULL
);
CREATE TABLE template_versions (
  template_version text COLLATE "C" PRIMARY KEY,
  title text NOT NULL,
  stock_item_id text COLLATE "C" NOT NULL REFERENCES stock_items ON DELETE RESTRICT,
  published boolean NOT NULL,
  package bytea NOT NULL,
  stored_at bigint NOT NULL
);

CREATE TABLE signing_keys (
  key_id text PRIMARY KEY,
  public_key text NOT NULL,
  private_key_sealed bytea NOT NULL,
  not_before bigint NOT NULL,
  not_after bigint
);

CREATE TABLE courses (
  course_id text COLLATE "C" PRIMARY KEY,
  title text NOT NULL,
  jurisdiction text NOT NULL,
  published boolean NOT NULL DEFAULT true,
  certificates_enabled boolean NOT NULL DEFAULT true,
  issuance text NOT NULL DEFAULT 'on_completion' CHECK (issuance IN ('on_completion', 'on_first_download', 'manual')),
  number_scheme jsonb NOT NULL,
  requirements jsonb NOT NULL DEFAULT '{}',
  paper text NOT NULL DEFAULT 'as_ruled' CHECK (paper IN ('as_ruled', 'always', 'never')),
  template_version text COLLATE "C" REFERENCES template_versions ON DELETE RESTRICT
);
CREATE TABLE learners (
  learner_id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  email text,
  language text NOT NULL DEFAULT 'en',
  address jsonb,
  updated_at bigint NOT NULL
);
CREATE TABLE enrollments (
  learner_id text COLLATE "C" NOT NULL,
  course_id text COLLATE "C" NOT NULL,
  order_id text COLLATE "C",
  enrolled_at bigint NOT NULL,
  PRIMARY KEY (learner_id, course_id)
);
CREATE INDEX enrollments_order ON enrollments (order_id) WHERE order_id IS NOT NULL;
CREATE TABLE orders (
  order_id text COLLATE "C" PRIMARY KEY,
  amount_minor bigint NOT NULL,
  amount_refunded_minor bigint NOT NULL,
  updated_at bigint NOT NULL
);
CREATE TABLE learning_events (
  event_id text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL,
  at bigint NOT NULL,
  received_at bigint NOT NULL
);
-- One row for every learner who completed a course; state says what became of it.
CREATE TABLE completions (
  learner_id text COLLATE "C" NOT NULL,
  course_id text COLLATE "C" NOT NULL,
  completion_date text NOT NULL,
  completed_at bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('due', 'issued', 'attention', 'not_eligible')),
  problem text,
  since bigint NOT NULL,
  PRIMARY KEY (learner_id, course_id)
);
CREATE INDEX completions_attention ON completions (since) WHERE state = 'attention';
CREATE INDEX completions_due ON completions (completed_at, learner_id, course_id) WHERE state = 'due';

CREATE TABLE number_sequences (
  jurisdiction text NOT NULL,
  prefix text NOT NULL,
  year integer NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (jurisdiction, prefix, year)
);

CREATE TABLE certificates (
  certificate_id text COLLATE "C" PRIMARY KEY,
  certificate_number text COLLATE "C" NOT NULL,
  verification_code text COLLATE "C" NOT NULL UNIQUE,
  control_number text COLLATE "C" UNIQUE,
  learner_id text COLLATE "C" NOT NULL,
  course_id text COLLATE "C" NOT NULL REFERENCES courses ON DELETE RESTRICT,
  order_id text COLLATE "C",
  issued_name text NOT NULL,
  course_title text NOT NULL,
  completion_date text NOT NULL,
  issue_date text NOT NULL,
  jurisdiction text NOT NULL,
  template_version text COLLATE "C" NOT NULL REFERENCES template_versions ON DELETE RESTRICT,
  signature text NOT NULL,
  key_id text NOT NULL REFERENCES signing_keys ON DELETE RESTRICT,
  validity text NOT NULL DEFAULT 'active' CHECK (validity IN ('active', 'suspended', 'revoked', 'superseded')),
  validity_reason text,
  validity_category text,
  validity_at bigint,
  validity_by text,
  supersedes text COLLATE "C" REFERENCES certificates ON DELETE RESTRICT,
  issued_at bigint NOT NULL,
  archived_at bigint
);
CREATE UNIQUE INDEX certificates_one_in_force ON certificates (learner_id, course_id) WHERE validity IN ('active', 'suspended');
-- A duplicate may keep the number of the one that it supersedes, where the rules say so; nothing else shares a number.
CREATE UNIQUE INDEX certificates_number ON certificates (certificate_number) WHERE validity <> 'superseded';
CREATE INDEX certificates_every_number ON certificates (certificate_number);
CREATE INDEX certificates_order ON certificates (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX certificates_course ON certificates (course_id);

-- What is owed on paper. lease_* is who may work on it now; epoch grows with every grant.
CREATE TABLE deliverables (
  deliverable_id text COLLATE "C" PRIMARY KEY,
  certificate_id text COLLATE "C" NOT NULL UNIQUE REFERENCES certificates ON DELETE RESTRICT,
  course_id text COLLATE "C" NOT NULL,
  jurisdiction text NOT NULL,
  address jsonb NOT NULL,
  due_at bigint,
  slack_at bigint NOT NULL,
  owed boolean NOT NULL DEFAULT true,
  stage text NOT NULL DEFAULT 'queued',
  station_id text COLLATE "C" REFERENCES stations ON DELETE RESTRICT,
  epoch bigint NOT NULL DEFAULT 0,
  lease_station_id text COLLATE "C" REFERENCES stations ON DELETE RESTRICT,
  lease_expires_at bigint,
  batch_number text,
  carrier text,
  tracking text,
  tracking_url text,
  manifest_number text
);
CREATE INDEX deliverables_urgent ON deliverables (slack_at, deliverable_id) WHERE owed AND stage = 'queued' AND lease_station_id IS NULL;
CREATE INDEX deliverables_leased ON deliverables (lease_station_id, lease_expires_at) WHERE lease_station_id IS NOT NULL;

CREATE TABLE pieces (
  piece_id text COLLATE "C" PRIMARY KEY,
  deliverable_id text COLLATE "C" NOT NULL,
  certificate_id text COLLATE "C" NOT NULL,
  station_id text COLLATE "C" NOT NULL,
  attempt integer NOT NULL,
  epoch bigint NOT NULL,
  stage text NOT NULL,
  printed boolean NOT NULL,
  batch_number text,
  sheet_serial text,
  page_hash text,
  changed_at bigint NOT NULL
);
CREATE INDEX pieces_deliverable ON pieces (deliverable_id);

CREATE TABLE lease_requests (
  station_id text COLLATE "C" NOT NULL,
  request_id text COLLATE "C" NOT NULL,
  leases jsonb NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (station_id, request_id)
);

CREATE TABLE station_events (
  station_id text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  fact jsonb NOT NULL,
  applied_at bigint NOT NULL,
  PRIMARY KEY (station_id, sequence)
);
CREATE TABLE conflicts (
  conflict_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  station_id text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  kind text NOT NULL,
  detail text NOT NULL,
  certificate_id text COLLATE "C",
  raised_at bigint NOT NULL,
  settled_at bigint,
  settled_by text,
  UNIQUE (station_id, sequence, kind)
);

-- The certificate's own history, append only.
CREATE TABLE certificate_events (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  certificate_id text COLLATE "C" NOT NULL REFERENCES certificates ON DELETE RESTRICT,
  at bigint NOT NULL,
  event text NOT NULL,
  station_id text COLLATE "C",
  detail jsonb NOT NULL
);
CREATE INDEX certificate_events_certificate ON certificate_events (certificate_id, event_id);

CREATE TABLE emergencies (
  emergency_id text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('pause_issuance', 'digital_only', 'hold_shipping')),
  reason text NOT NULL,
  started_at bigint NOT NULL,
  started_by text NOT NULL,
  ends_at bigint,
  ended_at bigint
);

CREATE TABLE verification_logs (
  log_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  certificate_id text COLLATE "C",
  asked text,
  result text NOT NULL,
  channel text NOT NULL,
  address text,
  agent text
);
CREATE INDEX verification_logs_at ON verification_logs (at);
