import type { Plan } from '../../../../contract/plan.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import type { Catalogue } from '../../../orchestrator/catalogue.ts';
import { validatePlan } from '../../../orchestrator/checking/validate-plan.ts';
import { compilePhrases, type BrokenPhrase, type CompiledPhrase } from './compiled-phrase.ts';
import { antecedentsOfFiles, type AttachedFile } from './attached.ts';
import { beginReading, SentenceTooLong, type Reading } from './match-clause.ts';
import { nearSentences, overview } from './example-sentences.ts';
import { antecedentOfResult, readPronoun, type Antecedent, type EarlierResult } from './pronoun.ts';
import { readClauses, taskIdOf, type Clause, type NotRead, type ReadSentence } from './read-clauses.ts';
import { readSentence, type Token } from './sentence.ts';
import { readGreeting } from './greeting.ts';
import { missingPath } from './missing-path.ts';
import type { Places } from './path-words.ts';
import { nameFolders, type UnnamedFolders } from './unnamed-folders.ts';

type Help = { plan?: undefined; message: string; nearPhrases: string[] };
export type RulesPlan = { plan: Plan } | Help;

export type RulesRequest = {
  text: string;
  catalogue: Catalogue;
  places: Places;
  /** What a path is that no words name. */
  unnamedFolders: UnnamedFolders;
  /** Files that came with the sentence. */
  attached: readonly AttachedFile[];
  /** What the run before this sentence gave, oldest first; asked for only when "it" could mean it. */
  earlierResults: () => EarlierResult[];
  /** Called for each phrase that cannot be read; such a phrase matches nothing. */
  onBrokenPhrase: (broken: BrokenPhrase) => void;
};

/** Steps of one reading; what a person types takes a few hundred. */
const mostSteps = 20_000;
const askForHelp =
  /^(help|help me|commands?|examples?|what can (you|i) (do|say|ask)( here)?|what do you do|how does this work)$/;

/** Understands a closed set of sentences without any model: the same words give the same plan. */
export async function planByRules(request: RulesRequest): Promise<RulesPlan> {
  const { text, catalogue, places } = request;
  const { phrases, broken } = compilePhrases(catalogue);
  for (const each of broken) request.onBrokenPhrase(each);
  const tokens = readSentence(text);
  const greeting = readGreeting(tokens);
  if (greeting) return greeting;
  if (tokens.length === 0 || isGeneral(tokens)) return overview(phrases);
  const attached = new Map(request.attached.map(({ name, path }) => [name, path]));
  const pathExists = remembered((path) => isAttached(request, path) || places.files.pathExists(path));
  const files = { ...places.files, pathExists };
  const reading = beginReading(text, tokens, phrases, { places: { ...places, files, attached }, steps: mostSteps });
  const read = tryToRead(phrases, reading, () => antecedents(request));
  if (!read)
    return help(
      'That is too long for me to take apart. Say it in shorter sentences, or put long text in quotes.',
      phrases,
      text,
    );
  if (!read.clauses) return notUnderstood(read, phrases, reading);
  const named = nameFolders(read.clauses, request.unnamedFolders);
  if ('question' in named) return help(named.question, phrases, text);
  const { plan, issues } = await validatePlan(planOf(named.clauses, reading), catalogue, places);
  const missing = plan && missingPath(named.clauses, plan.tasks, catalogue, files);
  if (missing) return { message: missing, nearPhrases: [] };
  if (plan) return { plan };
  return help(
    `I understood that, but it cannot run: ${issues.map((issue) => `${issue.message} (${issue.path})`).join('; ')}.`,
    phrases,
    text,
  );
}

/** It is laid there once the plan is made. */
function isAttached({ attached }: RulesRequest, path: string): boolean {
  return attached.some((file) => file.path === path);
}

/** One sentence is read in many ways, most of which ask for the same names. */
function remembered(pathExists: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const answer = known.get(path) ?? pathExists(path);
    known.set(path, answer);
    return answer;
  };
}

function isGeneral(tokens: readonly Token[]): boolean {
  const words = tokens.map((token) => (token.isQuoted ? '""' : token.word)).join(' ');
  const bare = words.replace(/^((hey|hi|hello|ok|please|heron)\s*)+/, '').replace(/\s*(please|heron)$/, '');
  return bare === '' || askForHelp.test(bare);
}

function tryToRead(phrases: CompiledPhrase[], reading: Reading, earlier: () => Antecedent[]): ReadSentence | undefined {
  try {
    return readClauses(phrases, reading, mayPointBack(reading.tokens) ? earlier() : []);
  } catch (error) {
    if (error instanceof SentenceTooLong) return undefined;
    throw error;
  }
}

function mayPointBack(tokens: readonly Token[]): boolean {
  return tokens.some((_, at) => readPronoun(tokens, at, at + 1) ?? readPronoun(tokens, at, at + 2));
}

function antecedents({ catalogue, earlierResults, attached }: RulesRequest): Antecedent[] {
  const earlier = earlierResults().flatMap(({ action, output }) => {
    const entry = catalogue.action(action);
    return (entry && antecedentOfResult(entry, output)) ?? [];
  });
  return [...earlier, ...antecedentsOfFiles(attached)];
}

function planOf(clauses: readonly Clause[], reading: Reading): Plan {
  const tasks: Task[] = [];
  let before: string[] = [];
  let group: string[] = [];
  for (const [index, clause] of clauses.entries()) {
    if (clause.joint === 'then' || clause.entry.action.comesLast) [before, group] = [group, []];
    const id = taskIdOf(index);
    const fields = JSON.stringify(clause.input);
    const after = before.filter((task) => !fields.includes(`tasks.${task}.output`));
    group.push(id);
    const title = clause.pointsBack ? clause.entry.action.title : titleOf(reading, clause.from, clause.to, 80);
    tasks.push({ id, title, action: clause.entry.ref, input: clause.input, ...(after.length > 0 ? { after } : {}) });
  }
  const title = titleOf(reading, clauses[0]?.from ?? 0, clauses.at(-1)?.to ?? 0, 300);
  return { version: 1, title, tasks };
}

function titleOf({ sentence, tokens }: Reading, from: number, to: number, longest: number): string {
  const text = wordsBetween(sentence, tokens, from, to);
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 1).trimEnd()}…`;
}

function wordsBetween(sentence: string, tokens: readonly Token[], from: number, to: number): string {
  return sentence.slice(tokens[from]?.start, tokens[to - 1]?.end).replaceAll(/\s+/g, ' ');
}

const beyondAll = 'None of my workers can do that. Ask “what can you do” to see what they can.';

function notUnderstood(read: NotRead, phrases: CompiledPhrase[], reading: Reading): RulesPlan {
  const { sentence, tokens } = reading;
  const { understoodTo, refused, dangling } = read;
  if (dangling) {
    return help(
      `I do not know what “${dangling.shown}” means here. Name it, or say the step that makes it first.`,
      phrases,
      sentence,
    );
  }
  if (refused)
    return help(`I took that for “${refused.entry.action.title}”, but ${refused.message}.`, phrases, sentence);
  if (understoodTo === 0) {
    const near = help('I did not understand that.', phrases, sentence);
    return near.nearPhrases.length > 0 ? near : { message: beyondAll, nearPhrases: ['What can you do'] };
  }
  const rest = wordsBetween(sentence, tokens, understoodTo, tokens.length);
  const beginning = wordsBetween(sentence, tokens, 0, understoodTo);
  return help(`I understood “${shortened(beginning)}”, but not “${shortened(rest)}”.`, phrases, rest);
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79).trimEnd()}…`;
}

function help(message: string, phrases: CompiledPhrase[], text: string): Help {
  const sentences = nearSentences(phrases, text);
  if (sentences.length === 0) return { message, nearPhrases: [] };
  return { message: `${message} This is what comes near:`, nearPhrases: sentences };
}
