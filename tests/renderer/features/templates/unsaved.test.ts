import { describe, expect, it } from 'vitest';
import { templateSchema } from '../../../../src/documents/template/format.ts';
import {
  forgetUnsaved,
  keepUnsaved,
  unsavedOf,
} from '../../../../src/renderer/features/templates/editor/unsaved.ts';

function shelf() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  };
}

const template = templateSchema.parse({
  format: 'certificate-template/1',
  name: 'Plain',
  page: { widthMm: 100, heightMm: 100 },
  background: { front: 'background.pdf' },
  fonts: {},
  fields: [],
});
const content = { title: 'Plain', stockItemId: 'plain', template };

describe('what could not be saved', () => {
  it('is there again when the draft is opened, until it is saved', () => {
    const own = shelf();
    keepUnsaved(own, 'd-1', 4, content);
    expect(unsavedOf(own, 'd-1', 4)).toEqual(content);
    expect(unsavedOf(own, 'd-2', 4)).toBeUndefined();
    forgetUnsaved(own, 'd-1');
    expect(unsavedOf(own, 'd-1', 4)).toBeUndefined();
  });

  it('is not laid over what someone else saved since', () => {
    const own = shelf();
    keepUnsaved(own, 'd-1', 4, content);
    expect(unsavedOf(own, 'd-1', 5)).toBeUndefined();
  });

  it('is not read when it is no draft any more', () => {
    const own = shelf();
    keepUnsaved(own, 'd-1', 4, content);
    for (const [key, text] of own.kept) {
      for (const broken of ['', '{', text.replace('certificate-template/1', 'other'), '{"revision":4}']) {
        own.kept.set(key, broken);
        expect(unsavedOf(own, 'd-1', 4)).toBeUndefined();
      }
    }
  });
});
