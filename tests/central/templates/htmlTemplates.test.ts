import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { TemplateRecord } from '../../../src/contract/central/templates.ts';
import { browserPages, installedBrowser } from '../../../src/host/chromium/installedBrowser.ts';
import { furnish, issueMany, openSchool } from '../school.ts';
import { download, lacks, tempFolder } from '../signedFiles/downloading.ts';
import { upload } from './uploading.ts';

const openBrowserPage = browserPages(process.platform, process.env);
const noBrowser =
  openBrowserPage === undefined || lacks(installedBrowser(process.platform, process.env) ?? '', '--version');
const noPdftotext = lacks('pdftotext', '-v');
const host = openBrowserPage === undefined ? {} : { openBrowserPage };

/** A certificate as a school's designer writes it, in the school's words. */
const designed = (body: string, style = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><style>
@page { size: 279.4mm 215.9mm }
html, body { margin: 0; width: 279.4mm; height: 215.9mm; font: 400 16pt/1.3 'EB Garamond'; }
body > * { position: absolute; left: 30mm; width: 200mm; height: 12mm; margin: 0; }
${style}</style></head><body><h1 style="top:20mm;font-size:30pt;height:18mm;font-weight:500">Certificate</h1>${body}</body></html>`;
const fields = `
<div style="top:50mm" data-min-size="8">{{student_name}}</div>
<div style="top:70mm" data-min-size="8">{{ program_title }}</div>
<div style="top:90mm">{{completion_date|d MMMM yyyy}}</div>
<div style="top:110mm">No. {{serial_number}}</div>
<div style="top:125mm">Code {{verification_code}}</div>
<div style="top:140mm">{{signatory_name}}, {{signatory_title}}</div>
<div style="top:155mm">{{jurisdiction_text}}</div>
<div style="top:150mm;left:230mm;width:34mm;height:34mm">{{qr_code}}</div>`;

describe.skipIf(noBrowser)('HTML with placeholders (needs Chromium)', () => {
  test.skipIf(noPdftotext)(
    'becomes a template on which certificates are printed, with everything that the school wrote (needs pdftotext)',
    async () => {
      const school = await openSchool('postgres', {}, host);
      await furnish(school);
      const reply = await upload(school, Buffer.from(designed(fields)), {
        signatoryName: 'Grace Hopper',
        signatoryTitle: 'Director',
        jurisdictionText: 'Approved by the Department of Motor Vehicles',
      });
      expect([reply.faults, reply.status]).toEqual([[], 200]);
      const record = TemplateRecord.parse(reply.body);
      expect(record.about).toMatchObject({
        kind: 'html',
        widthMm: 279.4,
        heightMm: 215.9,
        needs: [],
        signatoryName: 'Grace Hopper',
      });
      expect(record.about.placeholders).toEqual(
        expect.arrayContaining([
          'issuedName',
          'courseTitle',
          'completionDate',
          'certificateNumber',
          'qrPayload',
        ]),
      );
      const course = await school.call('PUT', '/v1/courses/plain', {
        title: 'Defensive Driving',
        jurisdiction: 'NONE',
        numberScheme: { kind: 'random', prefix: 'CCT' },
        templateVersion: record.templateVersion,
      });
      expect(course.status).toBe(200);
      await issueMany(school, 1, 'plain');
      const { bytes, name } = await download(school, 'p0');
      const file = join(await tempFolder(), 'certificate.pdf');
      await writeFile(file, bytes);
      const words = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      for (const said of [
        'Certificate',
        'Learner p0',
        'Defensive Driving',
        '19 November 2026',
        `No. ${name.replace('.pdf', '')}`,
        'Grace Hopper, Director',
        'Approved by the Department of Motor Vehicles',
      ])
        expect(words).toContain(said);
      expect(words).not.toContain('{{');
    },
    60_000,
  );

  test('as a ZIP may bring its pictures and fonts; what it lacks, fetches or runs is refused in sentences', async () => {
    const school = await openSchool('postgres', {}, host);
    await furnish(school);
    const own = await readFile(new URL('../../../resources/fonts/NotoSans-SemiBold.ttf', import.meta.url));
    const zipped = zipSync({
      'index.html': strToU8(
        designed(
          `<img src="seal.svg" style="top:170mm;height:20mm;width:20mm">${fields}`,
          `body { font: 600 14pt/1.3 'Noto Sans' } h1 { font-family: 'Noto Sans'; font-weight: 600 !important }`,
        ),
      ),
      'seal.svg': strToU8(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
      ),
      'brand.ttf': new Uint8Array(own),
    });
    const carried = await upload(school, zipped, {
      signatoryName: 'G. H.',
      signatoryTitle: 'D.',
      jurisdictionText: 'X',
    });
    expect([carried.faults, carried.status]).toEqual([[], 200]);
    const lacking = await upload(
      school,
      Buffer.from(designed('<div style="top:50mm">{{student_name}}</div>')),
    );
    expect(lacking.status).toBe(422);
    expect(lacking.faults.map((fault) => /\{\{(\w+)\}\}\)/u.exec(fault)?.[1])).toEqual([
      'program_title',
      'completion_date',
      'serial_number',
    ]);
    const hostile = await upload(
      school,
      Buffer.from(
        designed(
          `${fields}<img src="https://evil.example/p.png"><iframe src="file:///etc/passwd"></iframe></i><script>1</script>`,
        ),
      ),
    );
    expect(hostile.status).toBe(422);
    expect(hostile.faults.join(' ')).toMatch(/evil\.example/u);
    expect(hostile.faults.join(' ')).toMatch(/iframe/u);
    expect(hostile.faults.join(' ')).toMatch(/script/u);
    const fontless = await upload(
      school,
      Buffer.from('<html><body style="font-family:Papyrus">{{student_name}}</body></html>'),
    );
    expect(fontless.faults.join(' ')).toMatch(/EB Garamond/u);
  }, 60_000);
});

test('Without a browser HTML is refused with what to do, and packages are taken all the same', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const reply = await upload(school, Buffer.from(designed(fields)));
  expect(reply.status).toBe(422);
  expect(reply.faults.join(' ')).toMatch(/install Chromium/u);
});
