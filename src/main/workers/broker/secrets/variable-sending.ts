import type { SecretNeed } from '../../../../contract/manifest.ts';
import { readClosedGit } from '../../../base/commands/closed-git.ts';
import { readClosedRestic } from '../../../base/commands/closed-restic.ts';
import type { ShownCommand } from '../../../base/commands/command-line.ts';
import { HeronError } from '../../../base/errors.ts';
import { bytesAsText, encodedBasic, readable, replaced } from './fill-in.ts';

/** A handle that a call was given, and what it stands for. */
export type Issued = { need: SecretNeed; handle: string };

const authorization = /^Authorization: (?=Basic )/;

/**
 * Where the secrets in the variables of a command will be sent, and which they are; undefined if there are none. A
 * program can send what it is handed anywhere, so there is one way only: a git that is closed, found by its name, which
 * sends the variable as a header to one place. Errors: `invalid-input` for any other.
 */
export function variableSending(command: ShownCommand, issued: Issued[]): { url: URL; used: Issued[] } | undefined {
  const used = issued.filter(({ handle }) => command.variables.some(([, text]) => plainHeader(text).includes(handle)));
  if (used.length === 0) return undefined;
  if (command.program === 'restic') return { url: resticUrl(command, used), used };
  const header = command.program === 'git' ? readClosedGit(command.args)?.header : undefined;
  const isOnlyThere = command.variables.every(([name, text]) => {
    const isHeader = name === header?.variable && authorization.test(text);
    return isHeader || !used.some(({ handle }) => text.includes(handle));
  });
  if (!header || !isOnlyThere || used.some(({ need }) => !need.programs?.includes('git'))) {
    const message = 'A secret can be handed to no program but restic, and git as the header that it sends to one place';
    throw new HeronError('invalid-input', message);
  }
  return { url: header.url, used };
}

/** A repository on this machine, and nothing but its password: restic sends it nowhere. Errors: `invalid-input`. */
function resticUrl(command: ShownCommand, used: Issued[]): URL {
  const isAll = command.variables.every(([name, text]) => {
    return name === 'RESTIC_PASSWORD' && used.some(({ handle }) => text === handle);
  });
  const isMeant = used.every(({ need }) => need.programs?.includes('restic'));
  if (isAll && isMeant && readClosedRestic(command.args)) return new URL('http://localhost/');
  const message = 'A secret can be handed to restic as the password of a repository in a folder of this machine only';
  throw new HeronError('invalid-input', message);
}

export function filledVariable(name: string, text: string, values: ReadonlyMap<string, string>): string {
  if (name === 'RESTIC_PASSWORD') return replaced(text, values, (value) => value);
  return filledHeader(text, values);
}

function filledHeader(text: string, values: ReadonlyMap<string, string>): string {
  const plain = plainHeader(text);
  const filled = replaced(plain, values, bytesAsText);
  return filled === plain ? text : `Authorization: ${encodedBasic(filled.replace(authorization, ''))}`;
}

/** Name and password as they are. */
function plainHeader(text: string): string {
  return authorization.test(text)
    ? `Authorization: ${readable('authorization', text.replace(authorization, ''))}`
    : text;
}
