-- Links that were given out for one download each.
CREATE TABLE download_links (
  link_hash text COLLATE "C" PRIMARY KEY,
  certificate_id text COLLATE "C" NOT NULL REFERENCES certificates ON DELETE RESTRICT,
  made_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX download_links_expires ON download_links (expires_at);

-- What payments told already.
CREATE TABLE webhook_receipts (
  source text NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  received_at bigint NOT NULL,
  PRIMARY KEY (source, event_id)
);
CREATE INDEX verification_logs_personal ON verification_logs (at) WHERE address IS NOT NULL;
