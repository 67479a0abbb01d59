import type { Json } from '../../contract/json.ts';
import { type AccountRoom, backgroundText } from '../../contract/pacing.ts';
import { windowText } from '../../contract/models.ts';
import { limitsManifest } from '../features/spending/manifest.ts';
import type { SpendingService } from '../features/spending/service.ts';
import { engineWorker } from '../workers/engine-worker.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

/** What is left of the limits of models, for agents and plans as a worker. */
export async function openLimits(
  spending: Pick<SpendingService, 'left'>,
  registry: Pick<WorkerRegistry, 'putOutside'>,
): Promise<void> {
  const candidate = engineWorker(limitsManifest, async () => told(spending.left()));
  await registry.putOutside(candidate.folder, candidate);
}

function told(rooms: readonly AccountRoom[]): Json {
  return { text: textOf(rooms), accounts: rooms.map(asOutput) };
}

function asOutput({ account, windows, background }: AccountRoom) {
  return {
    ...{ account, background: backgroundText(background, isoText), may: background.may },
    windows: windows.map((window) => {
      const { unit, left, atMost, per, resetsAt } = window;
      return {
        ...{ text: windowText(window), unit, left },
        ...(atMost === undefined ? {} : { atMost }),
        ...(per === undefined ? {} : { per }),
        ...(resetsAt === undefined ? {} : { resetsAt: isoText(resetsAt) }),
      };
    }),
  };
}

function textOf(rooms: readonly AccountRoom[]): string {
  if (rooms.length === 0) return 'No model is set up.';
  return rooms
    .map(({ account, windows, background }) => {
      const left = windows.map((window) => {
        const { resetsAt } = window;
        return `${windowText(window)}${resetsAt === undefined ? '' : ` until ${isoText(resetsAt)}`}`;
      });
      const known = left.length === 0 ? 'nothing is known of its limits' : left.join('; ');
      return `- ${account}: ${known}. Work in the background ${backgroundText(background, isoText)}.`;
    })
    .join('\n');
}

function isoText(at: number): string {
  return new Date(at).toISOString();
}
