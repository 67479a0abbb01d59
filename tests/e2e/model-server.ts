import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

export type ModelServer = {
  baseUrl: string;
  /** What it was asked, oldest first: the key, and the messages as text. */
  asked: { key: string | undefined; messages: string }[];
  /** What it answers to the next questions, one each; the last goes on. */
  answers: string[];
  close(): void;
};

/** A server of models that speaks the OpenAI interface and says what it is told to. With a key it serves nobody else. */
export async function serveModel(options: { models?: string[]; key?: string } = {}): Promise<ModelServer> {
  const { models = ['heron-test'], key } = options;
  const asked: ModelServer['asked'] = [];
  const answers = ['ready'];
  const server = createServer((request, response) => {
    const given = request.headers.authorization?.replace('Bearer ', '');
    const send = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (key !== undefined && given !== key) return send(401, { error: { message: 'no such key' } });
    if (request.url === '/v1/models') return send(200, { data: models.map((id) => ({ id })) });
    void readText(request).then((body) => {
      const { messages } = JSON.parse(body) as { messages: unknown };
      asked.push({ key: given, messages: JSON.stringify(messages) });
      const content = answers.length > 1 ? answers.shift() : answers[0];
      const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
      send(200, { id: 'c1', object: 'chat.completion', created: 0, model: models[0], choices: [choice] });
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
