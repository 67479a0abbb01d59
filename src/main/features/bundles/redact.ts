import { z } from 'zod';
import type { Blanked } from '../../../contract/bundles.ts';
import { AnyEvent } from '../../../contract/events.ts';
import { createScrubber } from '../../base/scrubber.ts';
import { looksOfSecrets, namesOfSecrets } from '../../base/secret-looks.ts';

export type RedactParts = {
  /** Takes the values of the secrets out that Heron keeps. */
  scrub: (text: string) => string;
  environment: NodeJS.ProcessEnv;
  homeFolder: string;
  userName: string;
  hostName: string;
};

export type Redactor = {
  /**
   * To be shown everything once before anything is redacted: a value that stands where secrets do is one, and is taken out wherever
   * else it stands, so that what is left still goes together.
   */
  survey(value: unknown): void;
  /** What may be given away of a value, and nothing of the person's and the machine's names. */
  json<Value>(value: Value): Value;
  readonly counts: Omit<Blanked, 'values'>;
};

/** As many values are looked for; what goes beyond is taken out only where it stands as a secret. */
const mostLearned = 500;
const shortestLearned = 6;
let eventWords: string | undefined;

/** Heron's own words in events, with what stands around them: a run whose secret is one of them must stay a run. */
function wordsOfEvents(): string {
  return (eventWords ??= JSON.stringify(z.toJSONSchema(AnyEvent, { unrepresentable: 'any' })));
}

/** Accounts that name nobody. */
const nobody = new Set(['root', 'admin', 'administrator', 'user', 'localhost']);

export function createRedactor(parts: RedactParts): Redactor {
  const known = createScrubber();
  const learned = new Set<string>();
  const counts = { secrets: 0, homeFolder: 0, userName: 0, hostName: 0 };
  const names = namesOf(parts, counts);

  function learn(value: string): void {
    if (value.length < shortestLearned || learned.size >= mostLearned || learned.has(value)) return;
    if (wordsOfEvents().includes(JSON.stringify(value))) return;
    learned.add(value);
    known.learn(`value ${learned.size}`, value);
  }

  for (const [name, value] of Object.entries(parts.environment)) if (namesOfSecrets.test(name) && value) learn(value);

  function survey(value: unknown): void {
    if (typeof value === 'string') {
      for (const [found] of value.matchAll(looksOfSecrets)) learn(found);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, field] of Object.entries(value)) {
      if (isSecret(key, field)) learn(field);
      else survey(field);
    }
  }

  function text(given: string): string {
    const scrubbed = known.text(parts.scrub(given)).replace(looksOfSecrets, secretMark);
    if (scrubbed !== given) counts.secrets += 1;
    return names.reduce((before, name) => name(before), scrubbed);
  }

  function json(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(json);
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [keyOf(key), isSecret(key, field) ? secretIn(field) : json(field)]),
    );
  }

  function secretIn(field: string): string {
    const clean = text(field);
    // A value that is known by itself keeps its name, and is the same wherever it stands.
    if (clean !== field) return clean;
    counts.secrets += 1;
    return secretMark;
  }

  /** Names of fields are of whoever made the plan or the worker; only a secret may not stand in one. */
  function keyOf(key: string): string {
    return known.text(parts.scrub(key)).replace(looksOfSecrets, secretMark);
  }

  return { survey, json: <Value>(value: Value) => json(value) as Value, counts };
}

const secretMark = '[secret]';

/** An expression is worked out anew; what it gives is looked at where it stands. */
function isSecret(key: string, field: unknown): field is string {
  return typeof field === 'string' && field !== '' && namesOfSecrets.test(key) && !field.includes('{{');
}

type Counts = Redactor['counts'];

/** The home folder first: the user's name stands in it. */
function namesOf({ homeFolder, userName, hostName }: RedactParts, counts: Counts): ((text: string) => string)[] {
  const home = homeFolder.replace(/[/\\]+$/, '');
  const forms = [home, JSON.stringify(home).slice(1, -1), encodeURI(home), encodeURIComponent(home)];
  const [shortHost = ''] = hostName.split('.');
  return [
    ...(home.length > 1
      ? [replacing(anyOf(forms, '', String.raw`(?![\w-])`), '~', () => (counts.homeFolder += 1))]
      : []),
    ...(isName(userName) ? [replacing(word([userName]), 'user', () => (counts.userName += 1))] : []),
    ...(isName(shortHost) ? [replacing(word([hostName, shortHost]), 'host', () => (counts.hostName += 1))] : []),
  ];
}

function isName(name: string): boolean {
  return name.length > 2 && !nobody.has(name.toLowerCase());
}

function word(names: string[]): RegExp {
  return anyOf(names, String.raw`(?<![\p{L}\p{N}]|\btasks\.)`, String.raw`(?![\p{L}\p{N}])`);
}

function anyOf(forms: string[], before: string, after: string): RegExp {
  const all = [...new Set(forms)].toSorted((a, b) => b.length - a.length).map((form) => RegExp.escape(form));
  return new RegExp(`${before}(?:${all.join('|')})${after}`, 'giu');
}

function replacing(pattern: RegExp, by: string, onFound: () => void): (text: string) => string {
  return (text) =>
    text.replace(pattern, () => {
      onFound();
      return by;
    });
}
