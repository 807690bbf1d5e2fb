import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  begun,
  edited,
  redone,
  sealed,
  undone,
} from '../../../../src/renderer/features/templates/model/edits.ts';

describe('undoing', () => {
  it('leads back to the beginning, and doing again to the end, whatever was edited', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.constantFrom('a', 'b', null))), (changes) => {
        let edits = begun(0);
        for (const [value, step] of changes) edits = edited(edits, value, step);
        const last = edits.now;
        while (edits.past.length > 0) edits = undone(edits);
        expect(edits.now).toBe(0);
        while (edits.future.length > 0) edits = redone(edits);
        expect(edits.now).toBe(last);
      }),
    );
  });

  it('takes back what was typed into one field in one go, unless something came between', () => {
    let edits = edited(edited(begun('x'), 'xa', 'text'), 'xab', 'text');
    expect(undone(edits).now).toBe('x');
    edits = edited(sealed(edits), 'xabc', 'text');
    expect(undone(edits).now).toBe('xab');
  });

  it('forgets what was undone when something else is done', () => {
    const edits = edited(undone(edited(begun(1), 2)), 3);
    expect(redone(edits).now).toBe(3);
    expect(undone(edits).now).toBe(1);
  });

  it('of nothing changes nothing', () => {
    const edits = begun(1);
    expect(undone(edits)).toBe(edits);
    expect(redone(edits)).toBe(edits);
    expect(edited(edits, 1)).toBe(edits);
  });
});
