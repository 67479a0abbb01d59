import { inputRequired, inputResponse, Server, type ServerContext } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { setTimeout as pause } from 'node:timers/promises';
import { questions } from './suite-questions.ts';

/**
 * The tools, prompts and resources that the suite wants a server to have, as a program that Heron uses and hands on: what the suite
 * is answered has gone through a run, the broker and Heron's client.
 */
const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const recording = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

const text = (words: string) => ({ type: 'text' as const, text: words });
const image = { type: 'image' as const, data: picture, mimeType: 'image/png' };
const resource = (uri: string, words: string, mimeType = 'text/plain') => ({
  type: 'resource' as const,
  resource: { uri, mimeType, text: words },
});

type Tool = {
  description: string;
  schema?: Record<string, unknown>;
  call: (context: ServerContext) => Promise<object[]> | object[];
};

const tools: Record<string, Tool> = {
  test_simple_text: { description: 'A text', call: () => [text('This is a simple text response for testing.')] },
  test_image_content: { description: 'A picture', call: () => [image] },
  test_audio_content: {
    description: 'A recording',
    call: () => [{ type: 'audio', data: recording, mimeType: 'audio/wav' }],
  },
  test_embedded_resource: {
    description: 'A resource in the answer',
    call: () => [resource('test://embedded-resource', 'This is an embedded resource content.')],
  },
  test_multiple_content_types: {
    description: 'All at once',
    call: () => [
      text('Multiple content types test:'),
      image,
      resource('test://mixed-content-resource', '{"test":"data","value":123}', 'application/json'),
    ],
  },
  test_tool_with_logging: { description: 'Takes its time', call: withSteps },
  test_tool_with_progress: { description: 'Says how far it is', call: withSteps },
  test_reconnection: { description: 'Takes its time', call: withSteps },
  test_error_handling: {
    description: 'Fails',
    call() {
      throw new Error('This tool intentionally returns an error for testing');
    },
  },
  json_schema_2020_12_tool: {
    description: 'Tool with JSON Schema 2020-12 features',
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } },
      },
      properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
      additionalProperties: false,
    },
    call: () => [text('Read.')],
  },
};

function messageIn(values: Record<string, unknown> = {}): string {
  const { message } = values;
  return typeof message === 'string' ? message : 'Please answer';
}

/** Asks, and says what was answered once that has come. */
function askPerson(name: string, message: string, { mcpReq }: ServerContext) {
  const given = inputResponse(mcpReq.inputResponses, 'person');
  if (given.kind === 'elicit') {
    const { action, content } = given;
    return { content: [text(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`)] };
  }
  const requestedSchema = questions[name] as never;
  return inputRequired({ inputRequests: { person: inputRequired.elicit({ message, requestedSchema }) } });
}

async function withSteps({ mcpReq }: ServerContext): Promise<object[]> {
  const progressToken = mcpReq._meta?.progressToken;
  for (const progress of [0, 50, 100]) {
    if (progressToken !== undefined) {
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
    }
    await pause(50);
  }
  return [text('Done in three steps.')];
}

type Prompt = {
  description: string;
  fields: string[];
  fill: (values: Record<string, string>) => object[];
};

const prompts: Record<string, Prompt> = {
  test_simple_prompt: {
    description: 'A simple prompt',
    fields: [],
    fill: () => [text('This is a simple prompt for testing.')],
  },
  test_prompt_with_arguments: {
    description: 'A prompt with two fields',
    fields: ['arg1', 'arg2'],
    fill: ({ arg1, arg2 }) => [text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
  },
  test_prompt_with_embedded_resource: {
    description: 'A prompt with a resource in it',
    fields: ['resourceUri'],
    fill: ({ resourceUri = '' }) => [
      resource(resourceUri, 'Embedded resource content for testing.'),
      text('Please process the embedded resource above.'),
    ],
  },
  test_prompt_with_image: {
    description: 'A prompt with a picture in it',
    fields: [],
    fill: () => [image, text('Please analyze the image above.')],
  },
};

const resources = [
  { uri: 'test://static-text', name: 'A text', description: 'That never changes', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'A picture', description: 'That never changes', mimeType: 'image/png' },
];

const template = /^test:\/\/template\/([^/]+)\/data$/;

function contentOf(uri: string): object {
  if (uri === 'test://static-text') {
    return { uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' };
  }
  if (uri === 'test://static-binary') return { uri, mimeType: 'image/png', blob: picture };
  const id = template.exec(uri)?.[1];
  if (id === undefined) throw new Error(`There is no ${uri}`);
  const data = { id, templateTest: true, data: `Data for ID: ${id}` };
  return { uri, mimeType: 'application/json', text: JSON.stringify(data) };
}

function createServer(): Server {
  const server = new Server(
    { name: 'suite', version: '1.0.0' },
    { capabilities: { tools: {}, prompts: {}, resources: {} } },
  );
  server.setRequestHandler('tools/list', () => ({
    tools: [
      ...Object.entries(tools).map(([name, { description, schema }]) => ({
        ...{ name, description, annotations: { readOnlyHint: true } },
        inputSchema: { type: 'object' as const, ...schema },
      })),
      ...Object.keys(questions).map((name) => ({
        ...{ name, description: 'Asks the person', annotations: { readOnlyHint: true } },
        inputSchema: { type: 'object' as const, properties: { message: { type: 'string' } } },
      })),
    ],
  }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    try {
      if (Object.hasOwn(questions, params.name)) {
        return askPerson(params.name, messageIn(params.arguments), context);
      }
      return { content: ((await tools[params.name]?.call(context)) ?? []) as never };
    } catch (error) {
      return { content: [text(String(error))], isError: true };
    }
  });
  server.setRequestHandler('prompts/list', () => ({
    prompts: Object.entries(prompts).map(([name, { description, fields }]) => ({
      ...{ name, description },
      arguments: fields.map((field) => ({ name: field, required: true })),
    })),
  }));
  server.setRequestHandler('prompts/get', ({ params }) => ({
    messages: (prompts[params.name]?.fill(params.arguments ?? {}) ?? []).map((content) => ({
      role: 'user' as const,
      content: content as never,
    })),
  }));
  server.setRequestHandler('resources/list', () => ({ resources }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'Data by number' }],
  }));
  server.setRequestHandler('resources/read', ({ params }) => ({ contents: [contentOf(params.uri) as never] }));
  return server;
}

serveStdio(createServer);
