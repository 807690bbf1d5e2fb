import { OpenAPIGenerator } from '@orpc/openapi';
import type { OpenAPI } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { z } from 'zod';
import { centralContract } from '../../contract/central/contract.ts';
import { FeedKey } from '../../contract/central/feed.ts';
import { Verification } from '../../contract/central/verify.ts';

const schemaOf = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output' });
  return rest;
};
const json = (schema: object) => ({ 'application/json': { schema } });
const text = { schema: { type: 'string' as const } };
const html = { 'text/html': text };
const pdf = {
  'application/pdf': { schema: { type: 'string' as const, contentMediaType: 'application/pdf' } },
};
const failure = {
  type: 'object',
  required: ['code'],
  properties: {
    code: { type: 'string' },
    status: { type: 'integer' },
    message: { type: 'string' },
    data: { type: 'object' },
  },
};
const refused = (description: string) => ({ description, content: { ...json(failure), ...html } });
const inPath = (name: string, description: string) => ({
  name,
  in: 'path' as const,
  required: true,
  description,
  schema: { type: 'string' as const },
});
const language = {
  name: 'lang',
  in: 'query' as const,
  required: false,
  description: 'en or es; else what the browser asks for',
  schema: { type: 'string' as const, enum: ['en', 'es'] },
};

const verified = {
  200: {
    description: 'What the certificate is worth: a page, or JSON for who accepts only that',
    content: { ...html, ...json(schemaOf(Verification)) },
  },
  429: {
    description: 'Too many checks; Retry-After says when to come back',
    content: { ...html, ...json(failure) },
  },
};
const verifyPath = {
  get: {
    summary: 'Is this certificate genuine and in force?',
    tags: ['public'],
    security: [],
    parameters: [inPath('code', 'a verification code in any spelling, or a certificate number'), language],
    responses: verified,
  },
};

/** What is served beside the calls of the contract: pages and files for people, and doors of other programs. */
const otherPaths = {
  '/verify': {
    get: {
      summary: 'A form that asks for a code; with one, the answer',
      tags: ['public'],
      security: [],
      parameters: [{ ...inPath('code', 'what was typed'), in: 'query' as const, required: false }, language],
      responses: {
        ...verified,
        200: { ...verified[200], content: { ...html, ...json(schemaOf(Verification)) } },
      },
    },
  },
  '/verify/{code}': verifyPath,
  '/certificates/verify/{code}': verifyPath,
  '/my-courses/{course}/certificate': {
    get: {
      summary: 'The certificate of the learner who is signed in at the school; a lazy course issues it now',
      tags: ['learner'],
      security: [{ learner: [] }],
      parameters: [inPath('course', 'the course’s id')],
      responses: {
        200: { description: 'The certificate, signed', content: pdf },
        401: refused('Nobody is signed in, or the school’s sign-in is not set up'),
        404: refused('There is no such course'),
        409: refused('It is not earned yet: the conditions that are missing; or issuance is paused'),
        410: refused('It is revoked, replaced or suspended'),
        422: refused('It does not fit its template: the school has been told'),
      },
    },
  },
  '/download/{secret}': {
    get: {
      summary: 'The certificate that a link was made for; a link opens once',
      tags: ['public'],
      security: [],
      parameters: [inPath('secret', 'from the link')],
      responses: {
        200: { description: 'The certificate, signed', content: pdf },
        404: refused('There is no such link'),
        410: refused('The link was used, is too old, or what it leads to does not count any more'),
        422: refused('It does not fit its template'),
      },
    },
  },
  '/.well-known/certificate-keys.json': {
    get: {
      summary: 'The public keys that sign certificates’ QR codes',
      tags: ['public'],
      security: [],
      responses: {
        200: {
          description: 'All keys that were ever published',
          content: json(schemaOf(z.object({ keys: z.array(FeedKey) }))),
        },
      },
    },
  },
  '/.well-known/certificate-authority.pem': {
    get: {
      summary: 'The certificate to install for who wants to trust signed files',
      tags: ['public'],
      security: [],
      responses: { 200: { description: 'X.509, PEM', content: { 'application/x-pem-file': text } } },
    },
  },
  '/webhooks/stripe': {
    post: {
      summary: 'Stripe tells of a refund (charge.refunded), signed by the endpoint’s secret',
      tags: ['payments'],
      security: [],
      parameters: [{ ...inPath('stripe-signature', 't=...,v1=...'), in: 'header' as const }],
      requestBody: { required: true, content: json({ type: 'object' }) },
      responses: {
        200: {
          description: 'Heard; taken is false for what is no refund',
          content: json({ type: 'object', properties: { taken: { type: 'boolean' } } }),
        },
        400: { description: 'The signature does not hold, or it is no event', content: json(failure) },
        404: { description: 'No secret is set: this door is closed', content: json(failure) },
      },
    },
  },
  '/office': {
    get: {
      summary: 'What needs a person: a page for the administrator (any name, the token as password)',
      tags: ['administrator'],
      security: [{ bearer: [] }, { office: [] }],
      parameters: [language],
      responses: {
        200: { description: 'Emergencies that run, completions that were not issued and why', content: html },
        401: { description: 'The administrator’s token is needed', content: html },
      },
    },
  },
  '/metrics': {
    get: {
      summary: 'Counts for Prometheus, with the administrator’s token',
      tags: ['administrator'],
      security: [{ bearer: [] }],
      responses: {
        200: { description: 'Text format 0.0.4', content: { 'text/plain': text } },
        401: { description: 'The administrator’s token is needed', content: { 'text/plain': text } },
      },
    },
  },
  '/healthz': {
    get: {
      summary: 'The process lives',
      tags: ['public'],
      security: [],
      responses: {
        200: {
          description: 'It does',
          content: json({ type: 'object', properties: { alive: { const: true } } }),
        },
      },
    },
  },
  '/readyz': {
    get: {
      summary: 'Calls are answered: the database is there',
      tags: ['public'],
      security: [],
      responses: {
        200: {
          description: 'They are',
          content: json({ type: 'object', properties: { ready: { const: true } } }),
        },
        503: { description: 'Not yet, or not any more', content: json(failure) },
      },
    },
  },
  '/openapi.json': {
    get: {
      summary: 'This document',
      tags: ['public'],
      security: [],
      responses: { 200: { description: 'OpenAPI 3.1', content: json({ type: 'object' }) } },
    },
  },
  '/docs': {
    get: {
      summary: 'This document for people',
      tags: ['public'],
      security: [],
      responses: { 200: { description: 'A page', content: html } },
    },
  },
  '/robots.txt': {
    get: {
      summary: 'Keeps search engines away',
      tags: ['public'],
      security: [],
      responses: { 200: { description: 'For robots', content: { 'text/plain': text } } },
    },
  },
} satisfies OpenAPI.PathsObject;

/** The document that describes everything that is served, for programs; pages of a demo are left out. */
export async function openApiDocument(schoolName: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(centralContract, {
    info: {
      title: `Certificates of ${schoolName}`,
      version: '1',
      description:
        'Who may make a call stands behind it: anybody, a station (by its signed token), the school’s systems, or an ' +
        'administrator, who may also do what the school’s systems may.',
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A station’s signed token, or an API token.' },
        office: { type: 'http', scheme: 'basic', description: 'The administrator’s token as the password.' },
        learner: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'From the school’s sign-in.',
        },
      },
    },
    security: [{ bearer: [] }],
  });
  return { ...document, paths: { ...document.paths, ...otherPaths } };
}
