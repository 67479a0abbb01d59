import { createHash } from 'node:crypto';
import { ActionManifest } from '../../../contract/manifest.ts';
import type { ObjectSchema } from '../../../contract/json.ts';
import type { Plan, PlanIssue } from '../../../contract/plan.ts';
import type { Database } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';
import type { ActionEntry, Catalogue } from '../../orchestrator/catalogue.ts';
import { refsOf } from '../../orchestrator/checking/plan-actions.ts';

/** As `compileInputSchema`: a check, or what is wrong with the schema. */
export type CompileSchema = (schema: ObjectSchema) => ActionEntry['validateInput'] | PlanIssue[];

export type KeptEntry = Omit<ActionEntry, 'validateInput'>;

/** What the actions of a run's plan were when it was created: a replay must not depend on what is installed now. */
export type KeptActions = {
  /** In the transaction that stores the run's creation. */
  keep(runId: string, plan: Plan, catalogue: Catalogue): void;
  /** What came with a run from elsewhere. */
  takeIn(runId: string, entry: KeptEntry): void;
  /** Empty for a run of an older Heron. */
  of(runId: string): KeptEntry[];
};

const hashes = new WeakMap<ActionEntry, { hash: string; text: string }>();

export function keptActions(database: Database): KeptActions {
  const putManifest = database.prepare('INSERT OR IGNORE INTO action_manifests (hash, entry) VALUES (?, ?)');
  const putUse = database.prepare('INSERT OR IGNORE INTO run_actions (run_id, ref, hash) VALUES (?, ?, ?)');
  const all = database.prepare<[string], { entry: string }>(
    'SELECT entry FROM run_actions JOIN action_manifests USING (hash) WHERE run_id = ? ORDER BY ref',
  );
  return {
    keep: (runId, plan, catalogue) => {
      for (const ref of refsOf(plan.tasks, catalogue)) {
        const entry = catalogue.action(ref);
        if (!entry) continue;
        const { hash, text } = hashOf(entry);
        putManifest.run(hash, text);
        putUse.run(runId, ref, hash);
      }
    },
    takeIn: (runId, entry) => {
      const text = JSON.stringify(entry);
      const hash = createHash('sha256').update(text).digest('hex');
      putManifest.run(hash, text);
      putUse.run(runId, entry.ref, hash);
    },
    of: (runId) => all.all(runId).map(({ entry }) => JSON.parse(entry) as KeptEntry),
  };
}

function hashOf(entry: ActionEntry): { hash: string; text: string } {
  let known = hashes.get(entry);
  if (!known) {
    const { ref, workerId, workerName, action, timeoutMs } = entry;
    const text = JSON.stringify({ ref, workerId, workerName, action, timeoutMs });
    known = { text, hash: createHash('sha256').update(text).digest('hex') };
    hashes.set(entry, known);
  }
  return known;
}

/** A catalogue of nothing but kept actions. Errors: `storage` for one that is damaged. */
export function catalogueOf(kept: readonly KeptEntry[], compileSchema: CompileSchema): Catalogue {
  const entries = new Map(kept.map((each) => [each.ref, revive(each, compileSchema)]));
  return { actions: () => [...entries.values()], action: (ref) => entries.get(ref) };
}

function revive(kept: KeptEntry, compileSchema: CompileSchema): ActionEntry {
  const action = ActionManifest.parse(kept.action);
  const validateInput = compileSchema(action.input);
  if (typeof validateInput === 'function') return { ...kept, action, validateInput };
  throw new HeronError('storage', `What is kept of the action ${kept.ref} is damaged: ${validateInput[0]?.message}`);
}
