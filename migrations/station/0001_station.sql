-- Instants are epoch milliseconds (UTC). Money is integer minor units. JSON columns are parsed when read.

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Mirrors of central -------------------------------------------------------------------------------------------------

CREATE TABLE people (
  user_id TEXT PRIMARY KEY,
  display_name TEXT NOT NULL,
  roles TEXT NOT NULL,
  pin_hash TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE courses (
  course_id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  jurisdiction TEXT NOT NULL
) STRICT;

CREATE TABLE rule_packs (
  jurisdiction TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  pack TEXT NOT NULL
) STRICT;

CREATE TABLE signing_keys (
  key_id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  not_after INTEGER
) STRICT;

CREATE TABLE emergencies (
  emergency_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('pause_issuance', 'digital_only', 'hold_shipping')),
  reason TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  ends_at INTEGER,
  ended INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT;

-- `package` is null until the file was fetched; its SHA-256 is the version.
CREATE TABLE templates (
  template_version TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  stock_item_id TEXT NOT NULL,
  published INTEGER NOT NULL CHECK (published IN (0, 1)),
  package BLOB
) STRICT;

CREATE TABLE certificates (
  certificate_row INTEGER PRIMARY KEY,
  certificate_id TEXT NOT NULL UNIQUE,
  certificate_number TEXT NOT NULL,
  verification_code TEXT NOT NULL UNIQUE,
  control_number TEXT,
  issued_name TEXT NOT NULL,
  course_id TEXT NOT NULL,
  course_title TEXT NOT NULL,
  completion_date TEXT NOT NULL,
  issue_date TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  template_version TEXT NOT NULL,
  signature TEXT NOT NULL,
  key_id TEXT NOT NULL,
  validity TEXT NOT NULL CHECK (validity IN ('active', 'suspended', 'revoked', 'superseded')),
  validity_reason TEXT,
  validity_at INTEGER,
  issued_at INTEGER NOT NULL
) STRICT;

-- A duplicate may keep the number of the certificate that it supersedes: two rows, one number.
CREATE INDEX certificates_number ON certificates (certificate_number);

-- `slack_at`: the legal deadline less the usual time to fulfil; what the queue is ordered by.
-- `workable`: waiting in the queue, certificate active, not in another station's hands (derived; kept by one function).
-- `search_text`: the words of the name and the number, folded, each with a space before it; see search_words.
CREATE TABLE deliverables (
  deliverable_id TEXT PRIMARY KEY,
  certificate_id TEXT NOT NULL UNIQUE REFERENCES certificates (certificate_id),
  stage TEXT NOT NULL,
  workable INTEGER NOT NULL CHECK (workable IN (0, 1)),
  due_at INTEGER,
  slack_at INTEGER NOT NULL,
  jurisdiction TEXT NOT NULL,
  course_id TEXT NOT NULL,
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  search_text TEXT NOT NULL,
  elsewhere_station_id TEXT,
  hold_reason TEXT,
  hold_by TEXT,
  hold_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_epoch INTEGER,
  lease_expires_at INTEGER,
  CHECK ((hold_reason IS NULL) = (hold_at IS NULL)),
  CHECK ((lease_epoch IS NULL) = (lease_expires_at IS NULL))
) STRICT, WITHOUT ROWID;

-- The search text is in the index so that a common word is found by walking the queue in order, without a look at any row.
CREATE INDEX deliverables_queue ON deliverables (slack_at, deliverable_id, search_text) WHERE workable = 1;
CREATE INDEX deliverables_queue_course ON deliverables (course_id, slack_at, deliverable_id) WHERE workable = 1;
CREATE INDEX deliverables_queue_jurisdiction ON deliverables (jurisdiction, slack_at, deliverable_id) WHERE workable = 1;
CREATE INDEX deliverables_address ON deliverables (address_key) WHERE stage NOT IN ('handed_over', 'in_transit', 'delivered', 'returned', 'lost');
CREATE INDEX deliverables_leased ON deliverables (lease_expires_at) WHERE lease_epoch IS NOT NULL;
CREATE INDEX deliverables_held ON deliverables (hold_at) WHERE hold_at IS NOT NULL;

-- Where a word begins: the folded words of every issued name and certificate number. It carries what the queue's search asks
-- of a row, so that a rare word is answered from here alone. `queued` follows deliverables.workable; the text of a number's
-- row is left out, for who types a number has said enough.
CREATE TABLE search_words (
  word TEXT NOT NULL,
  certificate_row INTEGER NOT NULL,
  queued INTEGER NOT NULL CHECK (queued IN (0, 1)),
  slack_at INTEGER NOT NULL,
  deliverable_id TEXT,
  search_text TEXT,
  PRIMARY KEY (word, certificate_row)
) STRICT, WITHOUT ROWID;

-- Work on paper ------------------------------------------------------------------------------------------------------

CREATE TABLE batches (
  batch_id TEXT PRIMARY KEY,
  batch_number TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open', 'rendered', 'printing', 'printed', 'closed', 'cancelled')),
  template_version TEXT NOT NULL,
  stock_item_id TEXT NOT NULL,
  printer_id TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  rendered_at INTEGER,
  closed_at INTEGER,
  cancel_reason TEXT
) STRICT;

CREATE INDEX batches_recent ON batches (created_at DESC);

CREATE TABLE pieces (
  piece_id TEXT PRIMARY KEY,
  deliverable_id TEXT NOT NULL REFERENCES deliverables (deliverable_id),
  certificate_id TEXT NOT NULL REFERENCES certificates (certificate_id),
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  stage TEXT NOT NULL CHECK (stage IN ('queued', 'claimed', 'rendered', 'spooled', 'awaiting_scan', 'qc_passed', 'packed',
    'labelled', 'handed_over', 'in_transit', 'delivered', 'returned', 'lost', 'spoiled', 'cancelled')),
  stage_at INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  batch_id TEXT REFERENCES batches (batch_id),
  position INTEGER,
  page_hash TEXT,
  findings TEXT NOT NULL DEFAULT '[]',
  stock_item_id TEXT,
  sheet_serial TEXT,
  parcel_id TEXT,
  created_at INTEGER NOT NULL,
  CHECK ((batch_id IS NULL) = (position IS NULL)),
  UNIQUE (deliverable_id, attempt)
) STRICT, WITHOUT ROWID;

-- Rule: never two live pieces of one certificate.
CREATE UNIQUE INDEX pieces_one_live ON pieces (deliverable_id) WHERE stage NOT IN ('spoiled', 'cancelled', 'lost');
CREATE UNIQUE INDEX pieces_place ON pieces (batch_id, position) WHERE batch_id IS NOT NULL;
CREATE UNIQUE INDEX pieces_sheet ON pieces (stock_item_id, sheet_serial) WHERE sheet_serial IS NOT NULL;
CREATE INDEX pieces_certificate ON pieces (certificate_id);
CREATE INDEX pieces_parcel ON pieces (parcel_id) WHERE parcel_id IS NOT NULL;
CREATE INDEX pieces_stage ON pieces (stage) WHERE stage NOT IN ('delivered', 'spoiled', 'cancelled');

CREATE TABLE piece_events (
  event_row INTEGER PRIMARY KEY,
  piece_id TEXT NOT NULL REFERENCES pieces (piece_id),
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  from_stage TEXT NOT NULL,
  to_stage TEXT NOT NULL,
  user_id TEXT,
  reason TEXT,
  detail TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE INDEX piece_events_piece ON piece_events (piece_id);

-- One chunk of a batch at a printer. `document_name` is unique, so that the printer's own queue can be asked about it.
CREATE TABLE print_jobs (
  print_job_id TEXT PRIMARY KEY,
  batch_id TEXT NOT NULL REFERENCES batches (batch_id),
  chunk INTEGER NOT NULL,
  first_position INTEGER NOT NULL,
  last_position INTEGER NOT NULL,
  printer_id TEXT NOT NULL,
  document_name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'printing', 'done', 'failed', 'unknown')),
  printer_job TEXT,
  problem TEXT,
  sent_at INTEGER,
  ended_at INTEGER,
  CHECK (first_position <= last_position)
) STRICT;

CREATE INDEX print_jobs_batch ON print_jobs (batch_id, chunk);

CREATE TABLE qc_inspections (
  inspection_row INTEGER PRIMARY KEY,
  scan_id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  bench TEXT NOT NULL CHECK (bench IN ('check', 'pack', 'label')),
  scanned TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT,
  piece_id TEXT,
  batch_id TEXT,
  expected_position INTEGER
) STRICT;

CREATE INDEX qc_inspections_batch ON qc_inspections (batch_id);
CREATE INDEX qc_inspections_piece ON qc_inspections (piece_id);

CREATE TABLE spoilage (
  piece_id TEXT PRIMARY KEY REFERENCES pieces (piece_id),
  at INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  second_user_id TEXT,
  reason TEXT NOT NULL,
  note TEXT,
  CHECK (second_user_id IS NULL OR second_user_id <> user_id)
) STRICT;

-- Paper stock ----------------------------------------------------------------------------------------------------------

CREATE TABLE stock_items (
  stock_item_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  numbered INTEGER NOT NULL CHECK (numbered IN (0, 1)),
  reorder_at INTEGER NOT NULL
) STRICT;

-- Append only. `sheets` is signed: positive into store, negative out of it is implied by the kind (see the domain's ledger).
CREATE TABLE stock_movements (
  movement_row INTEGER PRIMARY KEY,
  movement_id TEXT NOT NULL UNIQUE,
  stock_item_id TEXT NOT NULL REFERENCES stock_items (stock_item_id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  sheets INTEGER NOT NULL CHECK (sheets <> 0),
  batch_id TEXT,
  piece_id TEXT,
  user_id TEXT,
  reference TEXT
) STRICT;

CREATE INDEX stock_movements_item ON stock_movements (stock_item_id, movement_row);
CREATE INDEX stock_movements_batch ON stock_movements (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE sheet_ranges (
  range_row INTEGER PRIMARY KEY,
  stock_item_id TEXT NOT NULL REFERENCES stock_items (stock_item_id),
  prefix TEXT NOT NULL,
  width INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  CHECK (first <= last)
) STRICT;

-- A numbered sheet gets a row when its serial is met (scanned, spoiled, returned), and never a second one.
CREATE TABLE sheets (
  stock_item_id TEXT NOT NULL REFERENCES stock_items (stock_item_id),
  serial TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('bound', 'spoiled', 'returned')),
  piece_id TEXT,
  batch_id TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (stock_item_id, serial)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER stock_movements_append_only_update BEFORE UPDATE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'stock_movements is append only'); END;
CREATE TRIGGER stock_movements_append_only_delete BEFORE DELETE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'stock_movements is append only'); END;

-- Envelopes and postage ------------------------------------------------------------------------------------------------

CREATE TABLE parcels (
  parcel_id TEXT PRIMARY KEY,
  parcel_number TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open', 'packed', 'labelled', 'closed', 'handed_over', 'in_transit', 'delivered',
    'returned', 'lost')),
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  packed_at INTEGER,
  label_verified_at INTEGER,
  manifest_id TEXT,
  handed_over_at INTEGER
) STRICT;

-- One open envelope for one address at a time.
CREATE UNIQUE INDEX parcels_open_address ON parcels (address_key) WHERE state = 'open';
CREATE INDEX parcels_state ON parcels (state, created_at);
CREATE INDEX parcels_manifest ON parcels (manifest_id) WHERE manifest_id IS NOT NULL;

CREATE TABLE parcel_pieces (
  parcel_id TEXT NOT NULL REFERENCES parcels (parcel_id),
  piece_id TEXT NOT NULL REFERENCES pieces (piece_id),
  packed_at INTEGER NOT NULL,
  taken_out_at INTEGER,
  PRIMARY KEY (parcel_id, piece_id, packed_at)
) STRICT, WITHOUT ROWID;

-- A piece is in one envelope only.
CREATE UNIQUE INDEX parcel_pieces_one ON parcel_pieces (piece_id) WHERE taken_out_at IS NULL;

CREATE TABLE label_intents (
  intent_id TEXT PRIMARY KEY,
  parcel_id TEXT NOT NULL REFERENCES parcels (parcel_id),
  rate_id TEXT NOT NULL,
  carrier TEXT NOT NULL,
  service TEXT NOT NULL,
  cost_minor INTEGER NOT NULL CHECK (cost_minor >= 0),
  currency TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('wanted', 'buying', 'bought', 'in_doubt', 'refused', 'parked', 'void_asked', 'voided')),
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX label_intents_open ON label_intents (state) WHERE state IN ('wanted', 'buying', 'in_doubt', 'parked', 'void_asked');

-- Rule: postage at most once for a parcel, whatever a carrier answers.
CREATE UNIQUE INDEX label_intents_one ON label_intents (parcel_id) WHERE state NOT IN ('refused', 'voided');

CREATE TABLE labels (
  label_id TEXT PRIMARY KEY,
  intent_id TEXT NOT NULL UNIQUE REFERENCES label_intents (intent_id),
  parcel_id TEXT NOT NULL REFERENCES parcels (parcel_id),
  carrier TEXT NOT NULL,
  service TEXT NOT NULL,
  tracking TEXT NOT NULL UNIQUE,
  tracking_url TEXT,
  cost_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  file BLOB NOT NULL,
  media_type TEXT NOT NULL,
  demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
  bought_at INTEGER NOT NULL,
  voided_at INTEGER
) STRICT;

CREATE INDEX labels_parcel ON labels (parcel_id);

CREATE TABLE manifests (
  manifest_id TEXT PRIMARY KEY,
  manifest_number TEXT NOT NULL UNIQUE,
  carrier TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

CREATE TABLE tracking_events (
  tracking_row INTEGER PRIMARY KEY,
  parcel_id TEXT NOT NULL REFERENCES parcels (parcel_id),
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  detail TEXT,
  provider_event TEXT NOT NULL UNIQUE
) STRICT;

-- People at this station ------------------------------------------------------------------------------------------------

CREATE TABLE pin_attempts (
  user_id TEXT PRIMARY KEY,
  wrong INTEGER NOT NULL,
  locked_until INTEGER
) STRICT;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE approvals (
  approval_id TEXT PRIMARY KEY,
  action TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  CHECK (asked_by <> approved_by)
) STRICT;

-- Proof and sync -------------------------------------------------------------------------------------------------------

CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  user_id TEXT,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE INDEX audit_log_subject ON audit_log (subject);

CREATE TRIGGER audit_log_append_only_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append only'); END;
CREATE TRIGGER audit_log_append_only_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append only'); END;

-- Facts for central, in order and without gaps: saved in the transaction of the change they tell of.
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY,
  fact TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  pushed_at INTEGER
) STRICT;

CREATE INDEX outbox_waiting ON outbox (sequence) WHERE pushed_at IS NULL;

-- A lease request outlives a crash, so that central answers the same leases to the same request.
CREATE TABLE lease_requests (
  request_id TEXT PRIMARY KEY,
  wanted TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Paper of certificates that count no more, taken out and destroyed.
CREATE TABLE pulled (
  piece_id TEXT PRIMARY KEY REFERENCES pieces (piece_id),
  at INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  note TEXT
) STRICT;

CREATE TABLE sync_conflicts (
  conflict_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  certificate_id TEXT,
  detail TEXT NOT NULL,
  resolved_at INTEGER
) STRICT;

-- Durable jobs: saved in the transaction of the change that wants them, parsed again when read, parked when exhausted.
CREATE TABLE jobs (
  job_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'parked')),
  attempts INTEGER NOT NULL DEFAULT 0,
  run_at INTEGER NOT NULL,
  problem TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX jobs_one ON jobs (kind, subject) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'waiting';
