import type { Manifest } from '../../src/contract/manifest.ts';
import type { Capability } from '../../src/contract/permission-need.ts';
import { inManifest, type WorkerCheck } from './check.ts';
import { argumentsOf, codeOf, literalOf, namesOf, type SyntaxNode } from './syntax-tree.ts';

/** Written code is what these are for. They are in isolates, and as long as they may reach nothing, so may what they make. */
function runsWrittenCode({ id, tier, permissions }: Manifest): boolean {
  return ['n8n', 'node-red'].includes(id) && tier === 'isolate' && permissions.length === 0;
}

/** See docs/guide/security-checklist.md. */
export const makesNoCode: WorkerCheck = (worker) =>
  codeOf(worker).flatMap(({ file, nodes }) =>
    nodes.flatMap((node) => {
      if (runsWrittenCode(worker.manifest)) return [];
      const what = codeMaking(node);
      return what ? [{ file, message: `${what} makes code of text, or reaches past the context` }] : [];
    }),
  );

const makers = new Set(['eval', 'Function', 'require', 'setTimeout', 'setInterval']);

function codeMaking(node: SyntaxNode): string | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const names = namesOf(node['callee']);
  const name = names.at(-1) ?? '';
  if (names.length === 1 && makers.has(name)) {
    const isTimer = name.startsWith('set');
    return isTimer && literalOf(argumentsOf(node)[0]) === undefined ? undefined : `${name}(…)`;
  }
  if (['getBuiltinModule', 'createRequire', 'binding', 'dlopen'].includes(name)) return `${names.join('.')}(…)`;
  return name === 'constructor' ? `${names.join('.')}(…)` : undefined;
}

/** A reason is a sentence for people: what for, not what. */
export const permissionsHaveReasons: WorkerCheck = (worker) =>
  worker.manifest.permissions.flatMap(({ capability, reason }, index) => {
    const words = reason.trim().split(/\s+/);
    const isPlain = words.length >= 2 && !reason.includes(capability);
    return isPlain ? [] : [inManifest(worker, `permissions.${index}.reason`, 'does not tell a person what it is for')];
  });

const calls = new Map<string, Capability>(
  Object.entries({
    'files.status': 'files.read',
    'files.list': 'files.read',
    'files.read': 'files.read',
    'files.readText': 'files.read',
    'files.write': 'files.write',
    'files.makeFolder': 'files.write',
    'files.move': 'files.write',
    'files.remove': 'files.write',
    'net.fetch': 'net',
    'sockets.request': 'socket',
    'shell.run': 'shell',
    'code.run': 'code',
  } as const),
);

/** `context.files.write(…)` needs `files.write`, whoever wrote the manifest. */
export const usesWhatItDeclares: WorkerCheck = (worker) => {
  const declared = new Set<string>(worker.manifest.permissions.map(({ capability }) => capability));
  // Who may write a path may know whether something is there.
  const isStatusOfOwn = (call: string): boolean => call === 'files.status' && declared.has('files.write');
  return codeOf(worker).flatMap(({ file, nodes }) =>
    nodes.flatMap((node) => {
      if (node.type !== 'CallExpression') return [];
      const call = namesOf(node['callee']).slice(-2).join('.');
      const capability = calls.get(call);
      if (capability === undefined || declared.has(capability) || isStatusOfOwn(call)) return [];
      return [{ file, message: `calls ${call}, but ${capability} is not among the permissions` }];
    }),
  );
};

/** A program that the code names itself is in nobody's input: only the manifest can tell of it. */
export const namesItsPrograms: WorkerCheck = (worker) => {
  const needs = Object.values(worker.manifest.actions).flatMap((action) => action.needs);
  const named = new Set(needs.filter(({ capability }) => capability === 'shell').map(({ target }) => target));
  return codeOf(worker).flatMap(({ file, nodes }) =>
    nodes.flatMap((node) => {
      if (node.type !== 'CallExpression' || !/(^|\.)shell\.run$/.test(namesOf(node['callee']).join('.'))) return [];
      const program = literalOf(argumentsOf(node)[0]);
      if (program === undefined || named.has(program)) return [];
      return [{ file, message: `runs ${program}, which no action names among its needs` }];
    }),
  );
};

/** Without its arguments a program from the input may be a wrapper or an interpreter, and nobody would see. */
export const programsComeWithArguments: WorkerCheck = (worker) =>
  Object.entries(worker.manifest.actions).flatMap(([name, { needs }]) =>
    needs.flatMap(({ capability, target, args }, index) =>
      capability === 'shell' && target.includes('{{') && args === undefined
        ? [inManifest(worker, `actions.${name}.needs.${index}.args`, 'is missing: the program is the person’s to name')]
        : [],
    ),
  );
