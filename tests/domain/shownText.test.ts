import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { templatesContract } from '../../src/contract/station/templates.ts';
import { ShownText, TemplateTitle, withoutUnseen } from '../../src/domain/shownText.ts';

describe('a text that is shown as it is', () => {
  test.each(['A\u0000B', 'A\u202EB', 'A\u2066B', 'line\nbreak', '', '  ', '\u0007'])('refuses %j', (text) => {
    expect(TemplateTitle.safeParse(text).success).toBe(false);
  });

  test.each(['Traffic School 2026', 'Línea ñ', 'شهادة\u200D', '修了証'])('takes %s', (text) => {
    expect(TemplateTitle.parse(` ${text} `)).toBe(text);
  });

  test('is what is left when the unseen is taken out, and taking it out twice is taking it out once', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const left = withoutUnseen(text);
        expect(withoutUnseen(left)).toBe(left);
        expect(ShownText.safeParse(left).success).toBe(left !== '');
      }),
    );
  });
});

describe('the title of a draft', () => {
  const save = (title: string) =>
    templatesContract.save['~orpc'].inputSchema?.safeParse({
      draftId: 'd',
      revision: 1,
      title,
      templateJson: '{}',
    });

  test('is kept without control characters and direction overrides', () => {
    expect(save('A\u0000B\u202E')).toMatchObject({ success: true, data: { title: 'AB' } });
  });

  test('is refused when nothing of it can be seen, or when it is too long', () => {
    expect(save('\u0000\u202E')?.success).toBe(false);
    expect(save('x'.repeat(121))?.success).toBe(false);
  });
});
