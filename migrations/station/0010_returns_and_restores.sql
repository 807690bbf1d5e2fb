-- Which pieces a chunk was sent with. Known for good, whatever becomes of the pieces: a chunk of which a sheet was seen was
-- printed.
CREATE TABLE print_job_pieces (
  print_job_id TEXT NOT NULL REFERENCES print_jobs (print_job_id),
  piece_id TEXT NOT NULL REFERENCES pieces (piece_id),
  PRIMARY KEY (print_job_id, piece_id)
) STRICT, WITHOUT ROWID;

INSERT INTO print_job_pieces (print_job_id, piece_id)
SELECT j.print_job_id, p.piece_id FROM print_jobs j
JOIN pieces p ON p.batch_id = j.batch_id AND p.position BETWEEN j.first_position AND j.last_position
WHERE p.stage NOT IN ('queued', 'claimed', 'rendered', 'cancelled');

-- A piece of which another was asked for: its own stage goes on as the carrier tells, and the certificate's paper is the
-- next piece.
ALTER TABLE pieces ADD COLUMN replaced_at INTEGER;

DROP INDEX pieces_one_live;
-- Rule: never two live pieces of one certificate.
CREATE UNIQUE INDEX pieces_one_live ON pieces (deliverable_id) WHERE stage NOT IN ('spoiled', 'cancelled') AND replaced_at IS NULL;

-- The stage that central last told of, where this station goes by another of its own: what central knows of paper that is
-- missing here after a restore. Null: the same.
ALTER TABLE deliverables ADD COLUMN central_stage TEXT;

-- Envelopes that came back, why, and what was done about it.
CREATE TABLE returns (
  return_id TEXT PRIMARY KEY,
  parcel_id TEXT NOT NULL REFERENCES parcels (parcel_id),
  at INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('refused', 'moved', 'unknown_address', 'damaged', 'unclaimed', 'other')),
  note TEXT
) STRICT;

CREATE UNIQUE INDEX returns_parcel ON returns (parcel_id);

-- This database was restored from a backup: what may have been printed or paid for after it. A person settles the pieces, the
-- carrier's own books the envelopes.
CREATE TABLE restore_doubts (
  doubt_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  deliverable_id TEXT REFERENCES deliverables (deliverable_id),
  piece_id TEXT REFERENCES pieces (piece_id),
  batch_id TEXT REFERENCES batches (batch_id),
  parcel_id TEXT REFERENCES parcels (parcel_id),
  settled_at INTEGER,
  settled_by TEXT,
  outcome TEXT,
  CHECK (deliverable_id IS NULL OR parcel_id IS NULL)
) STRICT;

CREATE UNIQUE INDEX restore_doubts_deliverable ON restore_doubts (deliverable_id) WHERE settled_at IS NULL AND deliverable_id IS NOT NULL;
CREATE UNIQUE INDEX restore_doubts_parcel ON restore_doubts (parcel_id) WHERE settled_at IS NULL AND parcel_id IS NOT NULL;
