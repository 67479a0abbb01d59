import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import type { Suggestion } from '../../../contract/welcome.ts';

export type SuggestionParts = {
  homeFolder: string;
  /** Folders that may be read without asking. */
  allowed: string[];
  /** Whether somebody could be allowed to write there. */
  mayWrite: (path: string) => boolean;
  /** Whether the rules make a plan of it. */
  canPlan: (sentence: string) => Promise<boolean>;
};

/** The first of what could be tried that this machine can do, with what is allowed on it. */
export async function suggest(parts: SuggestionParts): Promise<Suggestion> {
  for (const candidate of [...lookingInto(parts), ...writing(parts)]) {
    if (await parts.canPlan(candidate.sentence)) return candidate;
  }
  return {
    sentence: 'What time is it in Tokyo?',
    title: 'Ask for the time in Tokyo',
    text: 'Heron makes a plan of one step and runs it. It touches nothing on this machine.',
  };
}

function lookingInto({ allowed, homeFolder }: SuggestionParts): Suggestion[] {
  return allowed.filter(hasSomething).map((path) => ({
    sentence: `Show me what is in the folder ${named(path, homeFolder)}`,
    title: `See what is in ${basename(path)}`,
    text: 'Heron lists the folder. You have allowed that, so it does not ask; it changes nothing.',
  }));
}

function writing({ homeFolder, mayWrite }: SuggestionParts): Suggestion[] {
  const path = freeName(join(homeFolder, 'hello-from-heron'));
  if (!path || !isWritable(homeFolder) || !mayWrite(path)) return [];
  return [
    {
      sentence: `Write "Hello from Heron" to the file ${named(path, homeFolder)} and tell me its sha256`,
      title: 'Write a small file, and take it back',
      text: 'Heron shows a plan of two steps, asks before it writes, and can undo all of it afterwards.',
    },
  ];
}

const mostNames = 100;

function freeName(beginning: string): string | undefined {
  const names = Array.from({ length: mostNames }, (_, index) => (index === 0 ? '' : `-${index + 1}`));
  return names.map((end) => `${beginning}${end}.txt`).find((path) => !existsSync(path));
}

function hasSomething(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => !name.startsWith('.'));
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** As people write it. */
function named(path: string, homeFolder: string): string {
  const short = path.startsWith(homeFolder + sep) ? `~${path.slice(homeFolder.length)}` : path;
  return /\s/.test(short) ? `"${short}"` : short;
}
