import { parseAllowance } from '../allowance.ts';
import { findCutOffRuns, reportCutOff } from '../cut-off-runs.ts';
import { exitCode } from '../exit-code.ts';
import { plainText } from '../plain-text.ts';
import { planSentence } from '../plan-sentence.ts';
import { printable } from '../../base/printable.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, type RunOptions, withEngine } from './command.ts';
import { startAndFollow } from './run-plan.ts';

/** `heron do "<text>"`: plans a sentence and runs the plan. */
export async function doText(parts: CommandParts, text: string, options: RunOptions): Promise<number> {
  const { terminal, openEngine } = parts;
  if (text.trim() === '') throw new UsageError('Say what to do, for example: heron do "what time is it"');
  parseAllowance(options.allow, terminal); // a mistake in an option is told before anything is begun
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    reportCutOff(terminal, await findCutOffRuns(client));
    const proposal = await planSentence({ terminal, engine, json: options.json === true }, text);
    if (!proposal) {
      terminal.err('Stopped');
      return exitCode.cancelled;
    }
    if (proposal.kind === 'plan') {
      const { plan, by, preview, estimate } = proposal;
      return startAndFollow({ terminal, engine, options, plan, source: by, preview, estimate });
    }
    terminal.err(printable(plainText(proposal.message)));
    if (proposal.nearPhrases.length > 0) terminal.err('Near to it:');
    for (const phrase of proposal.nearPhrases) terminal.err(`  ${printable(phrase)}`);
    return exitCode.notUnderstood;
  });
}
