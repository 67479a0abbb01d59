import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type OtlpSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  events: { name: string; timeUnixNano: string }[];
  status: { code?: number };
};

export type OtlpRequest = {
  resourceSpans: {
    resource: { attributes: OtlpSpan['attributes'] };
    scopeSpans: { scope: { name: string }; spans: OtlpSpan[] }[];
  }[];
};

export type Collector = {
  url: string;
  requests: { path: string; contentType: string | undefined; body: OtlpRequest }[];
  spans(): OtlpSpan[];
  close(): Promise<void>;
};

/** Takes traces as a collector of OpenTelemetry does, and keeps them. */
export async function startCollector(): Promise<Collector> {
  const requests: Collector['requests'] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(pieces).toString()) as OtlpRequest;
      requests.push({ path: request.url ?? '', contentType: request.headers['content-type'], body });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    spans: () => requests.flatMap(({ body }) => spansIn(body)),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

export function spansIn({ resourceSpans }: OtlpRequest): OtlpSpan[] {
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

export function attribute(span: OtlpSpan, key: string): unknown {
  return Object.values(span.attributes.find((each) => each.key === key)?.value ?? {})[0];
}
