import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './bench/figure.ts';
import type { Answer } from './bench-engine/driver.ts';
import { startSystem, type System, type SystemName, systemNames } from './bench-engine/systems.ts';
import { type Row, replaceTable, writeTable } from './bench-engine/table.ts';
import { type WorkName, workNames, works } from './bench-engine/work.ts';

/**
 * The same work on Heron and on its peers. `--json` prints JSON alone and leaves docs/performance.md as it is, as does `--only`, which
 * names the work to measure and may be given several times.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } } });
const wanted = values.only?.map(toWorkName) ?? workNames;
const systems = new Map<SystemName, System | { reason: string }>();
for (const name of systemNames) {
  tell(`${name} is installed and started`);
  systems.set(name, await startSystem(name));
}

const rows: Row[] = [];
for (const work of wanted) {
  tell(`${works[work].title}: ${works[work].rounds} rounds and one before them`);
  rows.push(...(await measureWork(work)));
}
const starts = [...systems].map(([system, started]) =>
  'reason' in started ? { system, reason: started.reason } : { system, startMs: Math.round(started.startMs) },
);
for (const system of systems.values()) if (!('reason' in system)) system.stop();

if (values.json) {
  console.log(JSON.stringify({ machine: machine(), at: new Date().toISOString(), starts, rows }, null, 2));
} else if (values.only) {
  console.log(writeTable(rows));
} else {
  const page = join(import.meta.dirname, '..', 'docs', 'performance.md');
  const begun = starts.map(
    (each) => `${each.system} ${each.reason ? `not measured: ${each.reason}` : `${each.startMs} ms`}`,
  );
  const table = `${writeTable(rows)}\n\nStart: ${begun.join(', ')}. Measured on ${Object.values(machine()).join(', ')}.`;
  writeFileSync(page, replaceTable(readFileSync(page, 'utf8'), table));
  console.log(table);
}

/** How far it is, beside the results. */
function tell(what: string): void {
  console.error(`${Math.round(performance.now() / 1000)} s: ${what}`);
}

function toWorkName(name: string): WorkName {
  const found = workNames.find((each) => each === name);
  if (found) return found;
  throw new Error(`There is no work ${name}; there are ${workNames.join(', ')}`);
}

/** A round of each system in turn, so that a slow moment of the machine meets them all; the first warms up. */
async function measureWork(work: WorkName): Promise<Row[]> {
  const answers = new Map<SystemName, Answer[]>(systemNames.map((name) => [name, []]));
  for (let round = 0; round <= works[work].rounds; round += 1) {
    for (const [name, system] of systems) {
      const given = answers.get(name) ?? [];
      if (given.some((answer) => 'reason' in answer)) continue;
      const answer = 'reason' in system ? system : await system.run(work);
      if (round > 0 || 'reason' in answer) given.push(answer);
    }
  }
  const { title, steps, runs } = works[work];
  return systemNames.map((system) => ({
    work: title,
    steps,
    system,
    runs: runs[system === 'heron-normal' ? 'heron' : system],
    isDurable: system === 'heron' && work !== 'bare10000',
    answers: answers.get(system) ?? [],
  }));
}
