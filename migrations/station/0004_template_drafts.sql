-- When central published it; null for what came before central told of that.
ALTER TABLE templates ADD COLUMN published_at INTEGER;

-- Templates in the making. People edit `template_json`; the files beside it are one ZIP in `package`, listed in `files`.
CREATE TABLE template_drafts (
  draft_id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  stock_item_id TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('version', 'pdf', 'html', 'package')),
  based_on TEXT,
  revision INTEGER NOT NULL,
  edited_at INTEGER NOT NULL,
  edited_by TEXT NOT NULL,
  template_json TEXT NOT NULL,
  files TEXT NOT NULL,
  package BLOB NOT NULL
) STRICT;
