/** A migration. Lines that are there already stay without a hash of their own: one checkpoint holds them all. */
export const tablesOfAuditChain = {
  name: 'the chain of the audit log',
  up: `
    ALTER TABLE audit ADD COLUMN hash TEXT;
    CREATE TABLE audit_checkpoints (
      kind TEXT NOT NULL,
      through_seq INTEGER NOT NULL,
      lines INTEGER NOT NULL,
      hash TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (kind, through_seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
    WHEN OLD.seq > (SELECT coalesce(max(through_seq), 0) FROM audit_checkpoints WHERE kind = 'pruned')
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
  down: `
    DROP TRIGGER audit_is_kept; DROP TABLE audit_checkpoints; ALTER TABLE audit DROP COLUMN hash;
  `,
};
