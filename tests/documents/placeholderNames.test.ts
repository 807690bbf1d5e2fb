import { describe, expect, it } from 'vitest';
import { compileHtml } from '../../src/documents/html/compileHtml.ts';
import type { LaidOutElement, PageLayoutEngine } from '../../src/documents/html/pageLayout.ts';
import { placeholderKey, withOurKeys } from '../../src/documents/html/placeholderNames.ts';
import { ok } from '../../src/domain/result.ts';
import { designedSource } from '../../templates/drawing/designed.ts';
import { bundledTemplateFiles } from '../support/documentsNode.ts';

describe('placeholders in the words of schools', () => {
  it('are the same values as ours, custom fields in camel case', () => {
    expect(
      ['student_name', 'program_title', 'completion_date', 'serial_number', 'verification_code'].map(
        placeholderKey,
      ),
    ).toEqual(['issuedName', 'courseTitle', 'completionDate', 'certificateNumber', 'verificationCode']);
    expect(
      ['issue_date', 'qr_code', 'signatory_title', 'jurisdiction_text', 'instructor_licence'].map(
        placeholderKey,
      ),
    ).toEqual(['issueDate', 'qrPayload', 'signatoryTitle', 'jurisdictionText', 'instructorLicence']);
    expect(['issuedName', 'toString', 'x_'].map(placeholderKey)).toEqual(['issuedName', 'toString', 'x']);
    expect(withOurKeys('On {{ completion_date | d MMMM }} by {{Student}} {{student_name')).toBe(
      'On {{completionDate| d MMMM }} by {{Student}} {{student_name',
    );
  });

  it('compile to the fields that ours compile to, and the QR code’s own block becomes a code', async () => {
    const background = (await bundledTemplateFiles('designed')).get('background.pdf') ?? new Uint8Array();
    const element = (text: string, index: number): LaidOutElement => ({
      index,
      parent: undefined,
      tag: 'DIV',
      attributes: {},
      bounds: { x: 100, y: 100 + index * 60, width: 200, height: 50 },
      style: {
        color: 'rgb(0, 0, 0)',
        display: 'block',
        'font-family': 'EB Garamond',
        'font-weight': '400',
        'font-style': 'normal',
        'font-size': '16px',
      },
      text,
      lines: [],
      machineFonts: [],
    });
    const engine = (...texts: readonly string[]): PageLayoutEngine => ({
      open: () =>
        Promise.resolve(
          ok({
            elements: texts.map(element),
            refusedRequests: [],
            print: () => Promise.resolve(background),
            close: () => Promise.resolve(),
          }),
        ),
    });
    const compiled = async (...texts: readonly string[]) => {
      const result = await compileHtml(designedSource(), engine(...texts));
      return result.ok
        ? new TextDecoder().decode(result.value.get('template.json'))
        : JSON.stringify(result.error);
    };
    const schools = await compiled('{{student_name}}', '{{completion_date|d MMMM yyyy}}', '{{ qr_code }}');
    expect(schools).toBe(await compiled('{{issuedName}}', '{{completionDate|d MMMM yyyy}}', '{{qrPayload}}'));
    expect(schools).toContain('"kind": "qr"');
  });
});
