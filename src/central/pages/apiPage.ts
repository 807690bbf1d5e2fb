import { html } from 'hono/html';
import { z } from 'zod';
import { page } from './html.ts';
import type { Html } from './html.ts';

const Operation = z.object({
  summary: z.string().optional(),
  tags: z.array(z.string()).optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
    .optional(),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()).optional(),
});
const Document = z.object({
  info: z.object({ title: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

/** The API for people: every call with what goes in and what comes out, from the OpenAPI document and nothing else. */
export function apiPage(openApi: object): Html {
  const document = Document.parse(openApi);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return page({
    title: document.info.title,
    language: 'en',
    body: html`<h1>${document.info.title}</h1>
      <p>${document.info.description ?? ''}</p>
      <p class="quiet">For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
      ${operations.map(
        ({ path, method, operation }) =>
          html`<details>
            <summary>
              <code>${method} ${path}</code> ${operation.summary ?? ''}
              <span class="quiet">(${(operation.tags ?? []).join(', ')})</span>
            </summary>
            ${(operation.parameters ?? []).map(
              (each) =>
                html`<p>
                  <code>${each.name}</code> in ${each.in}${each.required === true ? ', required' : ''}
                </p>`,
            )}
            ${
              operation.requestBody === undefined
                ? ''
                : html`<p>Takes</p>
                    <pre>${JSON.stringify(operation.requestBody, null, 2)}</pre>`
            }
            ${Object.entries(operation.responses ?? {}).map(
              ([status, response]) =>
                html`<p>Answers ${status}</p>
                  <pre>${JSON.stringify(response, null, 2)}</pre>`,
            )}
          </details>`,
      )}`,
  });
}
