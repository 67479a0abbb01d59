import { notes, reasons } from './reasons.ts';
import { type Outcome, type Side, suiteVersion } from './suite.ts';

const begin = '<!-- written by npm run conformance -->';
const end = '<!-- end of npm run conformance -->';

/** The section of the page, between its marks. */
export function writeSection(outcomes: readonly Outcome[]): string {
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
  return [begin, '## MCP conformance', '', about, '', ...lines, end].join('\n');
}

/** The page with this section in the place of the one it has. */
export function replaceSection(page: string | undefined, section: string): string {
  if (page === undefined) return `# Quality\n\n${section}\n`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${section}\n`;
  return page.slice(0, from) + section + page.slice(to + end.length);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, 400);
}
