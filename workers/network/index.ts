import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { addresses } from './addresses.ts';
import { certificate } from './certificate.ts';
import { ping } from './ping.ts';
import { ports } from './ports.ts';
import { resolve } from './resolve.ts';
import { scan } from './scan.ts';
import { timing } from './timing.ts';
import { trace } from './trace.ts';

export default defineWorker<Actions>({
  actions: { addresses, resolve, ping, trace, ports, scan, timing, certificate },
});
