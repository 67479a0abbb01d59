import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Node } from 'web-tree-sitter';
import type { Actions } from './actions.generated.ts';
import { checkName, type Edit, replaced } from './edits.ts';
import { filesNaming, mentionsIn } from './find.ts';
import { languageOf } from './languages.ts';
import { rewrite } from './rewrite.ts';
import { ancestorsOf, lineOf, refuseBroken, withSource } from './syntax.ts';

type Rename = Actions['rename'];

/** `property`: what is said after a dot; `short`: a field and its value in one; `foreign`: another package's. */
type Place = { from: number; to: number; line: number; means: 'name' | 'property' | 'short' | 'foreign' };
type Mentioning = { file: string; text: string; places: Place[]; definitions: { line: number; isMember: boolean }[] };

/**
 * Every name of that spelling in the project is another one afterwards: only where the project defines it once, and the new
 * name stands in none of the files, so that nothing else is meant before or after.
 */
export const rename: ActionRun<Rename['input'], Rename['output']> = async (input, context) => {
  const { folder, name, to, dryRun } = input;
  if (name === to) fail('invalid-input', `It is called ${name} already`, { field: 'to' });
  const files: Mentioning[] = [];
  for await (const file of filesNaming(folder, name, context)) {
    const found = await mentioningIn({ folder, file, name, to }, context);
    if (found.places.length > 0) files.push(found);
  }
  const isMember = theOneDefinition(input, files);
  refuseUnclear(input, files, isMember);
  if (!dryRun) {
    for (const { file, text, places } of files) {
      const edits = places.map((place) => editOf(place, input, isMember));
      await rewrite(`${folder}/${file}`, replaced(text, edits), context);
    }
  }
  return { ...{ folder, name, to, dryRun }, files: files.map(({ file, places }) => ({ file, places: places.length })) };
};

type Wanted = { folder: string; file: string; name: string; to: string };

function mentioningIn({ folder, file, name, to }: Wanted, context: WorkerContext): Promise<Mentioning> {
  const path = `${folder}/${file}`;
  const language = languageOf(path);
  if (language) checkName(to, language.name, 'to');
  return withSource(path, context, (source) => {
    const { names, definitions } = mentionsIn(source, name);
    if (names.length > 0) refuseBroken(source);
    const [taken] = names.length === 0 ? [] : mentionsIn(source, to).names;
    if (taken) {
      const line = lineOf(taken);
      fail('conflict', `${file}:${line} has a name ${to} already; the two could not be told apart`, { file, line });
    }
    return {
      ...{ file, text: source.text, places: names.map(placeOf) },
      definitions: definitions.map(({ line, kind, within }) => ({
        line,
        isMember: kind === 'method' || within !== undefined,
      })),
    };
  });
}

function placeOf(node: Node): Place {
  const { startIndex: from, endIndex: to, type } = node;
  const means = type.startsWith('shorthand_property')
    ? 'short'
    : type.endsWith('property_identifier')
      ? 'property'
      : isForeign(node)
        ? 'foreign'
        : 'name';
  return { from, to, line: lineOf(node), means };
}

/** What a script imports from a package is that package's name for it. */
function isForeign(node: Node): boolean {
  for (const above of ancestorsOf(node)) {
    if (above.type !== 'import_statement') continue;
    const from = above.childForFieldName('source')?.text.slice(1, -1);
    return from !== undefined && !from.startsWith('.');
  }
  return false;
}

/** Errors: `not-found`; `conflict` where there are several. */
function theOneDefinition({ folder, name }: Rename['input'], files: readonly Mentioning[]): boolean {
  const defined = files.flatMap(({ file, definitions }) => definitions.map((each) => ({ file, ...each })));
  const [first] = defined;
  if (!first) return fail('not-found', `Nothing called ${name} is defined in ${folder}`, { name });
  if (defined.length === 1) return first.isMember;
  const places = defined.map(({ file, line }) => `${file}:${line}`).join(', ');
  return fail('conflict', `${name} is defined more than once (${places}); which is meant where cannot be told`, {
    definitions: defined.map(({ file, line }) => ({ file, line })),
  });
}

function refuseUnclear({ name }: Rename['input'], files: readonly Mentioning[], isMember: boolean): void {
  for (const { file, places } of files) {
    const unclear = places.find(({ means }) => means === 'foreign' || (means === 'property' && !isMember));
    if (!unclear) continue;
    const { line, means } = unclear;
    const what = means === 'foreign' ? 'a package’s own' : 'a property that may be another';
    fail('conflict', `${file}:${line} has a ${name} that is ${what}; nothing was changed`, { file, line });
  }
}

/** Where a short form stands for a field and its value, and only the value is meant, the field keeps its name. */
function editOf({ from, to, means }: Place, input: Rename['input'], isMember: boolean): Edit {
  return { from, to, text: means === 'short' && !isMember ? `${input.name}: ${input.to}` : input.to };
}
