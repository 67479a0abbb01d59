import type { Engine } from '../../engine/connect.ts';

/** Says wherever the person is that a model plans which came while none did; who never downloads one does not load how. */
export function tellReady(engine: Engine): void {
  engine.subscribe((events) => {
    for (const event of events) {
      if (event.type !== 'download.completed' || event.payload.plans === undefined) continue;
      void import('./ready-toast.ts').then(({ showReady }) => showReady(engine, event.payload));
    }
  });
}
