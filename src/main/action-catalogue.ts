import type { Manifest } from '../contract/manifest.ts';
import type { ActionEntry, Catalogue } from './orchestrator/catalogue.ts';
import { whyUnmeasured } from './workers/hosts/machine/why-unmeasured.ts';
import type { WorkerRegistry } from './workers/registry/registry.ts';

/** The loaded workers' actions, as planners and the scheduler see them. */
export function actionCatalogue(registry: () => WorkerRegistry): Catalogue {
  /** A manifest object lives as long as what was loaded from it, so an entry made from it is never stale. */
  const entries = new WeakMap<Manifest, Map<string, ActionEntry>>();

  function entriesOf(manifest: Manifest): Map<string, ActionEntry> {
    let known = entries.get(manifest);
    if (!known) {
      known = new Map(Object.keys(manifest.actions).map((name) => [name, toEntry(registry(), manifest, name)]));
      entries.set(manifest, known);
    }
    return known;
  }

  return {
    actions: () =>
      registry()
        .manifests()
        .flatMap((manifest) => [...entriesOf(manifest).values()]),
    action: (ref) => {
      const [workerId, name = ''] = ref.split('.');
      const manifest = registry()
        .manifests()
        .find(({ id }) => id === workerId);
      return manifest && entriesOf(manifest).get(name);
    },
    whyAbsent(ref) {
      const [workerId] = ref.split('.');
      return registry()
        .list()
        .find(({ id, state }) => id === workerId && state === 'failed')?.error?.message;
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
