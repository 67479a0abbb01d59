import { McpServerName, type McpConnection, type McpValue } from '../../../contract/mcp.ts';
import { t } from '../../../words/words.ts';

/** What is typed of a new server. */
export type ConnectionFields = {
  name: string;
  transport: McpConnection['transport'];
  /** A program and its arguments, as on a command line. */
  command: string;
  url: string;
  /** `NAME=value` or `NAME=secret:name`, one a line: variables of a program, headers of an address. */
  values: string;
};

export const noFields: ConnectionFields = { name: '', transport: 'stdio', command: '', url: '', values: '' };

/** By field; none when a server can be made of them. */
export function problemsOf(fields: ConnectionFields): Partial<Record<keyof ConnectionFields, string>> {
  const problems: Partial<Record<keyof ConnectionFields, string>> = {};
  const { name, transport, command, url, values } = fields;
  if (!McpServerName.safeParse(name.trim()).success) {
    problems.name = t('Use lower-case letters, digits and -, starting with a letter');
  }
  if (transport === 'stdio' && splitCommand(command).length === 0) problems.command = t('Enter the program');
  if (transport === 'http' && !isWebAddress(url.trim())) problems.url = t('Enter an address that begins with https://');
  const wrong = linesOf(values).find((line) => !/^[^=\s]+=./.test(line));
  if (wrong !== undefined) problems.values = t('Expected a name, = and a value, not {{wrong}}', { wrong });
  return problems;
}

export function connectionOf({ transport, command, url, values }: ConnectionFields): McpConnection {
  const given = Object.fromEntries(linesOf(values).map(toValue));
  if (transport === 'http') return { transport, url: url.trim(), headers: given };
  const [program = '', ...args] = splitCommand(command);
  return { transport, command: program, args, environment: given };
}

/** Words, where quotes hold some together: `npx -y "my server"`. */
export function splitCommand(text: string): string[] {
  return [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ''),
  );
}

function toValue(line: string): [string, McpValue] {
  const at = line.indexOf('=');
  const value = line.slice(at + 1).trim();
  const secret = /^secret:([a-z][a-z0-9-]{0,63})$/.exec(value)?.[1];
  return [line.slice(0, at).trim(), secret === undefined ? value : { secret }];
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:';
}
