import { openGitWords } from './closed-git.ts';
import { multipleCall, obedient, obedientWith, type Wrapper, wrappers } from './starting-programs.ts';

export type Command = { program: string; args: readonly string[] };

export type UnwrappedCommand = {
  /** The program that does the work, by the name or path it is given. */
  program: string;
  /** What it is told. */
  args: readonly string[];
  /** It does whatever it is told, so to allow it is to allow this very command and nothing else. */
  isExact: boolean;
  /** Variables that wrappers set for it. */
  variables: [name: string, value: string][];
};

/** Wrappers in wrappers; nobody means more. */
const mostLayers = 8;

/**
 * Finds the program that does the work behind `env`, `nice`, `timeout` and the like. `namesOf` gives the names that a
 * program is known by: its own, and where its links lead.
 */
export function unwrapCommand(command: Command, namesOf: (program: string) => string[]): UnwrappedCommand {
  const variables: [string, string][] = [];
  let { program, args } = command;
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const names = namesOf(program).map(plainName);
    if (isObedient(names, args)) return { program, args, isExact: true, variables };
    const wrapper = names.map((name) => wrappers[name]).find((each) => each !== undefined);
    if (!wrapper || isCalledAsOther(names)) return { program, args, isExact: false, variables };
    const inner = readWrapped(wrapper, args);
    if (inner === 'not understood') return { program, args, isExact: true, variables };
    variables.push(...inner.variables);
    const [next, ...rest] = inner.words;
    if (next === undefined) return { program, args, isExact: false, variables };
    [program, args] = [next, rest];
  }
  return { ...command, isExact: true, variables };
}

function isObedient(names: string[], args: readonly string[]): boolean {
  return names.some(
    (name) =>
      obedient.some((pattern) => pattern.test(name)) ||
      (Object.hasOwn(obedientWith, name) &&
        (name === 'git' ? openGitWords(args) : args).some((arg) => obedientWith[name]?.test(arg))),
  );
}

/** `ls` that is a link to `busybox` is `ls`, and not a wrapper. */
function isCalledAsOther([called = '', ...others]: string[]): boolean {
  return !multipleCall.has(called) && others.some((name) => multipleCall.has(name));
}

/** `/usr/bin/Python3.12` is `python`, `node.exe` is `node`. */
function plainName(program: string): string {
  const name = program.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  if (name.includes('.so')) return name;
  return name.replace(/\.(exe|com|cmd|bat)$/, '').replace(/(?<=[a-z])-?\d+(\.\d+)*$/, '');
}

type Wrapped = { words: readonly string[]; variables: [string, string][] };

function readWrapped(wrapper: Wrapper, args: readonly string[]): Wrapped | 'not understood' {
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at += 1;
      break;
    }
    if (arg === '-' && wrapper.setsVariables) continue;
    if (!arg.startsWith('-') || arg === '-') break;
    const taken = argumentsTaken(wrapper, arg);
    if (taken === undefined) return 'not understood';
    at += taken - 1;
  }
  const variables: [string, string][] = [];
  for (; wrapper.setsVariables && at < args.length; at += 1) {
    const [, name, value] = /^([^=]*)=([^]*)$/.exec(args[at] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    variables.push([name, value]);
  }
  return { words: args.slice(at + (wrapper.operands ?? 0)), variables };
}

/** 1 for an option alone, 2 for one whose value is the next argument; undefined for one that is not known. */
function argumentsTaken(wrapper: Wrapper, option: string): number | undefined {
  if (option.startsWith('--')) {
    const [name = '', value] = option.slice(2).split('=', 2);
    if (wrapper.longFlags?.includes(name)) return value === undefined ? 1 : undefined;
    if (wrapper.longValued?.includes(name)) return value === undefined ? 2 : 1;
    return undefined;
  }
  if (wrapper.takesNumbers && /^-\d+$/.test(option)) return 1;
  for (let at = 1; at < option.length; at += 1) {
    const letter = option.charAt(at);
    if (wrapper.valued?.includes(letter)) return at === option.length - 1 ? 2 : 1;
    if (!wrapper.flags?.includes(letter)) return undefined;
  }
  return 1;
}
