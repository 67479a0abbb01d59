import { accented } from './accented.ts';

export type Values = Readonly<Record<string, string | number>>;
/** As i18next's JSON v4 has it: English text → text, and with `_one`, `_few` … after it for what is counted. */
export type Catalogue = Readonly<Record<string, string>>;

type Language = {
  /** What texts are in, numbers and times are written by, and the page is told to be in. */
  tag: string;
  catalogue: Catalogue | undefined;
  isTest: boolean;
};

let language: Language = { tag: 'en', catalogue: undefined, isTest: false };
let plurals = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en');

/** Texts are read when they are drawn: whoever changes the language draws anew. */
export function speak(next: Language): void {
  language = next;
  plurals = new Intl.PluralRules(next.tag);
  numbers = new Intl.NumberFormat(next.tag);
}

/** For what Intl writes. */
export function languageTag(): string {
  return language.tag;
}

export function numberText(value: number): string {
  return numbers.format(value);
}

/**
 * A text in the person's language. What is written in the code is the English one, and what a translation finds it by;
 * `{{name}}` in it is a value.
 */
export function t(text: string, values: Values = {}): string {
  return filled(language.catalogue?.[text] ?? shown(text), values);
}

/** The same of something that is counted, by the rules of the language: `{{count}}` is the number. */
export function plural(count: number, forms: { one: string; other: string }, values: Values = {}): string {
  const form = plurals.select(count);
  const translated = language.catalogue?.[`${forms.other}_${form}`] ?? language.catalogue?.[`${forms.other}_other`];
  return filled(translated ?? shown(count === 1 ? forms.one : forms.other), { ...values, count });
}

function shown(text: string): string {
  return language.isTest ? accented(text) : text;
}

function filled(text: string, values: Values): string {
  if (!text.includes('{{')) return text;
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value;
  });
}
