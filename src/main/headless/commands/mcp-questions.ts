import type { JsonObject } from '../../../contract/json.ts';
import type { McpAnswerKind, McpQuestion, McpQuestionField } from '../../../contract/mcp-questions.ts';
import { printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { readField } from '../read-field.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

const noRuns = { resumesRuns: false };

/** So many characters of an id tell the few questions apart that are open at a time. */
const idLength = 8;

/** `heron mcp questions`: what servers ask in the middle of calls. */
export function listQuestions({ terminal, openEngine }: CommandParts, { json }: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, noRuns, async (client) => {
    const questions = await client.mcp.questions();
    if (questions.length === 0 && !json) terminal.err('No server asks anything.');
    for (const line of json ? [JSON.stringify(questions)] : questionLines(questions)) terminal.out(line);
    if (questions.length > 0 && !json) terminal.err(howToAnswer);
    return exitCode.completed;
  });
}

export const howToAnswer = 'Answer a server with: heron mcp answer <id> accept|decline|cancel [field=value...]';

/** A line for each question, and one for each field that it wants filled in. */
export function questionLines(questions: readonly McpQuestion[]): string[] {
  const rows = tableLines(
    questions.map(({ id, server, text, runId }) => [
      id.slice(0, idLength),
      printableLine(`${server} asks: ${text}`),
      runId,
    ]),
  );
  return questions.flatMap(({ fields }, index) => [rows[index] ?? '', ...fields.map(fieldLine)]);
}

function fieldLine({ name, title, description, kind, choices, default: usual, isNeeded }: McpQuestionField): string {
  const parts = [
    title === name ? undefined : title,
    choices ? `${kind} of ${choices.map(({ value }) => value).join('|')}` : kind,
    isNeeded ? 'needed' : undefined,
    usual === undefined ? undefined : `else ${JSON.stringify(usual)}`,
    description || undefined,
  ];
  return printableLine(`  ${name}: ${parts.filter((part) => part !== undefined).join(', ')}`);
}

/** `heron mcp answer <id> <answer> [field=value...]` */
export function answerQuestion(
  { terminal, openEngine }: CommandParts,
  given: string,
  answer: McpAnswerKind,
  fields: readonly string[],
): Promise<number> {
  if (answer !== 'accept' && fields.length > 0) throw new UsageError(`Fields go with accept, not with ${answer}`);
  return withEngine(openEngine, noRuns, async (client) => {
    const { id, server, fields: wanted } = chosen(await client.mcp.questions(), given);
    await client.mcp.answer({ id, answer, content: contentOf(wanted, fields) });
    terminal.err(printableLine(`${server} is told: ${answer}`));
    return exitCode.completed;
  });
}

/** `name=7` of a text is the text 7. */
function contentOf(wanted: readonly McpQuestionField[], fields: readonly string[]): JsonObject {
  const texts = new Set(wanted.filter(({ kind }) => kind === 'text' || kind === 'choice').map(({ name }) => name));
  return Object.fromEntries(
    fields.map((field) => {
      const [name, value] = readField(field);
      return [name, texts.has(name) ? field.slice(name.length + 1) : value];
    }),
  );
}

function chosen(questions: readonly McpQuestion[], given: string): McpQuestion {
  const [found, another] = questions.filter(({ id }) => id.startsWith(given));
  if (!found) throw new UsageError(`No server asks ${given}; heron mcp questions lists what is open`);
  if (another) throw new UsageError(`${given} fits several questions; give more of its id`);
  return found;
}
