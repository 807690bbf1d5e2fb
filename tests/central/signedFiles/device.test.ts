import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../src/central/commands/readSettings.ts';
import { createCentral } from '../../../src/central/compose.ts';
import { BadDocumentKey } from '../../../src/central/services/keys/documentSigner.ts';
import { makeAuthority } from '../../../src/central/services/keys/x509.ts';
import { furnish, issueMany, NOON, openSchool, settingsFor } from '../school.ts';
import { download, lacks, tempFolder } from './downloading.ts';

const pdfsig = !lacks('pdfsig', '-v');
const modules = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const softhsm = modules.find((path) => existsSync(path));
const noDevice =
  softhsm === undefined ||
  lacks('softhsm2-util', '--version') ||
  lacks('pkcs11-tool', '--help') ||
  lacks('openssl', 'version');
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const pem = (der: Uint8Array) => new X509Certificate(der).toString();

async function verdictOn(bytes: Buffer): Promise<string> {
  const file = join(await tempFolder(), 'certificate.pdf');
  await writeFile(file, bytes);
  return spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' }).stdout;
}

/** A program of its own that has a key: what it reads it signs. */
async function keyProgram(): Promise<{
  command: string[];
  certificateFile: string;
}> {
  const folder = await tempFolder();
  const { authority, signer } = makeAuthority('Device Authority', NOON, random);
  const [key, certificateFile] = [join(folder, 'key.pem'), join(folder, 'chain.pem')];
  await writeFile(key, signer.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  await writeFile(certificateFile, pem(signer.certificate) + pem(authority));
  const program = `const {sign} = require('node:crypto'), {readFileSync} = require('node:fs');
    process.stdout.write(sign('sha256', readFileSync(0), readFileSync(process.argv[1])));`;
  return { command: [process.execPath, '-e', program, key], certificateFile };
}

describe('A key that central never has', () => {
  test.skipIf(!pdfsig)('signs by a program of its own, as poppler accepts it (needs pdfsig)', async () => {
    const school = await openSchool('postgres', { documentKey: await keyProgram() });
    await furnish(school);
    await issueMany(school, 1);
    expect(await verdictOn((await download(school, 'p0')).bytes)).toContain('Signature is Valid.');
  });

  test.skipIf(!pdfsig || noDevice)(
    'signs inside a PKCS#11 device (needs softhsm2, opensc, openssl and pdfsig)',
    async () => {
      const folder = await tempFolder();
      const at = (name: string) => join(folder, name);
      await mkdir(at('tokens'));
      await writeFile(
        at('softhsm2.conf'),
        `directories.tokendir = ${at('tokens')}\nobjectstore.backend = file\n`,
      );
      const environment = { ...process.env, SOFTHSM2_CONF: at('softhsm2.conf') };
      const run = (tool: string, words: readonly string[]) =>
        execFileSync(tool, words, { env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      run('softhsm2-util', [
        '--init-token',
        '--free',
        '--label',
        'school',
        '--pin',
        '4711',
        '--so-pin',
        '0815',
      ]);
      run(
        'openssl',
        'req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Authority'.split(
          ' ',
        ),
      );
      await writeFile(
        at('extensions'),
        'keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=critical,CA:FALSE\n',
      );
      const device = ['--module', softhsm ?? '', '--token-label', 'school', '--login', '--pin', '4711'];
      const id = '01';

      run('pkcs11-tool', [
        ...device,
        '--keypairgen',
        '--key-type',
        'rsa:2048',
        '--id',
        id,
        '--label',
        `files${id}`,
      ]);
      run('pkcs11-tool', [
        ...device,
        '--read-object',
        '--type',
        'pubkey',
        '--id',
        id,
        '--output-file',
        `public${id}.der`,
      ]);
      run('openssl', `pkey -pubin -inform DER -in public${id}.der -out public${id}.pem`.split(' '));
      const issue = `x509 -new -force_pubkey public${id}.pem -subj /CN=Certificates -CA ca.pem -CAkey ca.key -days 20 -extfile extensions -out own${id}.pem`;
      run('openssl', issue.split(' '));
      const chain = [`own${id}.pem`, 'ca.pem'].map((name) => run('cat', [name]).toString()).join('');
      await writeFile(at(`chain${id}.pem`), chain);
      const command = [
        'env',
        `SOFTHSM2_CONF=${at('softhsm2.conf')}`,
        'pkcs11-tool',
        ...device,
        '--sign',
        '--id',
        id,
        '--mechanism',
        'SHA256-RSA-PKCS',
      ];
      const documentKey = { command, certificateFile: at(`chain${id}.pem`) };
      const school = await openSchool('pglite', { documentKey });
      await furnish(school);
      await issueMany(school, 1);
      expect(await verdictOn((await download(school, 'p0')).bytes)).toContain('Signature is Valid.');
    },
    60_000,
  );

  test.each([
    ['is not there', () => ['/nowhere/signer'], /does not start/u],
    ['fails', () => [process.execPath, '-e', 'process.exit(3)'], /ended with 3/u],
    [
      'says something else',
      () => [process.execPath, '-e', 'process.stdin.resume();process.stdout.write("hello")'],
      /no signature of the certificate/u,
    ],
    [
      'talks without end',
      () => [process.execPath, '-e', 'setInterval(()=>process.stdout.write("x".repeat(9999)))'],
      /ended with SIGKILL/u,
    ],
  ])('a program that %s stops the start with a sentence', async (_, command, sentence) => {
    const { certificateFile } = await keyProgram();
    const documentKey = { command: [...command()], certificateFile };
    const ports = {
      clock: { now: () => NOON },
      random,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    };
    const central = createCentral(settingsFor({ kind: 'pglite', folder: null }, { documentKey }), ports);
    const failed = await central.start().catch((problem: unknown) => problem);
    expect(failed).toBeInstanceOf(BadDocumentKey);
    expect(String(failed)).toMatch(sentence);
  });

  test('is set by the environment: words, or a list in JSON; a file and a program at once are refused', async () => {
    const folder = await tempFolder();
    const read = (more: Record<string, string>) =>
      readSettings(
        { data: folder },
        {
          CENTRAL_SCHOOL_NAME: 'School',
          CENTRAL_PUBLIC_URL: 'https://certificates.example.org',
          CENTRAL_DOCUMENT_CERTIFICATE_FILE: 'chain.pem',
          ...more,
        },
      );
    const keyOf = async (command: string) =>
      (await read({ CENTRAL_DOCUMENT_SIGNER_COMMAND: command })).central.documentKey;
    expect(await keyOf('pkcs11-tool --sign  --id 01')).toEqual({
      command: ['pkcs11-tool', '--sign', '--id', '01'],
      certificateFile: 'chain.pem',
    });
    expect(await keyOf('["sign it", "--pin", "47 11"]')).toEqual({
      command: ['sign it', '--pin', '47 11'],
      certificateFile: 'chain.pem',
    });
    await expect(keyOf('["broken"')).rejects.toThrow(/CENTRAL_DOCUMENT_SIGNER_COMMAND/u);
    await expect(
      read({ CENTRAL_DOCUMENT_SIGNER_COMMAND: 'sign', CENTRAL_DOCUMENT_KEY_FILE: 'key.pem' }),
    ).rejects.toThrow(/CENTRAL_DOCUMENT_SIGNER_COMMAND/u);
  });
});
