import type { Json, JsonObject } from '../../../contract/json.ts';

/** The words of a call that say what its program does. Folders, texts and what is read from it tell nothing of that. */
export type ProgramWords = {
  /** Of all that is started; `>` is a file that a shell has written. */
  done: string;
  /** Of what has ended well when the call did, and may tell how something stands. */
  sure: string;
};

/** They show something, or do nothing, whatever words they are given. */
const tellers = named('echo printf true : test [ ls dir cat head tail less more grep rg stat wc which type cd pwd');
/** They do something that is no check. */
const doers = named('git find rm rmdir del cp mv tee touch mkdir sed curl wget tar ln chmod !');
/** With these a program that checks does something else. */
const noChecks = named('install i add uninstall remove update upgrade init create new --version --help');
const shells = named('sh bash dash zsh ksh fish cmd powershell pwsh');
/** What stands before a program without being it. */
const before = /^(sudo|env|time|nice|nohup|timeout|exec|command|xargs|do|then|else|\w+=.*|-.*|\d+[smh]?)$/;

/** Undefined when the call starts no program that it names. */
export function programWords({ program, args }: JsonObject): ProgramWords | undefined {
  if (typeof program !== 'string') return undefined;
  const tokens = fromProgram([program, ...(Array.isArray(args) ? args.filter(isText) : [])]);
  const flag = tokens.findIndex((token) => /^(-[a-z]*c|-command|\/c)$/i.test(token));
  const isScript = shells.has(nameOf(tokens[0] ?? '')) && flag !== -1;
  if (!isScript) return { done: wordsOf(tokens), sure: sureWordsOf(tokens) };
  const takesOne = /^-[a-z]*c$/.test(tokens[flag] ?? '');
  return ofScript(tokens.slice(flag + 1, takesOne ? flag + 2 : undefined).join(' '));
}

/** Of a shell's script, as far as its commands can be told apart without running it. */
function ofScript(script: string): ProgramWords {
  const plain = withoutDocuments(script.replaceAll('\\\n', ' '))
    .replaceAll(/"[^"]*"|'[^']*'/g, (quoted) => (/^.[\w@%+=:,./-]*.$/.test(quoted) ? quoted.slice(1, -1) : '_'))
    .replaceAll(/&?\d?>{1,2}\s*(?:\/dev\/[\w/]+|nul\b)|\d?>{1,2}&\d/gi, ' ')
    .replaceAll(/[(){}]/g, ' ')
    .trim();
  const done = plain.split(/\n|;|\|\|?|&&?(?!>)/).map((command) => {
    const words = wordsOf(tokensOf(command));
    return command.includes('>') ? `${words} >` : words;
  });
  // Of statements the last one's end is that of all; of a pipe the last command's.
  const last = plain.split(/[\n;]/).findLast((statement) => statement.trim() !== '') ?? '';
  const isUnsure = /\|\||(?<!&)&(?![&>])/.test(last);
  const sure = isUnsure ? [] : last.split('&&').map((each) => sureWordsOf(tokensOf(each.split('|').at(-1) ?? '')));
  return { done: done.join(' ; '), sure: sure.join(' ; ') };
}

/** What is handed to a command as its input, between `<<EOF` and `EOF`, is not run. */
function withoutDocuments(script: string): string {
  let end: string | undefined;
  const commands = script.split('\n').filter((line) => {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined;
      return false;
    }
    end = /(?<!<)<<-?\s*['"]?(\w+)/.exec(line)?.[1];
    return true;
  });
  return commands.join('\n');
}

function tokensOf(command: string): string[] {
  return fromProgram(
    command
      .replaceAll(/&?\d?>{1,2}\s*\S+/g, ' ')
      .split(/\s+/)
      .filter((token) => token !== ''),
  );
}

function fromProgram(tokens: readonly string[]): string[] {
  const start = tokens.findIndex((token) => !before.test(token));
  return start === -1 ? [] : tokens.slice(start);
}

function sureWordsOf(tokens: readonly string[]): string {
  const isOther = doers.has(nameOf(tokens[0] ?? '')) || tokens.some((token) => noChecks.has(token));
  return isOther ? '' : wordsOf(tokens);
}

function wordsOf([program = '', ...args]: readonly string[]): string {
  const name = nameOf(program);
  return tellers.has(name) ? '' : [name, ...args.filter(isWord).map(nameOf)].join(' ');
}

/** Not a text, and of files only those that are programs. */
function isWord(arg: string): boolean {
  if (/[\s<>]/.test(arg)) return false;
  const isFile = !arg.startsWith('-') && /[/\\]|\.\w+$/.test(arg);
  return !isFile || /\.([cm]?[jt]s|py|sh|rb|php|pl|ps1|bat|cmd|exe)$|[/\\]\.?bin[/\\][^/\\]+$/i.test(arg);
}

/** Without its folder, and without the value of an option. */
function nameOf(token: string): string {
  const name = token.startsWith('-') ? token.split('=')[0] : token.split(/[/\\]/).at(-1);
  return (name ?? '').toLowerCase().replace(/\.(exe|cmd|bat)$/, '');
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}

function named(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}
