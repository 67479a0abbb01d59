import type { Json, JsonObject } from '../../../../../contract/json.ts';
import { isActionTask, type Task, whatOf } from '../../../../../contract/plan-task.ts';
import type { Wait } from '../../../../../contract/plan-modifiers.ts';
import { workflowIdIn } from '../../../../../contract/workflow-steps.ts';
import { isObject } from '../../kept-file.ts';
import { wordOf } from '../../word-of.ts';
import type { FindPlace } from './expression-script.ts';
import type { Found } from './found.ts';
import { pageNodes, requestNodes } from './request-nodes.ts';
import type { StepDraft } from './step-draft.ts';
import { parameterText, scripted, templateScript } from './text-script.ts';
import { Untranslated } from './untranslated.ts';
import type { NodeDraft } from './writing.ts';

export type TitleOf = (workflowId: string) => string | undefined;

/** A step that is no group and no switch, without what is around it. Errors: `Untranslated`. */
export function stepNodes(task: Task, name: string, find: FindPlace, titleOf: TitleOf): StepDraft {
  if (task.value !== undefined) return { ...valueNode(task.value, name, find), whys: [] };
  if (task.wait) return waitNode(task.wait, name, find);
  if (task.template) return calledNodes(task.template, name, find, titleOf);
  if (isActionTask(task)) {
    if (task.action === 'api.get' || task.action === 'api.send') return requestNodes(task, name, find);
    if (task.action === 'web-fetch.page') return pageNodes(task, name, find);
    if (task.action === 'code.run') return codeNode(task.input, name);
  }
  throw new Untranslated(`n8n has nothing for ${whatOf(task)}`);
}

const lone = /^\{\{(?:(?!\}\})[^])*\}\}$/;

/** Edit Fields: field by field where each is a text, a number or a yes or no, else as one object. */
export function valueNode(value: Json, name: string, find: FindPlace): { draft: NodeDraft; as: Found['as'] } {
  const isWhole = isObject(value) && Object.keys(value).length > 0;
  const fields: JsonObject = isWhole ? value : { value };
  const isSimple = Object.entries(fields).every(
    ([field, one]) =>
      /^[A-Za-z][\w -]*$/.test(field) &&
      (typeof one === 'number' || typeof one === 'boolean' || (typeof one === 'string' && !lone.test(one.trim()))),
  );
  const parameters: JsonObject = isSimple
    ? {
        assignments: {
          assignments: Object.entries(fields).map(([field, one]) => ({
            ...{ id: field, name: field, type: typeof one },
            value: typeof one === 'string' ? parameterText(one, find) : one,
          })),
        },
        options: {},
      }
    : { mode: 'raw', jsonOutput: scripted(templateScript(fields, find)), options: {} };
  return { draft: { name, type: 'set', version: 3.4, parameters }, as: isWhole ? 'whole' : 'value' };
}

function waitNode(wait: Wait, name: string, find: FindPlace): StepDraft {
  const whys = wait.timeoutMs === undefined ? [] : ['it has no time limit'];
  const of = (parameters: JsonObject, more: string[]): StepDraft => ({
    ...{ draft: { name, type: 'wait', version: 1.1, parameters }, as: { fields: {} } },
    whys: [...whys, ...more],
  });
  if ('forMs' in wait) return of({ amount: wait.forMs / 1000, unit: 'seconds' }, []);
  if ('until' in wait) {
    const isText = !wait.until.includes('{{') && Number.isNaN(Number(wait.until));
    return of(
      { resume: 'specificTime', dateTime: parameterText(wait.until, find) },
      isText ? [] : ['n8n takes the moment as a date and a time, and not in milliseconds'],
    );
  }
  if ('webhook' in wait) {
    const [method = 'POST'] = wait.webhook.methods ?? [];
    return of({ resume: 'webhook', httpMethod: method, options: {} }, [
      'n8n gives it another address, and lets every call through that comes there',
    ]);
  }
  throw new Untranslated(
    'approval' in wait
      ? 'n8n asks people over one of its services, which you choose'
      : 'n8n hears no events of Heron’s',
  );
}

function calledNodes(
  { name: called, input = {} }: NonNullable<Task['template']>,
  name: string,
  find: FindPlace,
  titleOf: TitleOf,
): StepDraft {
  const id = workflowIdIn(called);
  if (id === undefined) throw new Untranslated(`n8n has no template ${called}`);
  const title = titleOf(id) ?? id;
  return {
    ...(Object.keys(input).length > 0 ? { before: valueNode(input, `${name}: input`, find).draft } : {}),
    draft: {
      ...{ name, type: 'executeWorkflow', version: 1.1 },
      parameters: { workflowId: { __rl: true, mode: 'id', value: id, cachedResultName: title }, options: {} },
    },
    as: 'whole',
    whys: [
      `export “${title}” as well, begin it there with When Executed by Another Workflow, and choose it in this node`,
    ],
  };
}

/** What is printed is gathered, as the step's `stdout`. */
function codeNode(input: JsonObject, name: string): StepDraft {
  const code = wordOf(input['code']);
  if (input['language'] !== 'javascript') throw new Untranslated(`n8n runs no ${wordOf(input['language'])} of Heron’s`);
  if (code.includes('{{')) throw new Untranslated('n8n works nothing out inside of code');
  if (/^\s*import\b|\brequire\s*\(|\bimport\s*\(/m.test(code)) throw new Untranslated('n8n’s code has no modules');
  for (const field of ['stdin', 'files', 'outputFolder'])
    if (input[field] !== undefined) throw new Untranslated(`n8n’s code has no ${field}`);
  const jsCode = [
    'const printed = [];',
    "const console = { log: (...words) => printed.push(words.map(String).join(' ') + '\\n') };",
    'await (async () => {',
    code,
    '})();',
    "return [{ json: { stdout: printed.join('') } }];",
  ].join('\n');
  return {
    draft: {
      name,
      type: 'code',
      version: 2,
      parameters: { mode: 'runOnceForAllItems', language: 'javaScript', jsCode },
    },
    as: { fields: { stdout: 'stdout' } },
    whys: ['it has no process of its own: only what console.log prints is there'],
  };
}
