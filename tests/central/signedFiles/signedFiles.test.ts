import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCentral } from '../../../src/central/compose.ts';
import { BadDocumentKey } from '../../../src/central/services/keys/documentSigner.ts';
import { makeAuthority } from '../../../src/central/services/keys/x509.ts';
import { furnish, issueMany, NOON, openSchool, settingsFor } from '../school.ts';
import { download, lacks, tempFolder } from './downloading.ts';

const noPdfsig = lacks('pdfsig', '-v');
const noOpenssl = lacks('openssl', 'version');

function partsOf(pdf: Buffer): { readonly signature: Buffer; readonly covered: Buffer } {
  const [, ...numbers] = /ByteRange\[(\d+) (\d+) (\d+) (\d+)\]/u.exec(pdf.toString('latin1')) ?? [];
  const [first = 0, firstLength = 0, second = 0, secondLength = 0] = numbers.map(Number);
  const all = Buffer.from(pdf.subarray(firstLength + 1, second - 1).toString('latin1'), 'hex');
  // The place is longer than the signature, whose own length stands at its beginning.
  const signature = all.subarray(0, 4 + all.readUInt16BE(2));
  return {
    signature,
    covered: Buffer.concat([pdf.subarray(first, firstLength), pdf.subarray(second, second + secondLength)]),
  };
}

test.skipIf(noPdfsig)(
  'Every file that is downloaded is signed as poppler accepts it, and a changed byte shows (needs pdfsig)',
  async () => {
    const school = await openSchool('postgres');
    await furnish(school);
    await issueMany(school, 1);
    const folder = await tempFolder();
    const file = join(folder, 'certificate.pdf');
    const verdict = () =>
      execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const { bytes, name } = await download(school, 'p0');
    expect(name).toBe('CA-2026-000001.pdf');
    await writeFile(file, bytes);
    expect(verdict()).toContain('Signature is Valid.');
    expect(verdict()).toContain('Total document signed');
    expect(verdict()).toContain('ETSI.CAdES.detached');
    const at = bytes.indexOf('/Producer');
    bytes[at + 12] = (bytes[at + 12] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect(verdict()).not.toContain('Signature is Valid.');
  },
  60_000,
);

test.skipIf(noOpenssl)(
  'Who installs the published authority can trust the signature, and no other (needs openssl)',
  async () => {
    const school = await openSchool('postgres');
    await furnish(school);
    await issueMany(school, 1);
    const folder = await tempFolder();
    const { signature, covered } = partsOf((await download(school, 'p0')).bytes);
    await writeFile(join(folder, 'signature.der'), signature);
    await writeFile(join(folder, 'covered'), covered);
    const verify = async (pem: string) => {
      await writeFile(join(folder, 'authority.pem'), pem);
      const flags =
        'cms -verify -binary -inform DER -in signature.der -content covered -CAfile authority.pem -cades -out out';
      return spawnSync(
        'openssl',
        [...flags.split(' '), '-purpose', 'smimesign', '-attime', String(NOON / 1000)],
        { cwd: folder },
      ).status;
    };
    const published = await school.call('GET', '/.well-known/certificate-authority.pem', undefined, null);
    expect(await verify(String(published.body))).toBe(0);
    const other = makeAuthority('Test School', NOON, school.context.random);
    expect(await verify(new X509Certificate(other.authority).toString())).not.toBe(0);
  },
  60_000,
);

test('All processes on one database sign alike, so a file is the same whoever makes it', async () => {
  const first = await openSchool('postgres');
  await furnish(first);
  await issueMany(first, 1);
  const { database } = first.context.settings;
  if (database.kind !== 'postgres') throw new Error('PostgreSQL is needed');
  const second = await openSchool({ url: database.url });
  expect((await download(first, 'p0')).bytes.equals((await download(second, 'p0')).bytes)).toBe(true);
}, 60_000);

test('A key from files signs; files that cannot be used stop the start with a sentence', async () => {
  const folder = await tempFolder();
  const { authority, signer } = makeAuthority('Other Authority', NOON, (count) =>
    crypto.getRandomValues(new Uint8Array(count)),
  );
  const pem = (der: Uint8Array) => new X509Certificate(der).toString();
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'chain.pem')];
  await writeFile(keyFile, signer.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  await writeFile(certificateFile, pem(signer.certificate) + pem(authority));
  const school = await openSchool('postgres', { documentKey: { keyFile, certificateFile } });
  await furnish(school);
  await issueMany(school, 1);
  expect(
    partsOf((await download(school, 'p0')).bytes).signature.includes(Buffer.from(signer.certificate)),
  ).toBe(true);
  const published = await school.call('GET', '/.well-known/certificate-authority.pem', undefined, null);
  expect(published.body).toBe(pem(authority));

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const bad = createCentral(
    settingsFor({ kind: 'pglite', folder: null }, { documentKey: { keyFile, certificateFile } }),
    school.context,
  );
  await expect(bad.start()).rejects.toThrow(BadDocumentKey);
}, 60_000);
