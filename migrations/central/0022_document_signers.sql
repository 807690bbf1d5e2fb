-- Whoever signs certificate files where no key was given from outside: an authority of the school's own and its signer.
CREATE TABLE document_signers (
  signer_id text COLLATE "C" PRIMARY KEY,
  certificate bytea NOT NULL,
  authority bytea NOT NULL,
  private_key_sealed bytea NOT NULL,
  made_at bigint NOT NULL
);
