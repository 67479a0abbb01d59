import { callsThatSpawned, tableOfSpawnedRuns } from './spawned-run-table.ts';
import { endOfGrants } from './grant-tables.ts';
import { tablesOfLanes } from './lane-tables.ts';
import { tableOfQueuedMessages, tablesOfAttachments, tablesOfConversationList } from './conversation-tables.ts';
import type Sqlite from 'better-sqlite3';
import { HeronError } from '../errors.ts';
import { tablesOfAuditChain } from './audit-chain-tables.ts';
import { tablesOfBlobs } from './blob-tables.ts';
import { packsOfEvents } from '../event-packs.ts';
import { indexOfEndedRuns } from './ended-runs-index.ts';
import { tableOfCheckpoints } from './checkpoint-table.ts';
import { tablesOfFolders } from './folder-tables.ts';
import { tableOfBackgroundProcesses } from './background-process-table.ts';
import { tablesOfForks } from './fork-tables.ts';
import { indicesOfPruning, tablesOfHistory } from './history-tables.ts';
import { tablesOfInnerTasks } from './inner-task-tables.ts';
import {
  tableOfModelStandings,
  tableOfModelWindows,
  tableOfPlanUses,
  tableOfPlanWindows,
  tableOfSortedSentences,
} from './model-tables.ts';
import { tablesOfOpenedRuns } from './opened-run-tables.ts';
import { tablesOfPermissions } from './permission-tables.ts';
import { tableOfPhases } from './phase-table.ts';
import { sharesOfSpending, tablesOfSpending, thinkingOfRequests } from './spending-tables.ts';
import { tableOfUsage } from './usage-table.ts';
import { tablesOfPolls, tablesOfSchedules } from './schedule-tables.ts';
import { tableOfWorkerStatistics } from './worker-statistics-table.ts';
import { resourcesOfMcpServers, tableOfMcpCalls, tableOfMcpServers } from './mcp-table.ts';
import { optionsOfTriggers, pausedTriggers, tablesOfTriggers } from './trigger-tables.ts';
import { tablesOfSharedWorkflows } from './shared-workflow-tables.ts';
import { tablesOfWorkflows, triggersOfWorkflows } from './workflow-tables.ts';

export type Migration = { name: string; up: string; down: string };

/** Version n of the database is what the first n of these make. A released one is never edited; the next is appended. */
export const migrations: readonly Migration[] = [
  {
    name: 'event log and cursors',
    up: `
      CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        version INTEGER NOT NULL,
        conversation_id TEXT,
        run_id TEXT,
        task_id TEXT,
        worker_id TEXT,
        caused_by TEXT,
        trace_id TEXT NOT NULL,
        payload TEXT NOT NULL
      ) STRICT;
      CREATE INDEX events_by_run ON events (run_id, seq) WHERE run_id IS NOT NULL;
      CREATE INDEX events_by_type ON events (type, seq);
      CREATE INDEX events_by_conversation ON events (conversation_id, seq) WHERE conversation_id IS NOT NULL;
      CREATE TABLE cursors (consumer TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `,
    down: 'DROP TABLE cursors; DROP TABLE events;',
  },
  {
    name: 'conversations, runs, settings',
    up: `
      CREATE TABLE conversations (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        conversation_id TEXT,
        title TEXT NOT NULL,
        source TEXT NOT NULL,
        status TEXT NOT NULL,
        tasks_total INTEGER NOT NULL,
        tasks_completed INTEGER NOT NULL DEFAULT 0,
        tasks_failed INTEGER NOT NULL DEFAULT 0,
        undone INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        ended_at INTEGER
      ) STRICT;
      CREATE INDEX runs_by_status ON runs (status, created_at);
      CREATE INDEX runs_by_conversation ON runs (conversation_id, created_at);
      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
    down: 'DROP TABLE settings; DROP TABLE runs; DROP TABLE conversations;',
  },
  tablesOfPermissions,
  {
    name: 'approved workers and their settings',
    up: `
      CREATE TABLE worker_approvals (
        worker_id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        version TEXT NOT NULL,
        hash TEXT NOT NULL,
        manifest TEXT NOT NULL,
        signed_by TEXT,
        approved_at INTEGER NOT NULL,
        approved_by TEXT NOT NULL,
        is_watched INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE worker_settings (
        worker_id TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (worker_id, name)
      ) STRICT, WITHOUT ROWID;
    `,
    down: 'DROP TABLE worker_settings; DROP TABLE worker_approvals;',
  },
  {
    name: 'grants for one command, file changes by path',
    up: `
      ALTER TABLE grants ADD COLUMN detail TEXT;
      CREATE INDEX file_changes_by_path ON file_changes (path);
      CREATE INDEX file_changes_by_target ON file_changes (moved_to) WHERE moved_to IS NOT NULL;
    `,
    down: `
      DROP INDEX file_changes_by_target; DROP INDEX file_changes_by_path; ALTER TABLE grants DROP COLUMN detail;
    `,
  },
  tablesOfAuditChain,
  {
    name: 'what is known of secrets, without their values',
    up: `
      CREATE TABLE secrets (
        name TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        length_class TEXT NOT NULL,
        hosts TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        used_at INTEGER
      ) STRICT, WITHOUT ROWID;
    `,
    down: 'DROP TABLE secrets;',
  },
  {
    name: 'policy: taint, labelled files, rate limits, elevated modes',
    up: `
      CREATE TABLE taint_sources (
        holder TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (holder, source)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE tainted_files (
        path TEXT NOT NULL,
        source TEXT NOT NULL,
        run_id TEXT NOT NULL,
        below INTEGER NOT NULL,
        identity TEXT,
        PRIMARY KEY (path, source)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tainted_files_by_identity ON tainted_files (identity) WHERE identity IS NOT NULL;
      CREATE INDEX tainted_files_by_run ON tainted_files (run_id) WHERE identity IS NULL;
      CREATE TABLE rate_uses (
        kind TEXT NOT NULL, minute INTEGER NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (kind, minute)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE elevated_modes (
        holder TEXT PRIMARY KEY, mode TEXT NOT NULL, sender TEXT NOT NULL, at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
    down: 'DROP TABLE elevated_modes; DROP TABLE rate_uses; DROP TABLE tainted_files; DROP TABLE taint_sources;',
  },
  {
    // On the way down what an older Heron would read as more than was allowed is ended.
    name: 'grants by action, pattern, count and expiry; questions with codes',
    up: `
      ALTER TABLE grants ADD COLUMN action TEXT;
      ALTER TABLE grants ADD COLUMN match TEXT NOT NULL DEFAULT 'exact';
      ALTER TABLE grants ADD COLUMN args TEXT;
      ALTER TABLE grants ADD COLUMN conversation_id TEXT;
      ALTER TABLE grants ADD COLUMN uses_left INTEGER;
      ALTER TABLE grants ADD COLUMN expires_at INTEGER;
      ALTER TABLE grants ADD COLUMN given_under TEXT;
      UPDATE grants SET match = 'below' WHERE capability IN ('files.read', 'files.write');
      ALTER TABLE permission_requests ADD COLUMN code TEXT;
      ALTER TABLE permission_requests ADD COLUMN wrong_codes INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE permission_requests ADD COLUMN refused TEXT;
      UPDATE permission_requests SET request = json_set(request, '$.actions', json('[]'));
    `,
    down: `
      UPDATE grants SET revoked_at = created_at WHERE revoked_at IS NULL AND (
        action IS NOT NULL OR args IS NOT NULL OR conversation_id IS NOT NULL OR uses_left IS NOT NULL
        OR expires_at IS NOT NULL OR match <> CASE WHEN capability LIKE 'files.%' THEN 'below' ELSE 'exact' END
      );
      DELETE FROM permission_requests WHERE refused IS NOT NULL;
      UPDATE permission_requests
        SET request = json_remove(request, '$.actions', '$.conversationId', '$.expiresAt', '$.need.args');
      ALTER TABLE permission_requests DROP COLUMN refused;
      ALTER TABLE permission_requests DROP COLUMN wrong_codes;
      ALTER TABLE permission_requests DROP COLUMN code;
      ALTER TABLE grants DROP COLUMN given_under;
      ALTER TABLE grants DROP COLUMN expires_at;
      ALTER TABLE grants DROP COLUMN uses_left;
      ALTER TABLE grants DROP COLUMN conversation_id;
      ALTER TABLE grants DROP COLUMN args;
      ALTER TABLE grants DROP COLUMN match;
      ALTER TABLE grants DROP COLUMN action;
    `,
  },
  tableOfWorkerStatistics,
  tablesOfBlobs,
  tablesOfInnerTasks,
  tableOfBackgroundProcesses,
  tablesOfHistory,
  tableOfPhases,
  tablesOfForks,
  tableOfUsage,
  tablesOfOpenedRuns,
  tablesOfTriggers,
  tableOfQueuedMessages,
  tablesOfConversationList,
  indexOfEndedRuns,
  {
    // Each run that ends looks for the grants that end with it, and who uses Heron a lot has thousands of others.
    name: 'index of the grants of runs',
    up: 'CREATE INDEX grants_of_runs ON grants (run_id) WHERE revoked_at IS NULL AND run_id IS NOT NULL;',
    down: 'DROP INDEX grants_of_runs;',
  },
  indicesOfPruning,
  tablesOfWorkflows,
  tablesOfAttachments,
  endOfGrants,
  tableOfModelStandings,
  tablesOfSpending,
  tablesOfSchedules,
  tablesOfPolls,
  tableOfCheckpoints,
  tableOfMcpServers,
  tablesOfLanes,
  resourcesOfMcpServers,
  tableOfModelWindows,
  thinkingOfRequests,
  tablesOfSharedWorkflows,
  pausedTriggers,
  tableOfSpawnedRuns,
  tablesOfFolders,
  triggersOfWorkflows,
  callsThatSpawned,
  sharesOfSpending,
  packsOfEvents,
  tableOfSortedSentences,
  tableOfPlanWindows,
  {
    // Who looks through what is allowed wants to know what nobody needs any more.
    name: 'last use of grants',
    up: 'ALTER TABLE grants ADD COLUMN used_at INTEGER;',
    down: 'ALTER TABLE grants DROP COLUMN used_at;',
  },
  tableOfPlanUses,
  optionsOfTriggers,
  tableOfMcpCalls,
  {
    // Who is asked about a worker again wants to know which of its files are others now.
    name: 'files of approved workers',
    up: 'ALTER TABLE worker_approvals ADD COLUMN files TEXT;',
    down: 'ALTER TABLE worker_approvals DROP COLUMN files;',
  },
];

export const latestVersion = migrations.length;

/** Steps up or down, each version in its own transaction: a failure leaves the last whole version. */
export function migrate(database: Sqlite.Database, target: number): void {
  let version = Number(database.pragma('user_version', { simple: true }));
  if (version > latestVersion) {
    throw new HeronError(
      'storage',
      `The database is of version ${version}, this Heron knows ${latestVersion}; start a newer Heron`,
      { version, latestVersion },
    );
  }
  while (version !== target) {
    const isUp = version < target;
    const migration = migrations[isUp ? version : version - 1];
    if (!migration) throw new HeronError('storage', `There is no database version ${target}`);
    version += isUp ? 1 : -1;
    database.transaction(() => {
      database.exec(isUp ? migration.up : migration.down);
      database.pragma(`user_version = ${version}`);
    })();
  }
}
