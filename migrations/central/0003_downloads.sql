-- Links that were given out for one download each.
CREATE TABLE download_links (
  link_hash text COLLATE "C" PRIMARY KEY,
  certificate_id text COLLATE "C" NOT NULL REFERENCES certificates ON DELETE RESTRICT,
  made_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX download_links_expires ON download_links (expires_at);

-- What another system must be told, and what people are mailed: kept until it is done, or given up and listed.
CREATE TABLE messages (
  message_id text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('mail', 'webhook')),
  topic text NOT NULL,
  certificate_id text COLLATE "C",
  endpoint_id text COLLATE "C",
  recipient text,
  body jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'dead', 'suppressed')),
  attempts integer NOT NULL DEFAULT 0,
  next_at bigint NOT NULL,
  made_at bigint NOT NULL,
  done_at bigint,
  problem text
);
CREATE INDEX messages_waiting ON messages (kind, next_at, message_id) WHERE state IN ('waiting', 'sending');
CREATE INDEX messages_dead ON messages (made_at) WHERE state = 'dead';
CREATE TABLE mail_suppressions (
  address text COLLATE "C" PRIMARY KEY,
  reason text NOT NULL,
  since bigint NOT NULL
);
CREATE TABLE webhook_endpoints (
  endpoint_id text COLLATE "C" PRIMARY KEY,
  url text NOT NULL,
  secret_sealed bytea NOT NULL,
  topics jsonb NOT NULL,
  active boolean NOT NULL,
  made_at bigint NOT NULL
);
CREATE TABLE webhook_receipts (
  source text NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  received_at bigint NOT NULL,
  PRIMARY KEY (source, event_id)
);
CREATE INDEX verification_logs_personal ON verification_logs (at) WHERE address IS NOT NULL;
