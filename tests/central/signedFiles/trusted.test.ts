import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { furnish, issueMany, NOON, openSchool } from '../school.ts';
import { download, lacks, tempFolder } from './downloading.ts';

const missing = ['pdfsig', 'certutil'].some((tool) => lacks(tool, '-H'));

/** What pdfsig says of a file, with the certificates that a database of NSS trusts. */
function saidBy(database: string, file: string): string {
  return spawnSync('pdfsig', ['-nssdir', database, file], { encoding: 'utf8' }).stdout;
}

test.skipIf(missing)(
  'Where the school’s authority is trusted, poppler says that signature and certificate both stand (needs pdfsig and certutil)',
  async () => {
    const school = await openSchool('postgres');
    // The certificates are judged by this machine's clock, so they are made by it.
    school.clock.advance(Date.now() - NOON);
    await furnish(school);
    await issueMany(school, 1);
    const folder = await tempFolder();
    const file = join(folder, 'certificate.pdf');
    await writeFile(file, (await download(school, 'p0')).bytes);
    const authority = await school.call('GET', '/.well-known/certificate-authority.pem', undefined, null);
    await writeFile(join(folder, 'authority.pem'), String(authority.body));
    const database = async (name: string) => {
      const path = join(folder, name);
      await mkdir(path);
      execFileSync('certutil', ['-N', '-d', `sql:${path}`, '--empty-password']);
      return path;
    };
    const [strangers, trusting] = [await database('strangers'), await database('trusting')];
    const trust = [
      '-A',
      '-d',
      `sql:${trusting}`,
      '-n',
      'school',
      '-t',
      'CT,C,C',
      '-i',
      join(folder, 'authority.pem'),
    ];
    execFileSync('certutil', trust);
    expect(saidBy(trusting, file)).toContain('Signature Validation: Signature is Valid.');
    expect(saidBy(trusting, file)).toContain('Certificate Validation: Certificate is Trusted.');
    expect(saidBy(strangers, file)).toContain('Signature Validation: Signature is Valid.');
    expect(saidBy(strangers, file)).not.toContain('Certificate is Trusted.');
  },
  60_000,
);
