-- Token buckets of those who check certificates, shared by all processes: one for each address, and '*' for all together.
-- What is lost in a crash is only that somebody had checked within the last minute.
CREATE UNLOGGED TABLE verify_limits (
  address text COLLATE "C" PRIMARY KEY,
  tokens double precision NOT NULL,
  at bigint NOT NULL,
  -- How many the last charge let through.
  granted integer NOT NULL
) WITH (fillfactor = 70);
