import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { EngineRouter } from './engine-router.ts';
import { apiPrefix } from './http-api.ts';

/** The HTTP API's description for programs: OpenAPI 3.1 as JSON text. */
export async function createOpenApiDocument(router: EngineRouter, version: string): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(router, {
    info: { title: 'Heron', version, description: 'All that a window, a script or another program can ask of Heron.' },
    servers: [{ url: apiPrefix }],
    components: { securitySchemes: { apiToken: { type: 'http', scheme: 'bearer' } } },
    security: [{ apiToken: [] }],
  });
  return JSON.stringify(document);
}
