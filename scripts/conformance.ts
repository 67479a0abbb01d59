import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sectionOf } from './conformance/page.ts';
import { reasons } from './conformance/reasons.ts';
import { serveHeron } from './conformance/serve.ts';
import { installSuite, listScenarios, type Outcome, runScenario, type Side } from './conformance/suite.ts';
import { writeSection } from './quality-page.ts';

/**
 * The official MCP conformance suite, against Heron as a client and as a server; what comes of it is written into
 * docs/quality.md. `--only` names scenarios, and then no page is written.
 */
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });

const program = await installSuite();
const scenarios = (await listScenarios(program)).filter(({ name }) => values.only?.includes(name) ?? true);
const heron = await serveHeron();
const outcomes: Outcome[] = [];
try {
  const client = `${process.execPath} ${join(import.meta.dirname, 'conformance/client.ts')}`;
  const targets: Record<Side, string> = { client, server: heron.url };
  for (const scenario of scenarios) {
    const outcome = await runScenario(program, scenario, targets[scenario.side]);
    outcomes.push(outcome);
    console.log(`${outcome.failed.length === 0 ? 'passed' : 'FAILED'} ${scenario.side} ${scenario.name}`);
    for (const line of outcome.failed) console.log(`  ${line.slice(0, 500)}`);
  }
} finally {
  await heron.close();
}

if (!values.only) writeSection('npm run conformance', sectionOf(outcomes));
const unexplained = outcomes.filter(
  ({ side, name, failed }) => failed.length > 0 !== (reasons[side][name] !== undefined),
);
for (const { side, name, failed } of unexplained) {
  console.error(
    `${side} ${name}: ${failed.length > 0 ? 'fails for no known reason' : 'passes, though a reason says why not'}`,
  );
}
process.exitCode = unexplained.length > 0 ? 1 : 0;
