import { fail } from 'heron/worker-kit';
import type { Node } from 'web-tree-sitter';
import { refuseControl } from './control-flow.ts';
import { functionAround } from './scopes.ts';
import type { Selection } from './selection.ts';
import { lineOf, type Source } from './syntax.ts';
import { typeOf } from './written-types.ts';
import { type Chosen, isInLoop, type Variable, variablesOf } from './uses.ts';

/** How what was chosen becomes a function: what it is given, what it gives back, and how that is taken. */
export type FunctionPlan = {
  parameters: { name: string; type?: string }[];
  results: string[];
  /** `const`, `let`, `assign`; `none` without results. */
  takes: 'none' | 'const' | 'let' | 'assign';
  isAsync: boolean;
  /** It ends with its own `return`. */
  returns: boolean;
};

type Place = {
  source: Source;
  chosen: Chosen;
  host: Node | undefined;
  isRound: boolean;
  types: Record<string, string>;
};

/** Errors: `conflict`, with the line and the reason, where the function would do something else than what stands there. */
export function planFunction(selection: Selection, source: Source, types: Record<string, string>): FunctionPlan {
  const nodes = selection.kind === 'expression' ? [selection.node] : selection.nodes;
  const [first] = nodes;
  if (!first) return fail('invalid-input', 'There is nothing in what was chosen');
  const { isAsync, returns } = refuseControl(nodes, selection.to);
  const chosen = { from: selection.from, to: selection.to, first };
  const place = { source, chosen, host: functionAround(first), isRound: isInLoop(chosen), types };
  if (first.parent?.parent?.type === 'class_definition') refuse(first, 'it is part of a class');
  const variables = variablesOf(chosen, source);
  refuseNamed(variables, place);
  variables.forEach((variable) => refuseShared(variable, place));
  const given = variables.filter((variable) => isGiven(variable, place));
  const taken = variables.filter((variable) => isTaken(variable, place));
  if (returns && taken.length > 0) refuse(first, `it returns, and ${taken[0]?.name} is needed after it`);
  if (selection.kind === 'expression' && taken.length > 0) refuse(first, `it changes ${taken[0]?.name}`);
  return {
    parameters: given.map((variable) => parameterOf(variable, place)),
    results: taken.map(({ name }) => name),
    takes: howTaken(taken, place),
    ...{ isAsync, returns },
  };
}

function refuse(node: Node, why: string): never {
  const line = lineOf(node);
  return fail('conflict', `Line ${line}: ${why}, so it cannot become a function`, { line });
}

const isRoot = ({ scope }: Variable): boolean => scope.type === 'program' || scope.type === 'module';
const isPython = ({ source }: Place): boolean => source.language.name === 'python';
const isMadeInside = ({ inside }: Variable): boolean => inside.some(({ isBinding }) => isBinding);

/** Made or given a value before the choice, or in a round before this one. */
function isBefore({ outside }: Variable, { chosen, isRound }: Place): boolean {
  return outside.some(({ isBinding, node }) => isBinding && (node.startIndex < chosen.from || isRound));
}

/** Python makes a name by giving it a value; everywhere else it is made once. */
function isMadeHere(variable: Variable, place: Place): boolean {
  return isMadeInside(variable) && !(isPython(place) && isBefore(variable, place));
}

function isGiven(variable: Variable, place: Place): boolean {
  const isWritten = variable.inside.some((use) => use.isWrite);
  if (isMadeHere(variable, place)) return false;
  return isRoot(variable) ? isPython(place) && isWritten : true;
}

function isTaken(variable: Variable, place: Place): boolean {
  const { inside, outside } = variable;
  if (!inside.some(({ isWrite }) => isWrite)) return false;
  if (isRoot(variable)) return isPython(place) || (isMadeInside(variable) && outside.length > 0);
  return outside.some(({ node }) => node.startIndex >= place.chosen.to || place.isRound);
}

/** What several functions hold in common, or comes before it is made, is not the same any more when it is handed over. */
function refuseShared(variable: Variable, place: Place): void {
  const { name, inside, outside } = variable;
  const [first] = inside;
  if (!first) return;
  const isHere = isMadeHere(variable, place);
  const isWrittenInside = inside.some(({ isWrite }) => isWrite);
  const isWrittenOutside = outside.some(({ isWrite, isBinding }) => isWrite && (!isBinding || isPython(place)));
  if (isRoot(variable) && !isHere) return;
  if (inside.some(({ isWrite, isCaptured }) => isWrite && isCaptured)) {
    refuse(first.node, `a function inside of it changes ${name}`);
  }
  if (inside.some(({ isCaptured }) => isCaptured) && isWrittenOutside) {
    refuse(first.node, `a function inside of it needs ${name}, which is changed elsewhere`);
  }
  if (isWrittenInside && !isHere && outside.some(({ isCaptured }) => isCaptured)) {
    refuse(first.node, `it changes ${name}, which another function needs`);
  }
  if (isHere && outside.some(({ node }) => node.startIndex < place.chosen.from)) {
    refuse(first.node, `${name} is made in it and used before it`);
  }
  if (isPython(place) && isHere && isTaken(variable, place) && !inside.some(({ node }) => isAlwaysMade(node, place))) {
    refuse(first.node, `${name} gets its value only sometimes`);
  }
}

/** A statement of the choice itself gives it its value. */
function isAlwaysMade(node: Node, { chosen }: Place): boolean {
  let at = node;
  const block = chosen.first.parent;
  while (at.parent && at.parent.id !== block?.id) {
    if (/^(if_statement|for_statement|while_statement|try_statement|match_statement)$/.test(at.parent.type))
      return false;
    at = at.parent;
  }
  return true;
}

/** Names that Python is told lie further out. */
function refuseNamed(variables: readonly Variable[], { host, source }: Place): void {
  const named = (host ?? source.root).descendantsOfType(['global_statement', 'nonlocal_statement']);
  for (const { name, inside } of variables) {
    const [use] = inside;
    const isNamed = named.some((each) => each.namedChildren.some(({ text }) => text === name));
    if (use && isNamed) refuse(use.node, `${name} is said to lie further out`);
  }
}

function parameterOf(variable: Variable, { source, types, host }: Place): { name: string; type?: string } {
  const { name, inside, outside } = variable;
  if (!['typescript', 'tsx'].includes(source.language.name)) return { name };
  const [own] = Object.entries(types).filter(([key]) => key === name);
  const binding = outside.find(({ isBinding }) => isBinding);
  const type = own?.[1] ?? (binding ? typeOf(binding.node, host) : undefined);
  if (type !== undefined) return { name, type };
  const at = inside[0]?.node ?? source.root;
  return refuse(at, `the type of ${name} is not written in the file: give it in \`types\``);
}

function howTaken(taken: readonly Variable[], place: Place): FunctionPlan['takes'] {
  const [first] = taken;
  if (!first) return 'none';
  if (isPython(place)) return 'assign';
  const made = taken.filter((variable) => isMadeInside(variable));
  if (made.length === taken.length) {
    return taken.some(({ outside }) => outside.some(({ isWrite }) => isWrite)) ? 'let' : 'const';
  }
  if (taken.length === 1) return 'assign';
  const names = taken.map(({ name }) => name).join(', ');
  return refuse(place.chosen.first, `it gives several variables their values (${names})`);
}
