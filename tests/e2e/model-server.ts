import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

export type ModelServer = {
  baseUrl: string;
  /** What it was asked, oldest first: the key, the model, and the messages as text. */
  asked: { key: string | undefined; model: string; messages: string }[];
  /** What it answers to the next questions, one each; the last goes on. */
  answers: string[];
  close(): void;
};

type ServedModel = {
  models?: string[];
  key?: string;
  /** What it says of each answer; without it, it counts nothing. */
  usage?: { prompt_tokens: number; completion_tokens: number };
};

/** A server of models that speaks the OpenAI interface and says what it is told to. With a key it serves nobody else. */
export async function serveModel(options: ServedModel = {}): Promise<ModelServer> {
  const { models = ['heron-test'], key, usage } = options;
  const asked: ModelServer['asked'] = [];
  const answers = ['ready'];
  const server = createServer((request, response) => {
    const given = request.headers.authorization?.replace('Bearer ', '');
    const send = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (key !== undefined && given !== key) return send(401, { error: { message: 'no such key' } });
    if (request.url === '/v1/models') return send(200, { data: models.map((id) => ({ id })) });
    void readText(request).then((body) => {
      const { model, messages } = JSON.parse(body) as { model: string; messages: unknown };
      asked.push({ key: given, model, messages: JSON.stringify(messages) });
      const content = answers.length > 1 ? answers.shift() : answers[0];
      const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
      const counted = usage ? { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } } : {};
      send(200, { id: 'c1', object: 'chat.completion', created: 0, model, choices: [choice], ...counted });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    answers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
