import type { ObjectSchema } from '../../src/contract/json.ts';
import type { Manifest } from '../../src/contract/manifest.ts';

type Action = Manifest['actions'][string];
export type Change = (manifest: Manifest, action: Action) => void;

const settings = (properties: ObjectSchema['properties']): ObjectSchema => ({
  type: 'object',
  properties,
  additionalProperties: false,
});
const secret = { name: 'sky-key', reason: 'To reach the sky.', hosts: ['sky.example.org'] };

const dawn: Manifest['triggers'][string] = {
  ...{ title: 'Dawn', description: 'x', means: 'it dawns', action: 'measure', input: {}, everySeconds: 60 },
  payload: settings({}),
};

/** Ways to break the manifest of a new worker, and what the checks say then. */
export const brokenManifests: [what: string, change: Change, finding: string][] = [
  ['an unknown field', (m) => Object.assign(m, { colour: 'red' }), ': Unrecognized key: "colour"'],
  ['a missing field', (_, a) => Reflect.deleteProperty(a, 'risk'), 'actions.measure.risk: Invalid option'],
  ['another id', (m) => (m.id = 'other'), 'id: is other, but the folder is called sample'],
  ['no range of versions', (m) => (m.engines.heron = 'new'), 'engines.heron: new is not a range of versions'],
  [
    'a range without this version',
    (m) => (m.engines.heron = '^99.0.0'),
    'engines.heron: ^99.0.0 leaves out this version',
  ],
  ['no action', (m) => (m.actions = {}), 'actions: there is none, and no hook either'],
  [
    'an undeclared permission',
    (_, a) => a.needs.push({ capability: 'net', target: 'x' }),
    'actions.measure.needs.1: net is not among the permissions',
  ],
  ['an undo of what has no program', (_, a) => (a.undo = 'files'), 'actions.measure.undo: is said of an action that'],
  [
    'an unused permission',
    (m) => m.permissions.push({ capability: 'shell', reason: 'x' }),
    'permissions.1: no action needs shell',
  ],
  [
    'a permission declared twice',
    (m) => m.permissions.push({ capability: 'files.read', reason: 'x' }),
    'permissions.1: files.read is declared twice',
  ],
  [
    'a permission without a reason for people',
    (m) => m.permissions.splice(0, 1, { capability: 'files.read', reason: 'files.read' }),
    'permissions.0.reason: does not tell a person what it is for',
  ],
  [
    'a program without its arguments',
    (m, a) => (
      m.permissions.push({ capability: 'shell', reason: 'To run it.' }),
      a.needs.push({ capability: 'shell', target: '{{ path }}' })
    ),
    'actions.measure.needs.1.args: is missing',
  ],
  [
    'arguments that name no field',
    (m, a) => (
      m.permissions.push({ capability: 'shell', reason: 'To run it.' }),
      a.needs.push({ capability: 'shell', target: '{{ path }}', args: '{{ options }}' })
    ),
    'actions.measure.needs.1.args: there is no field options',
  ],
  [
    'a secret that is not named',
    (m, a) => (
      m.permissions.push({ capability: 'secrets', reason: 'x' }),
      a.needs.push({ capability: 'secrets', target: 'token' })
    ),
    'actions.measure.needs.1: token is not among the secrets',
  ],
  [
    'a secret that no action needs',
    (m) => (m.secrets = [{ name: 'token', reason: 'x', hosts: ['example.com'] }]),
    'secrets.0: no action needs token',
  ],
  [
    'a risk that is too low',
    (m, a) => (
      m.permissions.push({ capability: 'files.write', reason: 'x' }),
      a.needs.push({ capability: 'files.write', target: '{{ path }}' })
    ),
    'actions.measure.risk: is read, but the action needs files.write',
  ],
  ['a result that is no field', (_, a) => (a.result = 'size'), 'actions.measure.result: the output has no field size'],
  [
    'an unknown keyword in a schema',
    (_, a) => Object.assign(a.output, { widgets: 1 }),
    'actions.measure.output: strict mode: unknown keyword: "widgets"',
  ],
  [
    'a field without a description',
    (_, a) => (a.input.properties['path'] = { type: 'string' }),
    'actions.measure.input.properties.path: has no description',
  ],
  [
    'a default of the wrong type',
    (_, a) => (a.input.properties['limit'] = { type: 'integer', description: 'x', default: 'many' }),
    'actions.measure.input.properties.limit.default: "many" must be integer',
  ],
  ['no phrase', (_, a) => (a.phrases = []), 'actions.measure.phrases: nobody can ask for it'],
  [
    'an open bracket',
    (_, a) => (a.phrases[1] = 'measure [the {path}'),
    'actions.measure.phrases.1: The phrase "measure [the {path}" cannot be read',
  ],
  [
    'an open brace',
    (_, a) => (a.phrases[1] = 'measure {path'),
    'actions.measure.phrases.1: The phrase "measure {path" cannot be read',
  ],
  [
    'a slot that is no field',
    (_, a) => (a.phrases[1] = 'measure {path} {depth}'),
    'actions.measure.phrases.1: the input has no field depth',
  ],
  [
    'a phrase without a required field',
    (_, a) => (a.phrases[1] = 'measure something'),
    'actions.measure.phrases.1: does not say path, which is required',
  ],
  [
    'a fixed input that is no field',
    (_, a) => (a.phrases[1] = { text: 'size up {path}', input: { depth: 1 } }),
    'actions.measure.phrases.1: the input has no field depth',
  ],
  [
    'a fixed input of the wrong type',
    (_, a) => (a.phrases[1] = { text: 'size it up', input: { path: 7 } }),
    'actions.measure.phrases.1.input.path: 7 must be string',
  ],
  [
    'a phrase of another worker',
    (_, a) => (a.phrases[1] = { text: "what is today's date", input: { path: '/a' } }),
    'actions.measure.phrases.1: clock.now has the same phrase',
  ],
  [
    'a broken expression',
    (_, a) => (a.needs = [{ capability: 'files.read', target: '{{ path & }}' }]),
    'actions.measure.needs.0.target: The expression',
  ],
  [
    'an open expression',
    (_, a) => (a.says = 'Done {{ output.path'),
    'actions.measure.says: "{{" at character 5 is never closed',
  ],
  [
    'a need that names no field',
    (_, a) => (a.needs = [{ capability: 'files.read', target: '{{ source }}' }]),
    'actions.measure.needs.0.target: there is no field source',
  ],
  [
    'a detail that names no field',
    (_, a) => (a.needs = [{ capability: 'files.read', target: '{{ path }}', detail: '{{ why }}' }]),
    'actions.measure.needs.0.detail: there is no field why',
  ],
  [
    'an unknown function',
    (_, a) => (a.needs = [{ capability: 'files.read', target: '{{ $parent(path) }}' }]),
    'actions.measure.needs.0.target: there is no function $parent',
  ],
  [
    'a saying beyond input and output',
    (_, a) => (a.says = '{{ path }}'),
    'actions.measure.says: there is no field path',
  ],
  [
    'a saying that names no field',
    (_, a) => (a.says = '{{ output.size }}'),
    'actions.measure.says: the output has no field size',
  ],
  [
    'a default for no field',
    (_, a) => (a.defaults = { depth: '1' }),
    'actions.measure.defaults.depth: the input has no field depth',
  ],
  [
    'a default for a required field',
    (_, a) => (a.defaults = { path: '/a' }),
    'actions.measure.defaults.path: is required, so it is never absent',
  ],
  [
    'a default from a setting that is not there',
    (m, a) => {
      m.settings = settings({ volume: { type: 'integer', description: 'x' } });
      a.input.properties['unit'] = { type: 'string', description: 'x' };
      a.defaults = { unit: '{{ settings.unit }}' };
    },
    'actions.measure.defaults.unit: the settings have no field unit',
  ],
  [
    'a setting of a wrong type',
    (m) => (m.settings = settings({ volume: { type: 'loud', description: 'x' } })),
    'settings: properties.volume.type must be one of',
  ],
  [
    'a setting without a description',
    (m) => (m.settings = settings({ volume: { type: 'integer' } })),
    'settings.properties.volume: has no description',
  ],
  [
    'a setting that no form can show',
    (m) => (m.settings = settings({ volume: { type: 'object', description: 'x', additionalProperties: false } })),
    'settings.properties.volume: is no text, number, switch, choice or list of texts',
  ],
  [
    'a setting whose default does not fit',
    (m) => (m.settings = settings({ volume: { type: 'integer', description: 'x', default: 'loud' } })),
    'settings.properties.volume.default: "loud" must be integer',
  ],
  ['a secret named twice', (m) => (m.secrets = [secret, secret]), 'secrets.1: sky-key is named twice'],
  [
    'a secret for the network without the network',
    (m) => (m.secrets = [secret]),
    'secrets.0: is put into requests, but the worker has no permission net',
  ],
  ['a hook named twice', (m) => (m.hooks = ['engine_start', 'engine_start']), 'hooks.1: engine_start is named twice'],
  [
    'a trigger whose payload is no schema',
    (m) => (m.triggers = { dawn: { ...dawn, payload: settings({ at: { type: 'time' } }) } }),
    'triggers.dawn.payload: properties.at.type must be one of',
  ],
  [
    'a trigger whose payload is not described',
    (m) => (m.triggers = { dawn: { ...dawn, payload: settings({ at: { type: 'integer' } }) } }),
    'triggers.dawn.payload.properties.at: has no description',
  ],
  [
    'a trigger that polls nothing',
    (m) => (m.triggers = { dawn: { ...dawn, action: 'shine' } }),
    'triggers.dawn.action: there is no action shine',
  ],
  [
    'a trigger that polls what changes something',
    (m, a) => ((a.risk = 'reversible'), (m.triggers = { dawn })),
    'triggers.dawn.action: measure changes something; only what reads is polled',
  ],
  [
    'a trigger whose list is no expression',
    (m) => (m.triggers = { dawn: { ...dawn, items: 'output.(' } }),
    'triggers.dawn.items: ',
  ],
  [
    'a trigger that fills in what there is not',
    (m) => (m.triggers = { dawn: { ...dawn, input: { loud: true } } }),
    'triggers.dawn.input: measure has no field loud',
  ],
  ['another tier', (m) => (m.tier = 'node'), 'tsconfig.isolate.json: must not list workers/sample'],
];
