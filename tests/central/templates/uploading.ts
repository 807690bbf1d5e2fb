import { join } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { readTemplateFolder } from '../../../src/central/services/templates/store.ts';
import { ADMINISTRATOR } from '../school.ts';
import type { TestSchool } from '../school.ts';

/** What became of an upload. */
export interface UploadReply {
  readonly status: number;
  readonly body: unknown;
  readonly faults: readonly string[];
}

/** The files of the bundled template that test schools print on. */
export const bundled = () =>
  readTemplateFolder(join(import.meta.dirname, '..', '..', '..', 'templates', 'completion'));

/** The bundled template under another name: other content, hence another version. */
export async function another(name: string, change: (json: string) => string = (json) => json) {
  const files = await bundled();
  const json = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(change(new TextDecoder().decode(files.get('template.json')))));
  return files.set('template.json', new TextEncoder().encode(JSON.stringify({ ...json, name })));
}

/** Uploads a package, or bytes as they are, as an administrator does. */
export async function upload(
  school: TestSchool,
  what: ReadonlyMap<string, Uint8Array> | Uint8Array,
  more: Readonly<Record<string, string>> = {},
): Promise<UploadReply> {
  return send(school, '/v1/templates', ADMINISTRATOR, what, {
    title: 'Uploaded',
    stockItemId: 'paper',
    ...more,
  });
}

/** Publishes a package from a station. */
export async function publish(
  school: TestSchool,
  token: string,
  what: ReadonlyMap<string, Uint8Array>,
  about: { readonly personId: string; readonly replaces?: string | null },
): Promise<UploadReply> {
  const { personId, replaces = null } = about;
  const fields = { title: 'Made at a station', stockItemId: 'paper', personId };
  return send(
    school,
    '/v1/stations/templates',
    token,
    what,
    replaces === null ? fields : { ...fields, replaces },
  );
}

async function send(
  school: TestSchool,
  path: string,
  token: string,
  what: ReadonlyMap<string, Uint8Array> | Uint8Array,
  fields: Readonly<Record<string, string>>,
): Promise<UploadReply> {
  const form = new FormData();
  const file = what instanceof Uint8Array ? what : zipSync(Object.fromEntries(what));
  form.append('file', new File([Buffer.from(file)], 'template.zip', { type: 'application/zip' }));
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  const response = await school.central.handler(
    new Request(`http://central.test${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    }),
  );
  const body: unknown = await response.json();
  const faults = z.object({ data: z.object({ faults: z.array(z.string()) }) }).safeParse(body);
  return { status: response.status, body, faults: faults.success ? faults.data.data.faults : [] };
}
