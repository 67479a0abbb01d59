import type { JsonObject } from '../../contract/json.ts';
import type { Manifest } from '../../contract/manifest.ts';
import type { ActionEntry, Catalogue } from '../orchestrator/catalogue.ts';
import { whyUnmeasured } from '../workers/hosts/machine/why-unmeasured.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

/** The loaded workers' actions, as planners and the scheduler see them. */
export function actionCatalogue(
  registry: () => WorkerRegistry,
  settingsOf: (manifest: Manifest) => JsonObject,
): Catalogue {
  /** A manifest object lives as long as what was loaded from it, so an entry made from it is never stale. */
  const entries = new WeakMap<Manifest, ActionEntry[]>();
  /** Asked for several times a step. The list is another one whenever a worker comes or goes. */
  let shown: { manifests: Manifest[]; byRef: Map<string, ActionEntry> } | undefined;

  function entriesOf(manifest: Manifest): ActionEntry[] {
    let known = entries.get(manifest);
    if (!known) {
      known = Object.keys(manifest.actions).map((name) => ({
        ...toEntry(registry(), manifest, name),
        ...(manifest.settings ? { settings: () => settingsOf(manifest) } : {}),
      }));
      entries.set(manifest, known);
    }
    return known;
  }

  function byRef(): Map<string, ActionEntry> {
    const manifests = registry().manifests();
    if (shown?.manifests !== manifests) {
      shown = { manifests, byRef: new Map(manifests.flatMap(entriesOf).map((entry) => [entry.ref, entry])) };
    }
    return shown.byRef;
  }

  return {
    actions: () => [...byRef().values()],
    action: (ref) => byRef().get(ref),
    whyAbsent(ref) {
      const [workerId] = ref.split('.');
      return registry()
        .list()
        .find(({ id, state }) => id === workerId && (state === 'failed' || state === 'refused'))?.error?.message;
    },
  };
}

function toEntry(registry: WorkerRegistry, manifest: Manifest, name: string): ActionEntry {
  const { action, checkInput } = registry.action(manifest.id, name);
  return {
    ref: `${manifest.id}.${name}`,
    workerId: manifest.id,
    workerName: manifest.name,
    action,
    timeoutMs: action.timeoutMs ?? manifest.limits.wallMs,
    whyUnmeasured: whyUnmeasured(manifest),
    validateInput: checkInput,
  };
}
