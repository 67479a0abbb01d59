import { parseArgs } from 'node:util';
import { type Figure, machine } from './bench/figure.ts';
import {
  measureAggregate,
  measureLogSearch,
  measurePacking,
  measureSyncPlan,
  measureZip,
} from './bench/beside-programs.ts';
import { measureAgent } from './bench/agent.ts';
import { measureMemory } from './bench/memory.ts';
import { measureBytes } from './bench/bytes.ts';
import { measureCanvas } from './bench/canvas.ts';
import { measureChat } from './bench/chat.ts';
import { measureCalls } from './bench/calls.ts';
import { measureContext } from './bench/context.ts';
import { measureExpressions } from './bench/expressions.ts';
import { measureFanOut } from './bench/fan-out.ts';
import { measureHosts } from './bench/hosts.ts';
import { measureManyWorkers } from './bench/many-workers.ts';
import { measureImport } from './bench/import.ts';
import { measureLists } from './bench/lists.ts';
import { measurePage } from './bench/page.ts';
import { measurePrompts } from './bench/prompts.ts';
import { measureSmallFiles } from './bench/small-files.ts';
import { measureQueries } from './bench/queries.ts';
import { measureStart } from './bench/start.ts';
import { measureStarting } from './bench/starting.ts';
import { measureSteps } from './bench/steps.ts';
import { measureTimeline } from './bench/timeline.ts';
import { measureTogether } from './bench/together.ts';
import { measureUndo } from './bench/undo.ts';
import { measureEyes } from './bench/eyes.ts';
import { measureLatency } from './bench/voice/latency.ts';
import { measureVoicePage } from './bench/voice/page.ts';
import { measureAllCommands, measureFalseAccepts } from './bench/voice/accuracy.ts';

/** Every benchmark; each gives its figures. `npm run bench -- --only calls` runs one, `--json` prints JSON alone. */
const benchmarks: Record<string, () => Promise<Figure[]>> = {
  start: measureStart,
  steps: measureSteps,
  calls: measureCalls,
  hosts: measureHosts,
  workers: measureManyWorkers,
  'workers-log': measureLogSearch,
  'workers-data': measureAggregate,
  'workers-archive': measurePacking,
  'workers-zip': measureZip,
  'workers-sync': measureSyncPlan,
  events: measureFanOut,
  files: measureSmallFiles,
  undo: measureUndo,
  bytes: measureBytes,
  lists: measureLists,
  queries: measureQueries,
  expressions: measureExpressions,
  import: measureImport,
  prompts: measurePrompts,
  context: measureContext,
  agent: measureAgent,
  memory: measureMemory,
  timeline: measureTimeline,
  voice: measureLatency,
  'voice-page': measureVoicePage,
  'voice-commands': measureAllCommands,
  'voice-accepts': measureFalseAccepts,
  eyes: measureEyes,
  canvas: measureCanvas,
  together: measureTogether,
  starting: measureStarting,
  chat: measureChat,
  page: measurePage,
};

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } } });
const unknown = values.only?.find((name) => !(name in benchmarks));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}.`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(benchmarks)) {
  if (values.only && !values.only.includes(name)) continue;
  if (!values.json) console.log(`${name} …`);
  const measured = await measure();
  figures.push(...measured);
  if (!values.json) measured.forEach(print);
}
if (values.json) console.log(JSON.stringify({ machine: machine(), at: new Date().toISOString(), figures }, null, 2));
else console.log(`\nMeasured on ${Object.values(machine()).join(', ')}.`);

function print(figure: Figure): void {
  const floor = figure.floor ? `  ${figure.ratio} × ${figure.floor.name} (${figure.floor.median})` : '';
  const goal = figure.goal ? `  goal ${figure.goal}: ${figure.isMet ? 'met' : 'missed'}` : '';
  console.log(
    `  ${figure.name}: ${figure.median} ${figure.unit} (${figure.min}–${figure.max}, n=${figure.samples})${floor}${goal}`,
  );
}
