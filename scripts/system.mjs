import { existsSync } from 'node:fs';
import { chromiumPath, programOnPath } from './chromium.mjs';
import { run, say } from './run.mjs';

/** Debian packages that tests use; `need` says what is skipped without each. */
const wanted = [
  {
    package: 'chromium',
    present: () => chromiumPath() !== undefined,
    need: "browser tests, unless Playwright's own Chromium is there",
  },
  {
    package: 'poppler-utils',
    present: () => programOnPath('pdftotext') !== undefined,
    need: 'tests that read PDFs with poppler',
  },
  {
    package: 'libnss3-tools',
    present: () => programOnPath('certutil') !== undefined,
    need: 'the test that asks whether the certificate of a signature is trusted',
  },
  {
    package: 'softhsm2',
    present: () => programOnPath('softhsm2-util') !== undefined,
    need: 'the test that signs inside a PKCS#11 device',
  },
  {
    package: 'opensc',
    present: () => programOnPath('pkcs11-tool') !== undefined,
    need: 'the test that signs inside a PKCS#11 device',
  },
  {
    package: 'qpdf',
    present: () => programOnPath('qpdf') !== undefined,
    need: 'tests that check PDFs with qpdf',
  },
  {
    package: 'zbar-tools',
    present: () => programOnPath('zbarimg') !== undefined,
    need: 'tests that read QR codes with zbar',
  },
];

/** Installs missing system packages on Debian as root; elsewhere says what will be skipped and why. */
export async function ensureSystem() {
  const missing = wanted.filter(({ present }) => !present());
  if (missing.length === 0) return;
  const names = missing.map(({ package: name }) => name);
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version') && programOnPath('apt-get')) {
    say(`Installing system packages: ${names.join(', ')}.`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { env, quiet: true };
    let result = await run('apt-get', ['update', '-qq'], quiet);
    if (result.code === 0) {
      result = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], quiet);
    }
    if (result.code === 0) return;
    say(`apt-get failed:\n${result.output}`);
  }
  for (const { package: name, need } of missing) {
    say(`Missing on this machine: ${name}. Skipped without it: ${need}.`);
  }
}
