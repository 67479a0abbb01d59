import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createRouterClient, implement } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import { contract } from '../../../contract/index.ts';
import { AnyEvent } from '../../../contract/events.ts';
import { createLogger } from '../../base/logger.ts';
import { createIds } from '../../base/ids.ts';
import { fileNamesOnDisk } from '../../features/plans/file-names.ts';
import { planHandlers } from '../../features/plans/handlers.ts';
import { createOpenedPlans } from '../../features/plans/opened-plans.ts';
import { createPlanService } from '../../features/plans/service.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { modelAt } from '../../models/fixtures/model-at.ts';
import { arithmeticCatalogue } from '../../orchestrator/fixtures/arithmetic.ts';
import type { OpenEngine } from '../engine-access.ts';
import { recordingTerminal } from '../recording-terminal.ts';
import { doText } from './do.ts';

let engine: ArithmeticEngine;
let server: Server;
/** Whether the model's server answers, with a failure; else it stays silent. */
let isAnswering: boolean;

beforeEach(async () => {
  engine = createArithmeticEngine();
  isAnswering = true;
  server = createServer((_request, response) => {
    if (isAnswering) response.writeHead(500).end('out of order');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await engine.close();
});

/** The engine, planning with a model at the server. */
function withModel(isRemote = false): OpenEngine {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const plans = createPlanService({
    catalogue: arithmeticCatalogue(),
    log: engine.log,
    logger: createLogger(join(engine.folder, 'plans.log'), 'debug'),
    homeFolder: engine.folder,
    files: fileNamesOnDisk,
    model: modelAt(baseUrl),
    hasModel: () => true,
  });
  const api = implement(contract);
  const made = createRouterClient({
    plans: planHandlers(plans, createOpenedPlans({ plans, makeId: createIds() })),
    models: { get: api.models.get.handler(() => ({ baseUrl, model: 'tiny', hasKey: false })) },
  });
  const { runs, events, permissions } = engine.client;
  const client = {
    ...{ runs, events, permissions },
    plans: made.plans,
    models: made.models,
  } as unknown as EngineClient;
  return () => Promise.resolve({ client: () => Promise.resolve(client), close: () => Promise.resolve(), isRemote });
}

test('when the model fails, the person is told that the rules planned, and why', async () => {
  const terminal = recordingTerminal({});
  await doText({ terminal, openEngine: withModel() }, 'add 2 and 3', { allow: [] });
  expect(terminal.errLines[0]).toMatch(
    /^The model gave no usable plan, so the rules were used: The model's server at .* status 500/,
  );
  expect(terminal.outLines).toEqual([]);
});

test('variables that name a model are said to have no effect where a Heron runs already', async () => {
  const environment = { HERON_MODEL_BASE_URL: 'http://127.0.0.1:1/v1', HERON_MODEL_NAME: 'tiny', PATH: '/bin' };
  const [remote, own] = [recordingTerminal({ environment }), recordingTerminal({ environment })];
  await doText({ terminal: remote, openEngine: withModel(true) }, 'add 2 and 3', { allow: [] });
  await doText({ terminal: own, openEngine: withModel() }, 'add 2 and 3', { allow: [] });
  expect(remote.errLines[0]).toBe(
    'HERON_MODEL_BASE_URL, HERON_MODEL_NAME have no effect here: a Heron runs already, with the model it was started with',
  );
  expect(own.errLines.join()).not.toContain('HERON_MODEL');
});

test('with --json the fall back to the rules is a line like every event', async () => {
  const terminal = recordingTerminal({});
  await doText({ terminal, openEngine: withModel() }, 'add 2 and 3', { allow: [], json: true });
  expect(AnyEvent.parse(JSON.parse(terminal.outLines[0]!))).toMatchObject({ type: 'planner.fellBack' });
});

test('who waits for a model is told so, and Ctrl-C ends the waiting', async () => {
  isAnswering = false;
  const terminal = recordingTerminal({ answers: [] });
  const planning = doText({ terminal, openEngine: withModel() }, 'add 2 and 3', { allow: [] });
  await expect.poll(() => terminal.errLines, { timeout: 10_000 }).toEqual(['Asking tiny … (Ctrl-C to stop)']);
  terminal.interrupt();
  expect(await planning).toBe(130);
  expect(terminal.errLines).toEqual(['Asking tiny … (Ctrl-C to stop)', 'Stopped']);
});

test('an empty sentence is a mistake in the command', async () => {
  const terminal = recordingTerminal({});
  const call = doText({ terminal, openEngine: engine.openEngine }, ' ', { allow: [] });
  await expect(call).rejects.toThrow('Say what to do, for example: heron do "what time is it"');
});
