import { isDeepStrictEqual } from 'node:util';
import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { z } from 'zod';
import { settingGroups, Settings, type SettingsFileIssue, SettingsPatch } from '../../../contract/settings.ts';
import { differing, type SettingName, settingNames } from './last-changes.ts';

/** What a settings file says: the settings it sets, or what is wrong with it. */
export type FileReading = { set: SettingsPatch } | { issues: SettingsFileIssue[] };

const heading = `// The settings of Heron that are not at their defaults. Saved changes take effect at once; comments stay.
// A change that Heron cannot follow is shown in its window and in \`heron settings\`; until it is mended, the last good ones hold.
`;
const options = { allowTrailingComma: true, disallowComments: false };
const formatting = { tabSize: 2, insertSpaces: true, eol: '\n' };

/** Comments and commas at the end of lists are fine, unknown names are not. */
export function readFileText(text: string): FileReading {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, options);
  const [broken] = errors;
  if (broken) return { issues: [at(text, broken.offset, '', `this is no JSON: ${words(broken)}`)] };
  if (!root) return { set: {} };
  if (root.type !== 'object') return { issues: [at(text, root.offset, '', 'expected { … } with settings in it')] };
  const twice = doubled(root);
  if (twice) return { issues: [at(text, twice.offset, String(twice.value), 'it is set twice')] };
  const parsed = SettingsPatch.safeParse(getNodeValue(root));
  if (parsed.success) return { set: parsed.data };
  return { issues: parsed.error.issues.flatMap((issue) => placed(text, root, issue)) };
}

/** What a setting becomes that the file does not set any more. */
export function fileSettings(set: SettingsPatch, defaults: Settings): Settings {
  return Settings.parse(
    Object.fromEntries(
      settingNames().map((name) => {
        const given = set[name];
        return [
          name,
          isGroup(name) ? { ...(defaults[name] as object), ...(given as object) } : (given ?? defaults[name]),
        ];
      }),
    ),
  );
}

/** The file with these settings, changed in as few places as can be. */
export function writeFileText(text: string | undefined, settings: Settings, defaults: Settings): string {
  let written = text?.trim() ? text : `${heading}{}\n`;
  const reading = readFileText(written);
  const inFile = fileSettings('set' in reading ? reading.set : {}, defaults);
  const wanted = differing(inFile, settings);
  for (const name of Object.keys(wanted) as SettingName[]) {
    const isDefault = Object.keys(differing(defaults, { [name]: settings[name] })).length === 0;
    const value = isDefault ? undefined : isGroup(name) ? fieldsToSay(settings[name], defaults[name]) : settings[name];
    written = applyEdits(written, modify(written, [name], value, { formattingOptions: formatting }));
  }
  return written.endsWith('\n') ? written : `${written}\n`;
}

/** Its fields can be set one by one, so the file need not have them all. */
function isGroup(name: SettingName): boolean {
  return settingGroups.some((group) => group === name);
}

/** Of a group, the fields that are not at their defaults. */
function fieldsToSay(value: unknown, usual: unknown): object {
  const defaults = new Map(Object.entries(usual as object));
  return Object.fromEntries(
    Object.entries(value as object).filter(([field, each]) => !isDeepStrictEqual(each, defaults.get(field))),
  );
}

/** Where in the file something stands that is wrong for another reason than its form. */
export function placeIssues(text: string, issues: readonly { path: string; message: string }[]): SettingsFileIssue[] {
  const root = parseTree(text, [], options);
  return issues.map(({ path, message }) => {
    const names = path.split('.').map((name) => (/^\d+$/.test(name) ? Number(name) : name));
    return at(text, root ? nearest(root, names).offset : 0, path, message);
  });
}

function placed(text: string, root: Node, issue: z.core.$ZodIssue): SettingsFileIssue[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const places = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return places.map((names) => {
    const node = nearest(root, names);
    const message = issue.code === 'unrecognized_keys' ? 'there is no such setting' : issue.message;
    return at(text, node.offset, names.join('.'), message);
  });
}

/** What stands at the path, or the last of what is around it. A field is pointed at by its name. */
function nearest(root: Node, path: (string | number)[]): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return node.parent?.type === 'property' ? (node.parent.children?.[0] ?? node) : node;
  }
  return root;
}

function doubled(root: Node): Node | undefined {
  const seen = new Set<unknown>();
  const names = (root.children ?? []).flatMap(({ children }) => children?.[0] ?? []);
  return names.find(({ value }) => seen.size === seen.add(value).size);
}

function words({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

function at(text: string, offset: number, field: string, message: string): SettingsFileIssue {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, field, message };
}
