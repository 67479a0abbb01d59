/** As it was before files could be attached to messages; a step down makes it letter by letter again. */
export const tableOfRunBlobs = `CREATE TABLE blobs (
      id TEXT PRIMARY KEY,
      run_id TEXT NOT NULL,
      task_id TEXT NOT NULL,
      media_type TEXT NOT NULL,
      name TEXT,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;`;

export const indexesOfBlobs = `CREATE INDEX blobs_by_run ON blobs (run_id);
    CREATE INDEX blobs_by_content ON blobs (sha256);
    CREATE INDEX blobs_by_age ON blobs (created_at);`;

/** A migration. */
export const tablesOfBlobs = {
  name: 'blobs',
  up: `
    ${tableOfRunBlobs}
    ${indexesOfBlobs}
    CREATE TABLE blob_readers (
      blob_id TEXT NOT NULL, run_id TEXT NOT NULL, PRIMARY KEY (blob_id, run_id)
    ) STRICT, WITHOUT ROWID;
  `,
  down: 'DROP TABLE blob_readers; DROP TABLE blobs;',
};
