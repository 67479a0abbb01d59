import { notes, reasons } from './reasons.ts';
import { type Outcome, type Side, suiteVersion } from './suite.ts';

/** The section of the page. */
export function sectionOf(outcomes: readonly Outcome[]): string[] {
  const of = (side: Side): Outcome[] => outcomes.filter((outcome) => outcome.side === side);
  const lines = (['client', 'server'] as const).flatMap((side) => {
    const all = of(side);
    const passed = all.filter(({ failed }) => failed.length === 0).length;
    const failing = all.filter(({ failed }) => failed.length > 0);
    return [
      `### Heron as a ${side}: ${passed} of ${all.length}`,
      '',
      notes[side],
      '',
      ...(failing.length > 0 ? ['| scenario that fails | why |', '|---|---|'] : []),
      ...failing.map(({ name, failed }) => `| \`${name}\` | ${cell(reasons[side][name] ?? failed[0] ?? '')} |`),
      '',
    ];
  });
  const about = `\`npm run conformance\` runs the official suite, \`@modelcontextprotocol/conformance\` ${suiteVersion}.`;
  return ['## MCP conformance', '', about, '', ...lines];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, 400);
}
