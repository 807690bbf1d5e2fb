-- What people are told by mail. A row says of what and how far it came; the address and the words are put together when it
-- is sent, so that nothing personal is kept here beside the addresses of staff.
CREATE TABLE mails (
  mail_id text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('issued', 'shipped', 'delivered', 'delayed', 'revoked', 'digest')),
  -- What it tells of; the same thing is told once.
  about text COLLATE "C" NOT NULL UNIQUE,
  certificate_id text COLLATE "C" REFERENCES certificates ON DELETE RESTRICT,
  staff_address text,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN
    ('waiting', 'claimed', 'handing_over', 'sent', 'refused', 'suppressed', 'parked', 'settled')),
  attempts integer NOT NULL DEFAULT 0,
  made_at bigint NOT NULL,
  next_at bigint NOT NULL,
  claimed_at bigint,
  done_at bigint,
  problem text,
  CHECK ((certificate_id IS NULL) = (kind = 'digest'))
);
CREATE INDEX mails_waiting ON mails (next_at, mail_id) WHERE state = 'waiting';
CREATE INDEX mails_open ON mails (claimed_at) WHERE state IN ('claimed', 'handing_over');
CREATE INDEX mails_parked ON mails (made_at) WHERE state = 'parked';
CREATE INDEX mails_certificate ON mails (certificate_id) WHERE certificate_id IS NOT NULL;

-- Addresses that take no mail, as keyed hashes.
CREATE TABLE mail_refusals (
  address_hash text PRIMARY KEY,
  reason text NOT NULL,
  since bigint NOT NULL
);
