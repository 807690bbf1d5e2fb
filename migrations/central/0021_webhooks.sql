-- Other systems that are called when something happens to a certificate.
CREATE TABLE webhook_endpoints (
  endpoint_id text COLLATE "C" PRIMARY KEY,
  url text NOT NULL,
  topics jsonb NOT NULL,
  secret_sealed bytea NOT NULL,
  active boolean NOT NULL,
  made_at bigint NOT NULL
);
CREATE TABLE webhook_calls (
  call_id text COLLATE "C" PRIMARY KEY,
  endpoint_id text COLLATE "C" NOT NULL REFERENCES webhook_endpoints ON DELETE RESTRICT,
  event_id bigint NOT NULL REFERENCES certificate_events ON DELETE RESTRICT,
  topic text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'calling', 'done', 'dead', 'dropped')),
  attempts integer NOT NULL DEFAULT 0,
  made_at bigint NOT NULL,
  next_at bigint NOT NULL,
  claimed_at bigint,
  done_at bigint,
  problem text,
  UNIQUE (endpoint_id, event_id)
);
CREATE INDEX webhook_calls_waiting ON webhook_calls (next_at, call_id) WHERE state = 'waiting';
CREATE INDEX webhook_calls_open ON webhook_calls (claimed_at) WHERE state = 'calling';
CREATE INDEX webhook_calls_dead ON webhook_calls (made_at) WHERE state = 'dead';
