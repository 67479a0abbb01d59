import { parseAllowance } from '../allowance.ts';
import { exitCode } from '../exit-code.ts';
import { printable } from '../printable.ts';
import { type CommandParts, type RunOptions, withEngine } from './command.ts';
import { startAndFollow } from './run-plan.ts';

/** `heron do "<text>"`: plans a sentence and runs the plan. */
export async function doText(parts: CommandParts, text: string, options: RunOptions): Promise<number> {
  const { terminal, openEngine } = parts;
  parseAllowance(options.allow, terminal); // a mistake in an option is told before anything is begun
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const proposal = await client.plans.make({ text, baseFolder: terminal.cwd });
    if (proposal.kind === 'plan') {
      const { plan, by, preview } = proposal;
      return startAndFollow({ terminal, engine, options, plan, source: by, preview });
    }
    terminal.err(printable(proposal.message));
    if (proposal.nearPhrases.length > 0) terminal.err('Near to it:');
    for (const phrase of proposal.nearPhrases) terminal.err(`  ${printable(phrase)}`);
    return exitCode.notUnderstood;
  });
}
