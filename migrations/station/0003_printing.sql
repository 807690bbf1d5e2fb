-- Pages are checked in the background and for a printer; chunks keep how they were laid out.

-- What the pages of a batch were checked for: resolution, marks, scale, size of the sheet. JSON.
ALTER TABLE batches ADD COLUMN checked_for TEXT;

-- For what printer earlier checks were made is not known: they are made again before printing.
UPDATE batches SET state = 'open' WHERE state = 'rendered';

-- How the pages of a chunk lie on its sheets, frozen when it is planned, so that it can be made again byte for byte. JSON.
ALTER TABLE print_jobs ADD COLUMN layout TEXT;

-- A check of a batch's pages that is under way: it goes on after a restart behind `through_position`.
CREATE TABLE page_checks (
  batch_id TEXT PRIMARY KEY REFERENCES batches (batch_id),
  user_id TEXT NOT NULL,
  layout TEXT NOT NULL,
  through_position INTEGER NOT NULL,
  begun_at INTEGER NOT NULL
) STRICT;

CREATE TABLE printer_settings (
  printer_id TEXT NOT NULL,
  tray TEXT NOT NULL,
  stock_item_id TEXT,
  output TEXT NOT NULL CHECK (output IN ('face_down', 'face_up')),
  duplex TEXT NOT NULL CHECK (duplex IN ('none', 'long_edge', 'short_edge')),
  marks INTEGER NOT NULL,
  dpi INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (printer_id, tray)
) STRICT;

-- One for each way that pages lie, since a printer turns the ones that lie across by itself.
CREATE TABLE printer_calibrations (
  printer_id TEXT NOT NULL,
  tray TEXT NOT NULL,
  orientation TEXT NOT NULL CHECK (orientation IN ('portrait', 'landscape')),
  right_mm REAL NOT NULL,
  down_mm REAL NOT NULL,
  scale_x REAL NOT NULL,
  scale_y REAL NOT NULL,
  measured_at INTEGER NOT NULL,
  measured_by TEXT NOT NULL,
  PRIMARY KEY (printer_id, tray, orientation)
) STRICT;
