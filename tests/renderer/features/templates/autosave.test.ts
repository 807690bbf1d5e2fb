import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAutosave } from '../../../../src/renderer/features/templates/editor/autosave.ts';
import type { SaveAnswer } from '../../../../src/renderer/features/templates/editor/autosave.ts';

interface Call {
  readonly content: string;
  readonly revision: number;
  readonly answer: (answer: SaveAnswer) => void;
}

function saver() {
  const calls: Call[] = [];
  const send = (content: string, revision: number) =>
    new Promise<SaveAnswer>((answer) => calls.push({ content, revision, answer }));
  return { calls, send };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a draft saves itself', () => {
  it('half a second after the last edit, with the newest content', async () => {
    const { calls, send } = saver();
    const autosave = createAutosave<string>(3, 'first', send);
    autosave.changed('first');
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls).toEqual([]);
    autosave.changed('a');
    await vi.advanceTimersByTimeAsync(400);
    autosave.changed('ab');
    expect(autosave.state.get().kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(400);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toMatchObject([{ content: 'ab', revision: 3 }]);
    calls[0]?.answer({ revision: 4 });
    await vi.advanceTimersByTimeAsync(0);
    expect(autosave.state.get().kind).toBe('saved');
    expect(autosave.revision()).toBe(4);
  });

  it('once at a time: what is edited meanwhile goes next, on the new revision', async () => {
    const { calls, send } = saver();
    const autosave = createAutosave<string>(1, '', send);
    autosave.changed('a');
    await vi.advanceTimersByTimeAsync(500);
    autosave.changed('ab');
    autosave.changed('abc');
    await vi.advanceTimersByTimeAsync(2000);
    expect(calls).toHaveLength(1);
    calls[0]?.answer({ revision: 2 });
    await vi.advanceTimersByTimeAsync(0);
    expect(calls[1]).toMatchObject({ content: 'abc', revision: 2 });
    calls[1]?.answer({ revision: 3 });
    await vi.advanceTimersByTimeAsync(0);
    expect(autosave.state.get().kind).toBe('saved');
    expect(calls).toHaveLength(2);
  });

  it('keeps what the station did not take, and tries again with the next edit or by hand', async () => {
    const { calls, send } = saver();
    const autosave = createAutosave<string>(1, '', send);
    autosave.changed('typed');
    const left = autosave.flush();
    calls[0]?.answer({ problem: { code: 'UNREACHABLE', data: undefined } });
    expect(await left).toBe(false);
    expect(autosave.state.get()).toMatchObject({ kind: 'problem', problem: { code: 'UNREACHABLE' } });
    const again = autosave.flush();
    expect(calls[1]).toMatchObject({ content: 'typed', revision: 1 });
    calls[1]?.answer({ revision: 2 });
    expect(await again).toBe(true);
  });

  it('asks before it saves over what someone else saved', async () => {
    const { calls, send } = saver();
    const autosave = createAutosave<string>(1, '', send);
    autosave.changed('mine');
    const first = autosave.flush();
    const data = { revision: 7, editedBy: 'Vera', editedAt: 5 };
    calls[0]?.answer({ problem: { code: 'EDITED_ELSEWHERE', data } });
    expect(await first).toBe(false);
    expect(autosave.state.get()).toEqual({ kind: 'elsewhere', ...data });
    autosave.changed('mine still');
    await vi.advanceTimersByTimeAsync(5000);
    expect(await autosave.flush()).toBe(false);
    expect(calls).toHaveLength(1);
    const kept = autosave.keepMine();
    expect(calls[1]).toMatchObject({ content: 'mine still', revision: 7 });
    calls[1]?.answer({ revision: 8 });
    expect(await kept).toBe(true);
  });
});
