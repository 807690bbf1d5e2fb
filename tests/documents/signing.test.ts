import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { renderSigned } from '../../src/documents/renderOne.ts';
import type { PdfSigner } from '../../src/documents/signing/cms.ts';
import { compiledBundledTemplate, nodeFontLibrary, nodeTextEngine } from '../support/documentsNode.ts';
import { HARD_NAMES } from '../support/hardNames.ts';
import { sampleValues } from '../support/sampleValues.ts';
import { testSigner } from '../support/testSigner.ts';

const lacks = (tool: string, argument: string): boolean => spawnSync(tool, [argument]).error !== undefined;
const noPdfsig = lacks('pdfsig', '-v');
const noOpenssl = lacks('openssl', 'version');
const noQpdf = lacks('qpdf', '--version');

const words = {
  signedAt: '2026-11-20T18:30:00.000Z',
  name: 'Example School',
  reason: 'Issued by the school',
};

describe('signed certificates', () => {
  let compiled: CompiledTemplate;
  let signer: PdfSigner;
  let certificate: Uint8Array;
  let folder: string;

  beforeAll(async () => {
    compiled = await compiledBundledTemplate('completion', await nodeTextEngine(), await nodeFontLibrary());
    ({ signer, certificate } = await testSigner());
    folder = mkdtempSync(join(tmpdir(), 'signing-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const fileOf = (pdf: Uint8Array): string => {
    const file = join(folder, 'signed.pdf');
    writeFileSync(file, pdf);
    return file;
  };
  const partsOf = (pdf: Uint8Array): { signature: Buffer; covered: Buffer } => {
    const text = Buffer.from(pdf).toString('latin1');
    const [, ...numbers] = /ByteRange\[(\d+) (\d+) (\d+) (\d+)\]/u.exec(text) ?? [];
    const [first = 0, firstLength = 0, second = 0, secondLength = 0] = numbers.map(Number);
    const digits = text.slice(firstLength + 1, second - 1).replace(/(?:00)+$/u, '');
    return {
      signature: Buffer.from(digits.length % 2 === 1 ? `${digits}0` : digits, 'hex'),
      covered: Buffer.concat([
        pdf.subarray(first, first + firstLength),
        pdf.subarray(second, second + secondLength),
      ]),
    };
  };

  it.skipIf(noPdfsig)(
    'poppler finds the signature valid and the whole document signed (needs pdfsig)',
    async () => {
      const file = fileOf(await renderSigned(compiled, sampleValues(HARD_NAMES.greek), { ...words, signer }));
      const verdict = execFileSync('pdfsig', [file], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(verdict).toContain('Signature is Valid.');
      expect(verdict).toContain('Total document signed');
      expect(verdict).toContain('Nov 20 2026 18:30:00');
    },
  );

  it.skipIf(noPdfsig)('poppler finds a single changed byte (needs pdfsig)', async () => {
    const pdf = await renderSigned(compiled, sampleValues('Ada Lovelace'), { ...words, signer });
    const at = Buffer.from(pdf).indexOf('/Producer');
    pdf[at + 12] = (pdf[at + 12] ?? 0) ^ 1;
    const file = fileOf(pdf);
    const verdict = execFileSync('pdfsig', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(verdict).not.toContain('Signature is Valid.');
  });

  it.skipIf(noOpenssl)(
    'OpenSSL trusts it by the school certificate, and by no other (needs openssl)',
    async () => {
      const { signature, covered } = partsOf(
        await renderSigned(compiled, sampleValues('Ada Lovelace'), { ...words, signer }),
      );
      const pem = (der: Uint8Array): string =>
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
      writeFileSync(join(folder, 'signature.der'), signature);
      writeFileSync(join(folder, 'covered'), covered);
      const verify = (trusted: Uint8Array): number | null => {
        writeFileSync(join(folder, 'trusted.pem'), pem(trusted));
        const flags =
          'cms -verify -binary -inform DER -in signature.der -content covered -CAfile trusted.pem';
        return spawnSync('openssl', [...flags.split(' '), '-purpose', 'any', '-cades', '-out', 'out'], {
          cwd: folder,
        }).status;
      };
      expect(verify(certificate)).toBe(0);
      expect(verify((await testSigner()).certificate)).not.toBe(0);
    },
  );

  it.skipIf(noQpdf)('qpdf finds no fault in it (needs qpdf)', async () => {
    const file = fileOf(await renderSigned(compiled, sampleValues(HARD_NAMES.thai), { ...words, signer }));
    expect(() => execFileSync('qpdf', ['--check', file], { stdio: 'pipe' })).not.toThrow('qpdf');
  });
});
