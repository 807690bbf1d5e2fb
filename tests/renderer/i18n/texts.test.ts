import { describe, expect, it } from 'vitest';
import { BatchState, PageFinding } from '../../../src/contract/station/batches.ts';
import { DoctorCheck } from '../../../src/contract/station/overview.ts';
import { PackVerdict, ParcelState } from '../../../src/contract/station/packing.ts';
import { PrinterState, PrintJobState } from '../../../src/contract/station/printing.ts';
import { SpoilReason } from '../../../src/contract/station/qc.ts';
import { LabelIntentState, LabelVerdict } from '../../../src/contract/station/shipping.ts';
import { AddressProblem } from '../../../src/domain/address.ts';
import { Permission, Role, TwoPersonAction } from '../../../src/domain/people/roles.ts';
import { MovementKind } from '../../../src/domain/stock/ledger.ts';
import { RiskClass } from '../../../src/domain/time/slack.ts';
import { Lifecycle } from '../../../src/domain/work/lifecycle.ts';
import { Meaning, Verdict } from '../../../src/domain/work/scanText.ts';
import { PieceStage } from '../../../src/domain/work/stages.ts';
import { en } from '../../../src/renderer/i18n/en/en.ts';
import { details as englishDetails, events as englishEvents } from '../../../src/renderer/i18n/en/events.ts';
import { es } from '../../../src/renderer/i18n/es/es.ts';
import { details as spanishDetails, events as spanishEvents } from '../../../src/renderer/i18n/es/events.ts';
import { scanReasons } from '../../../src/renderer/i18n/scanReason.ts';

function flatten(node: object, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') flat.set(path + key, value);
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) flat.set(inner, text);
  }
  return flat;
}
const variables = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name]) => name ?? '').toSorted();
const english = flatten(en);
const spanish = flatten(es);

describe('texts', () => {
  it('are there in English and Spanish under the same keys, none empty', () => {
    expect([...spanish.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const text of [...english.values(), ...spanish.values()]) expect(text.trim()).not.toBe('');
  });

  it('name the same values in both languages', () => {
    for (const [key, text] of english)
      expect(variables(spanish.get(key) ?? ''), key).toEqual(variables(text));
  });

  it('are really Spanish: nothing longer than two words was left in English', () => {
    const same = [...english].filter(
      ([key, text]) =>
        spanish.get(key) === text &&
        text
          .replaceAll(/\{\{\w+\}\}/gu, '')
          .trim()
          .split(/\s+/u).length > 2,
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it('have words for everything that happened under the same names in both languages', () => {
    expect(Object.keys(spanishEvents)).toEqual(Object.keys(englishEvents));
    expect(Object.keys(spanishDetails)).toEqual(Object.keys(englishDetails));
  });
});

describe('the product’s words', () => {
  it.each([
    ['verdict', Verdict.options],
    ['verdictDo', Verdict.options],
    ['scanReason', scanReasons],
    ['packVerdict', PackVerdict.options],
    ['packVerdictDo', PackVerdict.options],
    ['labelVerdict', LabelVerdict.options],
    ['labelVerdictDo', LabelVerdict.options],
    ['meaning', Meaning.options],
    ['stage', PieceStage.options],
    ['lifecycle', Lifecycle.options],
    ['lifecycleWhat', Lifecycle.options],
    ['role', Role.options],
    ['risk', RiskClass.options],
    ['batchState', BatchState.options],
    ['parcelState', ParcelState.options],
    ['printerState', PrinterState.options],
    ['intent', LabelIntentState.options],
    ['spoil', SpoilReason.options],
    ['finding', PageFinding.shape.code.options],
    ['address', AddressProblem.options],
    ['movement', MovementKind.options],
    ['twoPerson', TwoPersonAction.options],
    ['doctor', DoctorCheck.shape.check.options],
    ['permission', Permission.options.map((permission) => permission.replace('.', '_'))],
  ] as const)('cover every %s', (group, options) => {
    expect(Object.keys(en.words[group]).toSorted()).toEqual([...options].toSorted());
  });

  it('cover every state that an error can name', () => {
    const states = new Set([...BatchState.options, ...ParcelState.options, ...PrintJobState.options]);
    expect(Object.keys(en.words.state).toSorted()).toEqual([...states].toSorted());
  });
});
