import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { methods } from '../../../workers/broker/methods.ts';

const root = join(import.meta.dirname, '../../../../..');

const sources = globSync('src/main/**/*.ts', { cwd: root })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => !/\.test\.ts$|\/fixtures\/|\/fake-[^/]*\.ts$|\/trial-workers\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const calling = (pattern: RegExp): string[] =>
  sources
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path.slice('src/main/'.length))
    .toSorted();

/** Who may call what stands behind the policy. A new caller is a new entry point: it must go through the one in front. */
const doors: [what: string, call: RegExp, callers: string[]][] = [
  // A hook is no action: its session has no way out, whatever the policy says.
  ['an action in its host', /\bsupervisor\.call\(/, ['workers/call-worker.ts', 'workers/hooks/ask-hook.ts']],
  ['a broker session', /\bopenSession\((?!parts)/, ['workers/call-worker.ts']],
  ['the broker', /\bcreateBroker\(\{/, ['engine/base.ts']],
  ['the calls of workers', /\bcreateCallWorker\(\{/, ['workers/workers.ts']],
  [
    'a worker',
    /\bcallWorker\(/,
    [
      ...['engine/runs.ts', 'features/runs/compensate.ts', 'features/runs/live-runs.ts'],
      ...['orchestrator/tasks/run-action.ts', 'workers/hooks/hooks.ts'],
    ],
  ],
  ['the hooks around it', /\bhooks\.around\(workers\.callWorker\)/, ['engine/workers.ts']],
  // A replay has no workers: what they gave stands in the log.
  [
    'a plan',
    /\bexecutePlan\(/,
    ['features/runs/live-runs.ts', 'orchestrator/execute-plan.ts', 'orchestrator/replay/segment.ts'],
  ],
  ['live runs', /\.launch\(/, ['features/runs/service.ts']],
  [
    'the start of a run',
    /\bstartRun\(|(?<!client\.)\bruns\.start\(/,
    [
      ...['engine/polls.ts', 'engine/schedules.ts'],
      ...['features/conversations/answer-message.ts', 'features/mcp/offer.ts', 'features/runs/handlers.ts'],
      ...['features/triggers/start-by-call.ts', 'features/workflows/service.ts'],
    ],
  ],
  // A voice answers what files need and can be taken back, once; features/voice/approvals.ts decides that.
  [
    'the answers to questions',
    /(?<!client\.)\bpermissions\.answer\b/,
    ['engine/voice.ts', 'features/permissions/handlers.ts', 'headless/attend-run.ts'],
  ],
  ['what an MCP server offers', /\bserver\.callAction\(/, ['workers/broker/mcp.ts']],
  ['a connection with an MCP server', /\bconnection\.ask\(/, ['workers/mcp/servers.ts']],
  ['a call of an MCP client', /\bclient\.mcp\.call\(/, ['gateway/mcp/follow-call.ts', 'gateway/mcp/heron-server.ts']],
  ['the broker asking the permissions', /\bparts\.authorize\(/, ['workers/broker/call-access.ts']],
  [
    'the policy',
    /\bpolicy\.judge\(/,
    [
      // Which processes begin before anybody asked: none of what would be denied.
      'engine/warming.ts',
      ...['judging.ts', 'policy/preview.ts', 'policy/simulate.ts'].map((file) => `features/permissions/${file}`),
    ],
  ],
  [
    'its one function',
    /\bdecide\(request/,
    ['features/permissions/policy/decide.ts', 'features/permissions/policy/policy.ts'],
  ],
];

test.each(doors)('%s is reached from these places alone', (_what, call, callers) => {
  expect(calling(call)).toEqual(callers);
});

test('what is watched with has no way out', () => {
  const hook = sources.find(({ path }) => path === 'src/main/workers/hooks/ask-hook.ts')?.text ?? '';
  expect(hook).toContain('session: noWayOut');
  expect(hook).not.toContain('openSession');
});

test('a session cannot be opened, an access not be allowed and a run not begin without the policy', () => {
  const textOf = (path: string): string => sources.find((source) => source.path === `src/main/${path}`)?.text ?? '';
  const bodyOf = (text: string, name: string): string => text.split(`function ${name}(`)[1]?.split('\n}\n')[0] ?? '';
  expect(bodyOf(textOf('workers/broker/broker.ts'), 'openSession')).toMatch(/^[^{]*\{\n {2}parts\.admit\(start\);/);
  expect(bodyOf(textOf('features/permissions/gate.ts'), 'createGate')).toContain('judging.access(request)');
  const plan = bodyOf(textOf('orchestrator/execute-plan.ts'), 'executePlan');
  expect(plan.indexOf('parts.ensure(')).toBeGreaterThan(-1);
  expect(plan.indexOf('parts.ensure(')).toBeLessThan(plan.indexOf('runWhole('));
  const task = textOf('orchestrator/tasks/run-action.ts');
  expect(bodyOf(task, 'prepare')).toContain('execution.ensure(');
});

/** Its methods either reach for something and ask, or go on with what a call was given a handle to. */
test('every method of the broker asks before it reaches for anything', () => {
  const bodyOf = (path: string, name: string): string =>
    sources
      .find((source) => source.path === `src/main/workers/broker/${path}`)
      ?.text.split(`function ${name}(`)[1]
      ?.split('\n}\n')[0] ?? '';
  expect(bodyOf('files-read.ts', 'openAllowed')).toContain('await allowFile(call,');
  expect(bodyOf('queries.ts', 'allowed')).toContain('await openAllowed(call,');
  expect(bodyOf('queries.ts', 'allowedServer')).toContain("await call.access.allow('queries.open', need)");
  expect(bodyOf('remotes.ts', 'allowHost')).toContain('await call.access.allow(operation,');
  expect(bodyOf('remotes.ts', 'allowSync')).toContain("await allowHost(call, 'remotes.sync', place)");
  expect(bodyOf('sockets.ts', 'allowed')).toContain("await call.access.allow('sockets.begin', need)");
  expect(bodyOf('files-write.ts', 'begin')).toContain('await allowFile(call,');
  expect(bodyOf('files-write.ts', 'finish')).toContain('call.handles.take(writing, handle)');
  expect(bodyOf('blobs.ts', 'find')).toContain('blobs.mayRead(scope.runId, id)');
  expect(bodyOf('processes.ts', 'own')).toContain('background.get(id, call.worker.id)');
  // A page is opened when its hosts are allowed, and each of its requests is judged on its way out.
  expect(bodyOf('browser.ts', 'allowHosts')).toContain("await call.access.allow('browser.open',");
  expect(bodyOf('browser.ts', 'work')).toContain('session.egress.open(requests.judge)');
  expect(bodyOf('network/page-requests.ts', 'judgeRequests')).toContain("await call.access.allow('browser.request',");
  const blocks = sources
    .filter(({ path }) => /^src\/main\/workers\/broker\/(secrets\/)?[^/]+\.ts$/.test(path))
    .flatMap(({ text }) => text.split(/\bmethod\('/).slice(1))
    .map((block) => ({ name: block.slice(0, block.indexOf("'")), body: block.split(/\n\}\);/)[0] ?? '' }));
  expect(blocks.map(({ name }) => name).toSorted()).toEqual([...methods.keys()].toSorted());
  const asks =
    /allowFile\(|allowHost\(call|openAllowed\(call|await allowed\(call|access\.allow\(|begin\(call|send\(call|start\(call|call\.secrets\.handle\(/;
  const goesOn = /call\.handles\.(use|take|close|peek)\(|finish\(call, handle\)/;
  const isOwnBlob = /\bfind\(call, blob\)|call\.blobs\.create\(call\.scope,/;
  const isOwnProcess = /\bown\(call, |workerId: call\.worker\.id/;
  const isOwnSession = /call\.browsers\.use\(call\.scope, /;
  // A voice of this machine reads a text out into memory: it reaches for nothing.
  const isSpoken = /^speech\.speak'[^]*call\.speech\.speak\(\{ \.\.\.request, signal: call\.signal \}\)/;
  // A link is made with a handle that this call was given, which was asked for.
  const isOwnHandle = /call\.secrets\.link\(/;
  expect(bodyOf('secrets/call-secrets.ts', 'createCallSecrets')).toContain(
    'signingSecret(parts, wish.url, known(issued, handle))',
  );
  const ways = [isOwnHandle, asks, goesOn, isOwnBlob, isOwnProcess, isOwnSession, isSpoken];
  const isCovered = (body: string): boolean => ways.some((way) => way.test(body));
  expect(blocks.filter(({ body }) => !isCovered(body)).map(({ name }) => name)).toEqual([]);
});
