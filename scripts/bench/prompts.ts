import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Answer, GrantChoice, PermissionRequest } from '../../src/contract/permissions.ts';
import type { Plan } from '../../src/contract/plan.ts';
import { createEngine, type Engine } from '../../src/main/engine.ts';
import { root } from '../steps.ts';
import { type Figure, figure } from './figure.ts';

/** What somebody asks for in a week, in their words; each becomes a plan by the rules. */
const requests = [
  'list the files in the folder ./notes',
  'read the file ./notes/monday.txt',
  'count the words in the file ./notes/monday.txt',
  'zip the folder ./notes and tell me its sha256',
  'make a folder ./archive',
  'copy the file ./notes/monday.txt to ./archive/monday.txt',
  'find files named *.txt in the folder ./notes',
  'what is the sha256 of the file ./reports/q1.csv',
  'zip the folder ./reports to ./archive/reports.zip',
  'unzip ./archive/reports.zip into ./restored',
  'list the files in the folder ./restored',
  'write hello to the file ./notes/tuesday.txt',
  'read the file ./notes/tuesday.txt',
  'move the file ./notes/tuesday.txt to ./archive/tuesday.txt',
  'delete the file ./archive/tuesday.txt',
  'which files in the folder ./notes contain the text meeting',
  'what time is it',
  'copy the file ./reports/q1.csv to ./archive/q1.csv and tell me its sha256',
  'count the lines in the file ./reports/q1.csv',
  'zip the folder ./archive and tell me its sha256',
];

/** How a person answers: once and for all for the working folder, or anew for each run. */
const people: Record<string, (asked: PermissionRequest, folder: string) => { answer: Answer; choice?: GrantChoice }> = {
  'allowing the working folder for good': ({ need }, folder) =>
    need.target.startsWith(`${folder}/`)
      ? { answer: 'always', choice: { target: folder, match: 'below' } }
      : { answer: 'always' },
  'allowing each plan by itself': () => ({ answer: 'run' }),
};

/** How often a person is stopped by a question: one stop is all that a plan asks for at once, answered by one click. */
export async function measurePrompts(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, answer] of Object.entries(people)) {
    const folder = mkdtempSync(join(tmpdir(), 'heron-bench-'));
    const engine = await openEngine(folder);
    try {
      const working = writeFiles(join(folder, 'home'));
      const each: number[] = [];
      for (const text of requests) each.push(await promptsPerTask(engine, { text, working, answer }));
      const isGoal = name.includes('for good');
      figures.push(
        figure(`questions a task, ${name}`, 'questions', each, {
          ...(isGoal ? { goal: { text: '≤ 0.3', isMet: (median: number) => median <= 0.3 } } : {}),
        }),
        figure(`requests without a question, ${name}`, '%', [
          (100 * each.filter((count) => count === 0).length) / each.length,
        ]),
      );
    } finally {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

type Asking = { text: string; working: string; answer: (typeof people)[string] };

async function promptsPerTask(engine: Engine, { text, working, answer }: Asking): Promise<number> {
  const proposal = await engine.client.plans.make({ text, baseFolder: working });
  if (proposal.kind !== 'plan') throw new Error(`"${text}" is not understood: ${proposal.message}`);
  const stops = await runAndAnswer(engine, proposal.plan, working, (asked) => answer(asked, working));
  return stops / proposal.plan.tasks.length;
}

/** Gives how often the person was stopped. */
async function runAndAnswer(
  engine: Engine,
  plan: Plan,
  baseFolder: string,
  answer: (asked: PermissionRequest) => { answer: Answer; choice?: GrantChoice },
): Promise<number> {
  const ended = Promise.withResolvers<void>();
  let stops = 0;
  let isAnswering = false;
  let runId: string | undefined;
  const answerAll = async (): Promise<void> => {
    isAnswering = false;
    const pending = await engine.client.permissions.pending({});
    if (pending.length === 0) return;
    stops += 1;
    await engine.client.permissions.answer({
      answers: pending.map((asked) => ({ requestId: asked.id, ...answer(asked) })),
    });
  };
  const stop = engine.events.listen((event) => {
    if (event.type === 'permission.requested' && !isAnswering) {
      isAnswering = true;
      setTimeout(() => void answerAll().catch(ended.reject), 20);
    }
    if (runId !== undefined && event.scope.runId !== runId) return;
    if (event.type === 'run.completed') ended.resolve();
    if (event.type === 'run.failed') ended.reject(new Error(`${plan.title}: ${event.payload.error.message}`));
  });
  try {
    ({ runId } = await engine.client.runs.start({ plan, baseFolder }));
    await ended.promise;
    return stops;
  } finally {
    stop();
  }
}

function openEngine(folder: string): Promise<Engine> {
  const homeFolder = join(folder, 'home');
  mkdirSync(homeFolder, { recursive: true });
  return createEngine({
    program: 'headless',
    version: '0.1.0',
    dataFolder: join(folder, 'data'),
    appFolder: root,
    nodeBinary: process.execPath,
    homeFolder,
    environment: { HOME: homeFolder, PATH: process.env['PATH'] },
  });
}

function writeFiles(home: string): string {
  const working = join(home, 'work');
  const files = {
    'notes/monday.txt': 'meeting at ten\nbring the figures\n',
    'notes/ideas.txt': 'a quieter fan\n',
    'reports/q1.csv': 'month,sum\njanuary,10\nfebruary,12\nmarch,9\n',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(working, name)), { recursive: true });
    writeFileSync(join(working, name), content);
  }
  return working;
}
